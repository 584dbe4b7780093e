import { loadConfig } from '../config/load.ts';
import type { AppEvent } from '../observe/describe.ts';
import { createLog } from '../observe/log.ts';
import { exitCodes } from './exit-codes.ts';
import { explainUnserved, onceDocument, onceExitCode } from './once-report.ts';
import { takeOwnership } from './ownership.ts';
import { createPoller, type Tuning } from './poller.ts';
import { describeError } from './print-error.ts';
import { stopsOnSignal, type SignalStops } from './stops.ts';

/** Options that `once` and `run` share. */
export interface ServeOptions {
  readonly config: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** `sand-poller once`: serves the jobs that wait now, then returns its exit code. */
export async function once(options: ServeOptions): Promise<number> {
  const emit = await createLog({ readable: process.stderr.isTTY, verbose: options.verbose });
  using stops = stopsOnSignal('end', (name) => emit({ type: 'stopping', signal: name, way: 'end' }));
  const { exitCode, document, problems } = await serveWaiting(options.config, {
    env: process.env,
    emit,
    stops,
  });
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(document)}\n`);
  return exitCode;
}

/** What `once` has to tell when it is done. */
interface Outcome {
  readonly exitCode: number;
  /** For `--json`. */
  readonly document: unknown;
  /** For people: each job that was not served, why, and what to do. */
  readonly problems: readonly string[];
}

/** Serves the jobs that wait now; rejects when it cannot begin, or GitHub cannot be asked. */
export async function serveWaiting(
  configFile: string,
  surroundings: {
    readonly env: NodeJS.ProcessEnv;
    readonly emit: (event: AppEvent) => void;
    readonly stops: Pick<SignalStops, 'end' | 'leave' | 'asked'>;
    readonly tuning?: Tuning;
  },
): Promise<Outcome> {
  const { emit, stops, env, tuning } = surroundings;
  const { config, warnings } = await loadConfig(configFile);
  for (const text of warnings) emit({ type: 'warning', text });
  using held = new DisposableStack();
  held.use(await takeOwnership(config.host.stateDir, 'once'));
  const poller = await createPoller(config, { ...tuning, env, emit }, stops.end);
  const report = await poller.once(stops);
  // Whoever interrupts us knows why jobs still wait.
  const unserved = stops.asked() ? [] : explainUnserved(report, config.pools);
  return {
    exitCode: stops.asked() ? exitCodes.interrupted : onceExitCode(report),
    document: onceDocument(report, unserved),
    problems: unserved.map(({ error }) => describeError(error)),
  };
}
