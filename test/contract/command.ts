import { exitCodeOf, exitCodes } from '../../src/cli/exit-codes.ts';
import { describeError } from '../../src/cli/print-error.ts';
import { stopsOnSignal } from '../../src/cli/stops.ts';
import { runContract } from './contract-run.ts';
import { help, parseOptions, type Wanted } from './options.ts';
import { conform } from './probes/conform.ts';
import { Lab } from './probes/lab.ts';
import { describeReport, isRefuted, makeReport } from './report.ts';

/** Where a run writes: results and nothing else on stdout. */
export interface Output {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

const terminal: Output = {
  out: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
};

/** `npm run conformance`: runs the probes and the suite; returns the exit code. */
export async function main(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output = terminal,
): Promise<number> {
  try {
    const wanted = await parseOptions(argv, env);
    if (wanted !== undefined) return await run(wanted, env, output);
    output.out(help);
    return exitCodes.done;
  } catch (error) {
    output.note(describeError(error));
    return exitCodeOf(error);
  }
}

async function run(wanted: Wanted, env: NodeJS.ProcessEnv, { out, note }: Output): Promise<number> {
  using stops = stopsOnSignal('end', (name) => note(`${name}: cleaning up`));
  await using lab = await Lab.open({ ...wanted.lab, signal: stops.end });
  const broken = await lab.requireTart().catch((error: unknown) => error);
  if (broken !== undefined) note(describeError(broken));
  const findings = await conform(lab, wanted.ids, (id, { verdict }) => note(`${id} ${verdict}`));
  await lab.clear();
  const { image, owner } = wanted.lab;
  const runs = wanted.contract && broken === undefined && !stops.asked();
  const contract = runs ? await runContract({ image, owner, env }, stops.end) : null;
  const report = await makeReport(findings, contract, env);
  out(wanted.json ? JSON.stringify(report) : describeReport(report));
  if (stops.asked()) return exitCodes.interrupted;
  if (isRefuted(report)) return exitCodes.failed;
  return broken === undefined ? exitCodes.done : exitCodes.notReady;
}
