import { writeFileSync } from 'node:fs';
import { acquire } from './job-calls.ts';
import { dispatch } from './job-dispatcher.ts';
import { nextMessage, type ConnectedRunner } from './messages.ts';
import { runnerPaths } from './paths.ts';
import { exitCodes } from './session.ts';
import { terminal } from './terminal.ts';

/** Waits for the one job, runs it, cleans up; returns the exit code of the listener. */
export async function takeOneJob(runner: ConnectedRunner): Promise<number> {
  for (;;) {
    const message = await nextMessage(runner, runner.shutdown);
    if (typeof message === 'number') return message;
    if (message?.type === 'RunnerRefresh') return update(runner, message.targetVersion);
    if (message?.type !== 'RunnerJobRequest') continue;
    const job = await acquire(runner, message.jobId);
    if (job !== undefined) return dispatch(runner, job);
  }
}

/** Updating replaces the program; here it is the version number only, and the mark of a finished update (§4.2). */
function update({ root, session }: ConnectedRunner, targetVersion: string): number {
  terminal.line('Runner update in progress, do not shutdown runner.');
  terminal.line(`Downloading ${targetVersion} runner`);
  writeFileSync(runnerPaths.version(root), `${targetVersion}\n`);
  writeFileSync(runnerPaths.updateFinished(root), '');
  terminal.line('Runner will exit shortly for update, should be back online within 10 seconds.');
  return session.mode === 'update-exit-3' ? exitCodes.updating : exitCodes.runOnceUpdating;
}
