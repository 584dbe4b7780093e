import { setTimeout as delay } from 'node:timers/promises';
import { BrokerRefusal } from './broker-client.ts';
import type { ConnectedRunner } from './messages.ts';
import type { JobMessage, JobOutcome, Progress } from './protocol.ts';

const callMs = 20_000;
const reconnectMs = 500;
/** How often the runner tries to take its job while GitHub is away; a guess. */
const acquireTries = 5;

/** Undefined when the job is not ours, or GitHub is away too long: the runner listens on as a ghost (§5.7). */
export async function acquire(
  runner: ConnectedRunner,
  jobId: number,
  triesLeft = acquireTries,
): Promise<JobMessage | undefined> {
  const { client, shutdown: signal } = runner;
  try {
    return await client.call<JobMessage>({
      method: 'POST',
      path: `jobs/${String(jobId)}/acquire`,
      body: {},
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isRefusal(error) || triesLeft === 0) {
      runner.diagnostics.info('Runner', `Skipping message Job. ${String(error)}`);
      return undefined;
    }
  }
  await delay(reconnectMs, undefined, { signal });
  return acquire(runner, jobId, triesLeft - 1);
}

/** Extends the lease; a job whose lease is lost is stopped. */
export async function renew(
  runner: ConnectedRunner,
  job: JobMessage,
  cancel: AbortController,
): Promise<void> {
  if ((await post(runner, job, 'renew', {})) === 'refused') cancel.abort();
}

/** Uploads a part of the log; false: it did not arrive, but may later. */
export async function upload(runner: ConnectedRunner, job: JobMessage, progress: Progress): Promise<boolean> {
  return (await post(runner, job, 'progress', progress)) !== 'failed';
}

/** Tells how the job ended, again and again while GitHub is away, until it is too late. */
export async function complete(runner: ConnectedRunner, job: JobMessage, outcome: JobOutcome): Promise<void> {
  const deadline = Date.now() + job.reportRetryMs;
  while ((await post(runner, job, 'complete', outcome)) === 'failed' && Date.now() < deadline) {
    await delay(reconnectMs);
  }
}

/** Tells GitHub something about the job; a failure is only noted. `refused`: the job is no longer ours. */
async function post(
  runner: ConnectedRunner,
  { jobId }: JobMessage,
  what: 'renew' | 'progress' | 'complete',
  body: unknown,
): Promise<'arrived' | 'refused' | 'failed'> {
  const path = `jobs/${String(jobId)}/${what}`;
  try {
    await runner.client.call({ method: 'POST', path, body, signal: AbortSignal.timeout(callMs) });
    return 'arrived';
  } catch (error) {
    runner.diagnostics.info('JobServer', `${path}: ${String(error)}`);
    return isRefusal(error) ? 'refused' : 'failed';
  }
}

/** GitHub answered, and meant it. */
function isRefusal(error: unknown): boolean {
  return error instanceof BrokerRefusal && error.status < serverError;
}

const serverError = 500;
