import { join } from 'node:path';
import { expandText } from './expression.ts';
import type { JobMessage, JobOutcome, JobResult, Progress } from './protocol.ts';
import type { Step } from './protocol.ts';
import { openDiagnosticLog } from './diagnostics.ts';
import { JobLog } from './job-log.ts';
import { makePlaces } from './job-places.ts';
import { JobState } from './job-state.ts';
import { killTracked } from './process-tracking.ts';
import { runStep } from './step.ts';

/** Where and for whom a job runs. */
export interface JobSetting {
  readonly root: string;
  readonly workFolder: string;
  readonly runnerName: string;
  /** The environment every step starts from. */
  readonly env: Readonly<Record<string, string>>;
  /** Cancels the job; steps that ask for it still run. */
  readonly cancel: AbortSignal;
  /** Ends the job; no further step runs. */
  readonly shutdown: AbortSignal;
  /** Tells whether it arrived; must not reject. */
  readonly upload: (progress: Progress) => Promise<boolean>;
}

const results: Record<JobState['status'], JobResult> = {
  success: 'Succeeded',
  failure: 'Failed',
  cancelled: 'Canceled',
};

/** Runs the steps of a job. A failed step is a result, not an error. */
export async function runJob(message: JobMessage, setting: JobSetting): Promise<JobOutcome> {
  const log = new JobLog(setting.upload);
  maskSecrets(log, message);
  const places = makePlaces(join(setting.root, setting.workFolder), message);
  const { env: base, runnerName } = setting;
  const state = new JobState({ message, places, base, runnerName });
  const diagnostics = openDiagnosticLog(setting.root, 'Worker');
  diagnostics.info(
    'Worker',
    `Job message: ${String(message.jobId)} with ${String(message.steps.length)} steps.`,
  );
  setUp(log, state);
  for (const step of withHooks(message.steps, base)) {
    if (setting.shutdown.aborted) break;
    const cancel = AbortSignal.any([setting.cancel, setting.shutdown]);
    if (cancel.aborted) state.status = 'cancelled';
    await runStep(step, { state, log, cancel });
  }
  if (setting.cancel.aborted || setting.shutdown.aborted) state.status = 'cancelled';
  const outputs = jobOutputs(log, state);
  await cleanUp(log, state);
  diagnostics.info('JobRunner', `Job result after all job steps finish: ${results[state.status]}`);
  return { result: results[state.status], outputs };
}

function maskSecrets(log: JobLog, message: JobMessage): void {
  const { secrets } = message.contexts;
  for (const secret of Object.values(typeof secrets === 'object' && secrets !== null ? secrets : {})) {
    log.mask(String(secret));
  }
}

function setUp(log: JobLog, state: JobState): void {
  const finish = log.step('Set up job');
  log.line(`Job: ${state.message.name}`);
  try {
    state.expandEnvironment();
    finish('success');
  } catch (error) {
    log.line(`##[error]${error instanceof Error ? error.message : String(error)}`);
    state.status = 'failure';
    finish('failure');
  }
}

/** Hooks are steps of their own before and after the job's (§4.1). */
function withHooks(steps: readonly Step[], env: Readonly<Record<string, string>>): Step[] {
  const started = env['ACTIONS_RUNNER_HOOK_JOB_STARTED'] ?? '';
  const completed = env['ACTIONS_RUNNER_HOOK_JOB_COMPLETED'] ?? '';
  const before = { name: 'Set up runner', run: `'${started}'`, env: {}, with: {} };
  const after = { name: 'Complete runner', run: `'${completed}'`, env: {}, with: {}, if: 'always()' };
  return [...(started === '' ? [] : [before]), ...steps, ...(completed === '' ? [] : [after])];
}

function jobOutputs(log: JobLog, state: JobState): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, text] of Object.entries(state.message.outputs)) {
    try {
      outputs[name] = expandText(text, state.scope());
    } catch (error) {
      log.line(`##[error]${String(error)}`);
      state.status = state.status === 'success' ? 'failure' : state.status;
    }
  }
  return outputs;
}

async function cleanUp(log: JobLog, state: JobState): Promise<void> {
  const finish = log.step('Complete job');
  log.line('Cleaning up orphan processes');
  for (const pid of await killTracked(state.trackingId))
    log.line(`Terminate orphan process: pid (${String(pid)})`);
  finish('success');
  await log.flush(state.message.reportRetryMs);
}
