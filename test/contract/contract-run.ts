import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { bounded } from './probes/finding.ts';

/** How the contract suite went. */
export interface ContractResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

/** What the suite of the real Tart is called in tart.test.ts. */
const suite = 'tart on this Mac';
/** Some forty boots. */
const deadlineMs = 3 * 3600_000;

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Runs the contract suite on the real Tart, its progress on stderr. */
export async function runContract(
  options: { readonly image: string; readonly owner: string; readonly env: NodeJS.ProcessEnv },
  signal: AbortSignal,
): Promise<ContractResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sand-conformance-contract-'));
  const output = join(folder, 'report.json');
  try {
    const args = ['run', 'test/contract/tart.test.ts', '-t', suite, '--reporter=default', '--reporter=json'];
    const { stderr } = await execa('vitest', [...args, `--outputFile.json=${output}`], {
      cwd: join(import.meta.dirname, '../..'),
      preferLocal: true,
      env: {
        ...options.env,
        SAND_CONFORMANCE: '1',
        SAND_CONFORMANCE_IMAGE: options.image,
        SAND_CONFORMANCE_OWNER: options.owner,
      },
      stdin: 'ignore',
      stdout: process.stderr,
      stderr: ['pipe', process.stderr],
      reject: false,
      timeout: deadlineMs,
      cancelSignal: signal,
    });
    const text = await readFile(output, 'utf8').catch(() => undefined);
    if (text === undefined) return broken(stderr);
    return resultOf(text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function broken(message: string): ContractResult {
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [{ name: 'the suite itself', message: bounded(message) }],
  };
}

/** Counts the tests of the real Tart in the JSON report of vitest. */
export function resultOf(text: string): ContractResult {
  const { testResults } = vitestReport.parse(JSON.parse(text));
  const tests = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.includes(suite));
  if (tests.length === 0) return broken(testResults.map(({ message }) => message ?? '').join('\n'));
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const failures = tests
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({
      name: fullName,
      message: bounded(failureMessages?.join('\n') ?? ''),
    }));
  const [passed, failed] = [count('passed'), count('failed')];
  return { passed, failed, skipped: tests.length - passed - failed, failures };
}
