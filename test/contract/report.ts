import { execa } from 'execa';
import { assumptions } from './assumptions.ts';
import type { ContractResult } from './contract-run.ts';
import type { Finding } from './probes/finding.ts';

/** Everything that a run found out: one JSON document for a program. */
export interface Report {
  /** As Tart and macOS call themselves; null where there is none. */
  readonly tart: string | null;
  readonly macos: string | null;
  readonly node: string;
  /** When it ended, ISO 8601. */
  readonly at: string;
  readonly assumptions: readonly ReportedAssumption[];
  /** null when the contract suite was not run. */
  readonly contract: ContractResult | null;
}

interface ReportedAssumption extends Finding {
  readonly id: string;
  readonly belief: string;
  /** The file to change when it is refuted. */
  readonly owner: string;
}

const versionMs = 10_000;

/** Makes the document of what was found. */
export async function makeReport(
  findings: ReadonlyMap<string, Finding>,
  contract: ContractResult | null,
  env: NodeJS.ProcessEnv,
): Promise<Report> {
  const entries = assumptions.flatMap(({ id, belief, owners }) => {
    const finding = findings.get(id);
    return finding === undefined ? [] : [{ id, belief, owner: owners[0] ?? '', ...finding }];
  });
  return {
    tart: await said('tart', ['--version'], env),
    macos: await said('sw_vers', ['-productVersion'], env),
    node: process.version,
    at: new Date().toISOString(),
    assumptions: entries,
    contract,
  };
}

async function said(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | null> {
  const options = { env, extendEnv: false, reject: false, timeout: versionMs, stdin: 'ignore' } as const;
  const { exitCode, stdout } = await execa(program, args, options);
  return exitCode === 0 && stdout !== '' ? stdout : null;
}

/** Whether something is to be changed. */
export function isRefuted({ assumptions: entries, contract }: Report): boolean {
  return entries.some(({ verdict }) => verdict === 'refuted') || (contract?.failed ?? 0) > 0;
}

/** The same for people. Evidence is shown where it is needed; the JSON has all of it. */
export function describeReport(report: Report): string {
  const { tart, macos, node, assumptions: entries, contract } = report;
  const count = (verdict: Finding['verdict']) =>
    `${String(entries.filter((entry) => entry.verdict === verdict).length)} ${verdict}`;
  return [
    `tart ${tart ?? 'missing'}, macOS ${macos ?? 'missing'}, node ${node}`,
    '',
    ...entries.flatMap((entry) => describeEntry(entry)),
    '',
    `assumptions: ${count('confirmed')}, ${count('refuted')}, ${count('unknown')}`,
    ...describeContract(contract),
  ].join('\n');
}

function describeEntry({ id, verdict, belief, reason, owner, evidence }: ReportedAssumption): string[] {
  const first = `${id}  ${verdict.padEnd(9)}  ${belief}`;
  if (verdict === 'confirmed') return [first];
  const why = `                 ${reason ?? ''}`;
  if (verdict === 'unknown') return [first, why];
  const seen = evidence.split('\n').map((line) => `                 | ${line}`);
  return [first, why, `                 change ${owner}`, ...seen];
}

function describeContract(contract: ContractResult | null): string[] {
  if (contract === null) return ['contract: not run'];
  const { passed, failed, skipped, failures } = contract;
  const counts = `contract: ${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
  return [counts, ...failures.map(({ name, message }) => `  ${name}\n    ${message}`)];
}
