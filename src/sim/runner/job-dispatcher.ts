import { removeConfiguration } from './configuration.ts';
import { complete, renew, upload } from './job-calls.ts';
import { nextMessage, type ConnectedRunner } from './messages.ts';
import type { JobMessage, JobOutcome, JobResult, RunnerMode } from './protocol.ts';
import { exitCodes } from './session.ts';
import { terminal, timestamp } from './terminal.ts';

const hangMs = 20_000;
/** Exit codes for hosted runners: 100 + result (§4.1); the results that are not named there are guesses. */
const hostedCodes: Record<JobResult, number> = {
  Succeeded: 100,
  SucceededWithIssues: 101,
  Failed: 102,
  Canceled: 103,
  Skipped: 104,
  Abandoned: 105,
};
/** Modes that know how every job ends. */
const forcedResults: Partial<Record<RunnerMode, JobResult>> = {
  fail: 'Failed',
  canceled: 'Canceled',
  'succeeded-with-issues': 'SucceededWithIssues',
  skipped: 'Skipped',
  abandoned: 'Abandoned',
};

/** Runs the job that was acquired, cleans up, and returns the exit code of the listener. */
export async function dispatch(runner: ConnectedRunner, job: JobMessage): Promise<number> {
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
  const result = forcedResults[runner.session.mode] ?? outcome.result;
  await complete(runner, job, { ...outcome, result });
  terminal.line(`${timestamp()}: Job ${job.name} completed with result: ${result}`);
  if (runner.shutdown.aborted) return exitCodes.done;
  for (const line of removeConfiguration(runner.root)) terminal.line(line);
  const hosted = runner.env['ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED'];
  return hosted === undefined ? exitCodes.done : hostedCodes[result];
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
    upload: async (progress) => upload(runner, job, progress),
  });
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

/** Stands still for ever, renews nothing, heeds no signal but SIGKILL. */
async function hang(): Promise<never> {
  setInterval(() => undefined, hangMs);
  return new Promise<never>(() => undefined);
}
