import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerMessage, JobMessage, JobOutcome, JobResult, SessionReply } from './protocol.ts';
import { BrokerRefusal, type BrokerClient } from './broker-client.ts';
import { removeConfiguration, type RunnerConfiguration } from './configuration.ts';
import type { DiagnosticLog } from './diagnostics.ts';
import { runnerPaths } from './paths.ts';
import { exitCodes } from './session.ts';
import { terminal, timestamp } from './terminal.ts';

/** A runner that has a session. */
export interface ConnectedRunner {
  readonly root: string;
  readonly version: string;
  readonly configuration: RunnerConfiguration;
  readonly client: BrokerClient;
  readonly session: SessionReply;
  /** The environment that steps start from. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborts when a signal asks the runner to end. */
  readonly shutdown: AbortSignal;
  readonly diagnostics: DiagnosticLog;
}

const reportMs = 20_000;
const reconnectMs = 500;
/** Exit codes for hosted runners: 100 + result (§4.1). */
const hostedCodes: Record<JobResult, number> = { Succeeded: 100, Failed: 102, Canceled: 103 };

/** Waits for the one job, runs it, cleans up; returns the exit code of the listener. */
export async function takeOneJob(runner: ConnectedRunner): Promise<number> {
  for (;;) {
    const message = await nextMessage(runner, runner.shutdown);
    if (typeof message === 'number') return message;
    if (message?.type === 'RunnerRefresh') return update(runner, message.targetVersion);
    if (message?.type !== 'RunnerJobRequest') continue;
    const job = await acquire(runner, message.jobId);
    if (job !== undefined) return work(runner, job);
  }
}

/** The next message, undefined when there was none, or the exit code that ends the listener. */
async function nextMessage(
  { client, session, version, root, env }: ConnectedRunner,
  signal: AbortSignal,
): Promise<BrokerMessage | number | undefined> {
  const query = new URLSearchParams({
    sessionId: session.sessionId,
    status: 'Online',
    runnerVersion: version,
    os: process.platform,
    architecture: process.arch,
    disableUpdate: 'false',
  });
  try {
    return await client.call<BrokerMessage>({ method: 'GET', path: `message?${query.toString()}`, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BrokerRefusal && error.status === 404) {
      terminal.error('The runner no longer exists on the server. Cleaning up local configuration.');
      for (const line of removeConfiguration(root)) terminal.line(line);
      return exitCodes.done;
    }
    if (error instanceof BrokerRefusal && error.status === 403) {
      terminal.error(
        `An error occurred: Runner version v${version} is deprecated and cannot receive messages.`,
      );
      const asked = env['ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE'] === '1';
      return asked ? exitCodes.versionDeprecated : exitCodes.terminatedError;
    }
    terminal.error(`${timestamp()}: Runner connect error: ${String(error)}. Retrying until reconnected.`);
    await delay(reconnectMs, undefined, { signal });
    return undefined;
  }
}

/** Undefined when the job is no longer ours: the runner goes on listening as a ghost (§5.7). */
async function acquire(runner: ConnectedRunner, jobId: number): Promise<JobMessage | undefined> {
  const path = `jobs/${String(jobId)}/acquire`;
  try {
    return await runner.client.call<JobMessage>({ method: 'POST', path, body: {}, signal: runner.shutdown });
  } catch (error) {
    if (!(error instanceof BrokerRefusal)) throw error;
    runner.diagnostics.info('Runner', `Skipping message Job. ${error.message}`);
    return undefined;
  }
}

async function work(runner: ConnectedRunner, job: JobMessage): Promise<number> {
  terminal.line(`${timestamp()}: Running job: ${job.name}`);
  runner.diagnostics.info('JobDispatcher', `Start renew job request for job ${String(job.jobId)}.`);
  if (runner.session.mode === 'hang') return hang();
  const cancel = new AbortController();
  const ended = new AbortController();
  const renewal = setInterval(() => void renew(runner, job, cancel), job.renewMs);
  const watching = watchForCancellation(runner, cancel, ended.signal);
  const outcome = await run(runner, job, cancel.signal).finally(() => {
    clearInterval(renewal);
    ended.abort();
  });
  await watching;
  await report(runner, job, outcome);
  terminal.line(`${timestamp()}: Job ${job.name} completed with result: ${outcome.result}`);
  if (runner.shutdown.aborted) return exitCodes.done;
  for (const line of removeConfiguration(runner.root)) terminal.line(line);
  const hosted = runner.env['ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED'];
  return hosted === undefined ? exitCodes.done : hostedCodes[outcome.result];
}

async function run(runner: ConnectedRunner, job: JobMessage, cancel: AbortSignal): Promise<JobOutcome> {
  const { runJob } = await import('./job.ts');
  return runJob(job, {
    root: runner.root,
    workFolder: runner.configuration.workFolder,
    runnerName: runner.configuration.agentName,
    env: runner.env,
    cancel,
    shutdown: runner.shutdown,
    async upload(progress) {
      await post(runner, `jobs/${String(job.jobId)}/progress`, progress);
    },
  });
}

async function report(runner: ConnectedRunner, job: JobMessage, outcome: JobOutcome): Promise<void> {
  await post(runner, `jobs/${String(job.jobId)}/complete`, outcome);
}

/** Tells GitHub something about the job; a failure is only noted. `refused`: the job is no longer ours. */
async function post(
  runner: ConnectedRunner,
  path: string,
  body: unknown,
): Promise<'arrived' | 'refused' | 'failed'> {
  try {
    await runner.client.call({ method: 'POST', path, body, signal: AbortSignal.timeout(reportMs) });
    return 'arrived';
  } catch (error) {
    runner.diagnostics.info('JobServer', `${path}: ${String(error)}`);
    return error instanceof BrokerRefusal ? 'refused' : 'failed';
  }
}

/** Extends the lease; a job whose lease is lost is stopped. */
async function renew(runner: ConnectedRunner, job: JobMessage, cancel: AbortController): Promise<void> {
  const renewal = await post(runner, `jobs/${String(job.jobId)}/renew`, {});
  if (renewal === 'refused') cancel.abort();
}

/** Goes on asking for messages while the job runs, because a cancellation is one. */
async function watchForCancellation(
  runner: ConnectedRunner,
  cancel: AbortController,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    try {
      const message = await nextMessage(runner, ended);
      if (typeof message === 'number') return cancel.abort();
      if (message?.type === 'JobCancellation') cancel.abort();
    } catch {
      // The job has ended.
    }
  }
}

/** Updating replaces the program; here it is the version number only, and the mark of a finished update (§4.2). */
function update({ root }: ConnectedRunner, targetVersion: string): number {
  terminal.line('Runner update in progress, do not shutdown runner.');
  terminal.line(`Downloading ${targetVersion} runner`);
  writeFileSync(runnerPaths.version(root), `${targetVersion}\n`);
  writeFileSync(runnerPaths.updateFinished(root), '');
  terminal.line('Runner will exit shortly for update, should be back online within 10 seconds.');
  return exitCodes.runOnceUpdating;
}

/** Stands still for ever, renews nothing, heeds no signal but SIGKILL. */
async function hang(): Promise<never> {
  setInterval(() => undefined, reportMs);
  return new Promise<never>(() => undefined);
}
