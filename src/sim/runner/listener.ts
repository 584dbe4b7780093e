import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BrokerClient } from './broker-client.ts';
import { readConfiguration, writeConfiguration } from './configuration.ts';
import { openDiagnosticLog } from './diagnostics.ts';
import { takeOneJob } from './message-loop.ts';
import { startMode } from './mode.ts';
import { runnerPaths } from './paths.ts';
import type { RunnerMode } from './protocol.ts';
import { exitCodes, openSession } from './session.ts';
import { terminal, timestamp } from './terminal.ts';

/** The `Runner.Listener` of the simulation. Its shim gives its own path first, then what the user said. */
const [shim = '', command = '--help', ...options] = process.argv.slice(2);
const root = dirname(dirname(resolve(shim)));
const commitDigits = 40;
const closeMs = 5000;
/** No code of the table: anything else a program may end with (§4.2). */
const unknownExit = 42;
const wrongClockMs = 3_600_000;

process.exitCode = await main();

async function main(): Promise<number> {
  const version = readFileSync(runnerPaths.version(root), 'utf8').trim();
  switch (command) {
    case '--version':
      terminal.line(version);
      return exitCodes.done;
    case '--commit':
      terminal.line('0'.repeat(commitDigits));
      return exitCodes.done;
    case 'warmup':
      await import('./job.ts');
      return exitCodes.done;
    case 'run':
      return run(version);
    default:
      terminal.error(`The simulated runner knows run, warmup, --version and --commit, not ${command}.`);
      return exitCodes.terminatedError;
  }
}

async function run(version: string): Promise<number> {
  loadEnvironmentFile();
  const { blob, mode } = takeJitConfig();
  if (mode === 'other-words') terminal.useOtherWords();
  const diagnostics = openDiagnosticLog(root, 'Runner');
  diagnostics.info('Listener', `Runner version ${version}, root folder ${root}`);
  const configuration = configure(blob, mode);
  if (configuration === undefined) return exitCodes.terminatedError;
  const shutdown = listenForSignals(mode);
  const client = new BrokerClient(configuration.brokerUrl);
  try {
    const session = await openSession({ mode, version, configuration, client, shutdown });
    if (typeof session === 'number') return session;
    terminal.line(`Current runner version: '${version}'`);
    terminal.line(`${timestamp()}: Listening for Jobs`);
    diagnostics.info('MessageListener', 'Session created.');
    const broken = brokenExit(session.mode);
    if (broken !== undefined) return await closeSession(client).then(() => broken);
    // Loaded while we wait, so that the job does not.
    void import('./job.ts');
    const env = stepEnvironment();
    const connection = { lost: false };
    const runner = { root, version, configuration, client, connection, session, env, shutdown, diagnostics };
    try {
      return await takeOneJob(runner);
    } finally {
      await closeSession(client);
    }
  } catch (error) {
    if (shutdown.aborted) return exitCodes.done;
    terminal.error(`An error occurred: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.retryableError;
  } finally {
    client.close();
  }
}

/** The exit code of a listener that breaks for another reason than the ones it knows; undefined: it does not. */
function brokenExit(mode: RunnerMode): number | undefined {
  if (mode === 'unknown-exit-code') return unknownExit;
  if (mode !== 'retryable-once' && mode !== 'retryable-always') return undefined;
  terminal.error('An error occurred: The operation was canceled.');
  return exitCodes.retryableError;
}

function configure(
  blob: string | undefined,
  mode: RunnerMode | undefined,
): ReturnType<typeof readConfiguration> {
  try {
    if (blob !== undefined) writeConfiguration(root, mode === 'not-configured' ? 'broken' : blob);
    const configuration = readConfiguration(root, mode === 'clock-skew' ? wrongClockMs : 0);
    if (configuration === undefined)
      terminal.error('Not configured. Run config.(sh/cmd) to configure the runner.');
    return configuration;
  } catch {
    // The message of the parser might quote the secret.
    terminal.error('An error occurred: the JIT configuration could not be read.');
    return undefined;
  }
}

/** The JIT configuration, which is gone from the environment afterwards (§4.1), and the mode that comes with it. */
function takeJitConfig(): { blob: string | undefined; mode: RunnerMode | undefined } {
  const variable = 'ACTIONS_RUNNER_INPUT_JITCONFIG';
  const index = options.indexOf('--jitconfig');
  const given = (index < 0 ? process.env[variable] : options[index + 1])?.trim();
  const blob = given === '' ? undefined : given;
  const mode = startMode(root, blob);
  if (mode === 'ignores-jit-env' && index < 0) return { blob: undefined, mode };
  Reflect.deleteProperty(process.env, variable);
  return { blob, mode };
}

/** `KEY=VALUE` lines of `.env` in the runner's root (§4.1). */
function loadEnvironmentFile(): void {
  const path = join(root, '.env');
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const equals = line.indexOf('=');
    if (equals > 0) process.env[line.slice(0, equals)] = line.slice(equals + 1);
  }
}

/** What steps see of the listener's environment: no arguments of the runner, nothing of Node's. */
function stepEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined &&
        !entry[0].startsWith('ACTIONS_RUNNER_INPUT_') &&
        entry[0] !== 'NODE_COMPILE_CACHE',
    ),
  );
}

function listenForSignals(mode: RunnerMode | undefined): AbortSignal {
  const controller = new AbortController();
  const exit = (): void => {
    if (mode === 'deaf') return;
    if (!controller.signal.aborted) terminal.line('Exiting...');
    controller.abort(new Error('the runner was asked to end'));
  };
  process.on('SIGINT', exit);
  process.on('SIGTERM', exit);
  return controller.signal;
}

/** A session that cannot be closed goes by itself. */
async function closeSession(client: BrokerClient): Promise<void> {
  const signal = AbortSignal.timeout(closeMs);
  await client.call({ method: 'DELETE', path: 'session', signal }).catch(() => undefined);
}
