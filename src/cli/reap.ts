import { z } from 'zod';
import { withDeadline } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { codeOf } from '../errors.ts';
import { createLog } from '../observe/log.ts';
import { askPoller } from './control-client.ts';
import { exitCodes } from './exit-codes.ts';
import type { OperateOptions } from './operate.ts';
import { takeOwnership } from './ownership.ts';
import { standOn } from './poller.ts';
import { errorFields } from './print-error.ts';
import { findings } from './reap-findings.ts';
import { reapedFailed, reapText, type Reaped, type ReapedThing } from './reap-report.ts';
import { readStatus } from './status.ts';
import { stopsOnSignal } from './stops.ts';

/** For deleting one VM or registration, in milliseconds. */
const removalMs = 60_000;

type Ground = Awaited<ReturnType<typeof standOn>>;

/**
 * `sand-poller reap`: deletes the VMs and registrations without a future, and names what may have a job. A running poller
 * is asked to do it; without one this process is the owner meanwhile. Returns the exit code.
 */
export async function reap(options: OperateOptions & { readonly dryRun: boolean }): Promise<number> {
  const { config, json, dryRun } = options;
  const { config: loaded } = await loadConfig(config);
  using stops = stopsOnSignal('end', () => undefined);
  const reaped = await reapWith(loaded, dryRun, stops.end);
  process.stdout.write(`${json ? JSON.stringify(reaped) : reapText(reaped)}\n`);
  if (stops.asked()) return exitCodes.interrupted;
  return reapedFailed(reaped) ? exitCodes.failed : exitCodes.done;
}

async function reapWith(config: Config, dryRun: boolean, signal: AbortSignal): Promise<Reaped> {
  const { stateDir } = config.host;
  const emit = await createLog({ readable: process.stderr.isTTY, verbose: false });
  const held = await heldByPoller(stateDir, signal);
  using owned = new DisposableStack();
  if (held === undefined) owned.use(await takeOwnership(stateDir, 'reap'));
  const ground = await standOn(config, { env: process.env, emit }, signal);
  const found = await find(ground, () => heldByPoller(stateDir, signal), signal);
  if (!dryRun && held === undefined) {
    for (const thing of found) await remove(thing, ground, signal);
  } else if (!dryRun) await askPoller({ stateDir, call: 'POST /reap', signal }, z.unknown());
  return { poller: held !== undefined, dryRun, found };
}

/** The sandboxes of a running poller; undefined when there is none. */
async function heldByPoller(stateDir: string, signal: AbortSignal): Promise<string[] | undefined> {
  try {
    const { sandboxes } = await readStatus(stateDir, signal);
    return sandboxes.flatMap(({ sandbox }) => sandbox ?? []);
  } catch (error) {
    if (codeOf(error) === 'POLLER_NOT_RUNNING') return undefined;
    throw error;
  }
}

/** In this order: what is made meanwhile is seen with the poller that makes it. */
async function find(
  { owner, backend, registrations }: Ground,
  readHeld: () => Promise<string[] | undefined>,
  signal: AbortSignal,
): Promise<ReapedThing[]> {
  const runners = await registrations.list(signal);
  const vms = await backend.list(signal);
  const held = (await readHeld()) ?? [];
  return findings({ owner, now: Date.now() / 1000, vms, runners, held });
}

async function remove(
  thing: ReapedThing,
  { backend, registrations }: Ground,
  signal: AbortSignal,
): Promise<void> {
  const { kind, name } = thing;
  if (thing.outcome !== 'to-delete' || signal.aborted) return;
  const bounded = withDeadline(signal, removalMs);
  try {
    const outcome =
      kind === 'vm' ? await backend.destroy(name, bounded) : await registrations.remove(name, bounded);
    thing.outcome = outcome === 'busy' ? 'busy-at-github' : 'deleted';
  } catch (error) {
    thing.outcome = 'failed';
    thing.error = errorFields(error);
  }
}
