import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BrokerClient } from './broker-client.ts';
import { readConfiguration, writeConfiguration } from './configuration.ts';
import { openDiagnosticLog } from './diagnostics.ts';
import { takeOneJob } from './message-loop.ts';
import { runnerPaths } from './paths.ts';
import { exitCodes, openSession } from './session.ts';
import { terminal, timestamp } from './terminal.ts';

/** The `Runner.Listener` of the simulation. Its shim gives its own path first, then what the user said. */
const [shim = '', command = '--help', ...options] = process.argv.slice(2);
const root = dirname(dirname(resolve(shim)));
const commitDigits = 40;
const closeMs = 5000;

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
  const blob = takeJitConfig();
  const diagnostics = openDiagnosticLog(root, 'Runner');
  diagnostics.info('Listener', `Runner version ${version}, root folder ${root}`);
  const configuration = configure(blob);
  if (configuration === undefined) return exitCodes.terminatedError;
  const shutdown = listenForSignals();
  const client = new BrokerClient(configuration.brokerUrl);
  try {
    const session = await openSession({ root, version, configuration, client, shutdown });
    if (typeof session === 'number') return session;
    terminal.line(`Current runner version: '${version}'`);
    terminal.line(`${timestamp()}: Listening for Jobs`);
    diagnostics.info('MessageListener', 'Session created.');
    // Loaded while we wait, so that the job does not.
    void import('./job.ts');
    const env = stepEnvironment();
    const runner = { root, version, configuration, client, session, env, shutdown, diagnostics };
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

function configure(blob: string | undefined): ReturnType<typeof readConfiguration> {
  try {
    if (blob !== undefined) writeConfiguration(root, blob);
    const configuration = readConfiguration(root);
    if (configuration === undefined)
      terminal.error('Not configured. Run config.(sh/cmd) to configure the runner.');
    return configuration;
  } catch {
    // The message of the parser might quote the secret.
    terminal.error('An error occurred: the JIT configuration could not be read.');
    return undefined;
  }
}

/** The JIT configuration; it is gone from the environment afterwards (§4.1). */
function takeJitConfig(): string | undefined {
  const variable = 'ACTIONS_RUNNER_INPUT_JITCONFIG';
  const index = options.indexOf('--jitconfig');
  const given = index < 0 ? process.env[variable] : options[index + 1];
  Reflect.deleteProperty(process.env, variable);
  return given === undefined || given.trim() === '' ? undefined : given.trim();
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

function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  const exit = (): void => {
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
