import { rm } from 'node:fs/promises';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../clock.ts';
import { SandError } from '../../errors.ts';
import type { Destroyed } from '../backend.ts';
import { freeBytes } from './disk.ts';
import { isIncomplete } from './messages.ts';
import { killRun } from './kill-run.ts';
import { failure, type Tart } from './program.ts';
import type { RunFiles } from './run-files.ts';
import { exists, vmFolder } from './vm-files.ts';

/** Tart asks politely, then kills, after this many seconds (reference/tart.md §2.5). */
const stopSeconds = '5';
/** A lock lingers for a moment after a forced stop (reference/tart.md §2.6, §8). */
const deletePatienceMs = 15_000;
const deleteRetryMs = 200;
/** How long `tart run` may need to notice that its VM is gone. */
const runEndDeadlineMs = 5000;
const killDeadlineMs = 5000;

/** What destroying needs of its host. */
interface Host {
  readonly tart: Tart;
  readonly files: RunFiles;
  readonly clock: Clock;
}

/** Ends and deletes a sandbox; what is gone already counts as done. */
export async function destroySandbox(name: string, host: Host, signal: AbortSignal): Promise<Destroyed> {
  const { tartHome } = host.tart.settings;
  const folder = vmFolder(tartHome, name);
  const before = await measure(tartHome);
  if (await exists(folder)) await stopAndDelete(name, host, signal);
  await removeFolder(folder);
  await waitForRun(name, host, signal);
  const after = await measure(tartHome);
  await host.files.remove();
  return {
    reclaimedBytes: before === undefined || after === undefined ? undefined : Math.max(0, after - before),
  };
}

async function stopAndDelete(name: string, { tart, clock }: Host, signal: AbortSignal): Promise<void> {
  const args = ['delete', name];
  const giveUpAt = clock.now() + deletePatienceMs;
  for (;;) {
    await tart.run(['stop', name, '--timeout', stopSeconds], signal);
    const deleted = await tart.run(args, signal);
    if (deleted.exitCode === 0 || deleted.exitCode === 2 || isIncomplete(deleted.stderr)) return;
    if (clock.now() >= giveUpAt) throw new SandError('DESTROY_INCOMPLETE', failure(args, deleted).message);
    await clock.sleep(deleteRetryMs, signal);
  }
}

/** A folder that lacks a file is neither listed nor deleted by Tart (§2.6): it is ours by name, so it goes by hand. */
async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (cause) {
    throw new SandError('DESTROY_INCOMPLETE', `the folder ${folder} could not be deleted`, { cause });
  }
}

/**
 * Without its folder, or with another one in its place (reference/tart.md §2.2), a VM is out of reach of `tart stop`;
 * the kernel still tells whether somebody runs it. Then its process is the last that can be asked.
 */
async function waitForRun(name: string, { tart, files, clock }: Host, signal: AbortSignal): Promise<void> {
  if (!(await files.started())) return;
  try {
    await files.ended(clock, withDeadline(signal, runEndDeadlineMs));
    return;
  } catch {
    signal.throwIfAborted();
  }
  await killRun(name, tart.settings.env, signal);
  try {
    await files.ended(clock, withDeadline(signal, killDeadlineMs));
  } catch (cause) {
    signal.throwIfAborted();
    throw new SandError(
      'DESTROY_INCOMPLETE',
      `the VM ${name} is deleted, but its \`tart run\` has not ended`,
      { cause },
    );
  }
}

/** A volume that cannot be measured must not keep a VM from being deleted. */
async function measure(folder: string): Promise<number | undefined> {
  try {
    return await freeBytes(folder);
  } catch {
    return undefined;
  }
}
