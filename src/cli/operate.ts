import { z } from 'zod';
import { wallClock } from '../clock.ts';
import { duration } from '../config/duration.ts';
import { loadConfig } from '../config/load.ts';
import { SandError } from '../errors.ts';
import { askPoller, stopPoller } from './control-client.ts';
import { exitCodes } from './exit-codes.ts';
import { reloadedSchema, type Reloaded } from './reload.ts';
import { findSandbox } from './sandbox-name.ts';
import { readStatus } from './status.ts';
import { stopsOnSignal } from './stops.ts';

/** Options that all commands to a running poller share. */
export interface OperateOptions {
  readonly config: string;
  readonly json: boolean;
}

/** Options of those that wait. */
interface WaitOptions extends OperateOptions {
  /** As in the configuration: `30m`. */
  readonly timeout: string;
}

const lookMs = 500;

/** `sand-poller drain`: nothing new is taken from now on; with `wait` it returns when no sandbox is left. */
export async function drain(options: WaitOptions & { readonly wait: boolean }): Promise<number> {
  const withinMs = readTimeout(options.timeout);
  return await operate(options, async (stateDir, signal) => {
    await askPoller({ stateDir, call: 'POST /drain', signal }, z.unknown());
    if (options.wait) await untilEmpty(stateDir, withinMs, signal);
    return { document: { draining: true }, text: 'drained: nothing new is taken until `sand-poller resume`' };
  });
}

/** `sand-poller resume`: jobs are taken again. */
export async function resume(options: OperateOptions): Promise<number> {
  return await operate(options, async (stateDir, signal) => {
    await askPoller({ stateDir, call: 'POST /resume', signal }, z.unknown());
    return { document: { draining: false }, text: 'jobs are taken again' };
  });
}

/** `sand-poller stop`: ends the poller, with `now` its VMs too, and returns when it is gone. */
export async function stop(options: WaitOptions & { readonly now: boolean }): Promise<number> {
  const { now, timeout } = options;
  const withinMs = readTimeout(timeout);
  return await operate(options, async (stateDir, signal) => {
    await stopPoller(stateDir, { now, withinMs, signal });
    const text = now ? 'stopped; its VMs were ended' : 'stopped; jobs that run are left to the next poller';
    return { document: { stopped: true }, text };
  });
}

/** `sand-poller config reload`: the running poller reads its configuration again. */
export async function reload(options: OperateOptions): Promise<number> {
  return await operate(options, async (stateDir, signal) => {
    const reloaded = await askPoller({ stateDir, call: 'POST /reload', signal }, reloadedSchema);
    return { document: reloaded, text: reloadedText(reloaded) };
  });
}

/** `sand-poller drop`: ends one sandbox, its job too. Rejects with `SANDBOX_UNKNOWN`. */
export async function drop(wanted: string, options: OperateOptions): Promise<number> {
  return await operate(options, async (stateDir, signal) => {
    const { sandboxes } = await readStatus(stateDir, signal);
    const sandbox = findSandbox(
      wanted,
      sandboxes.flatMap((each) => each.sandbox ?? []),
    );
    await askPoller({ stateDir, call: 'POST /drop', body: { sandbox }, signal }, z.unknown());
    return { document: { dropped: sandbox }, text: `${sandbox} is being ended` };
  });
}

/** What a command has done, for programs and for people. */
interface Done {
  readonly document: object;
  readonly text: string;
}

async function operate(
  { config, json }: OperateOptions,
  act: (stateDir: string, signal: AbortSignal) => Promise<Done>,
): Promise<number> {
  const { stateDir } = (await loadConfig(config)).config.host;
  using stops = stopsOnSignal('end', () => undefined);
  try {
    const { document, text } = await act(stateDir, stops.end);
    process.stdout.write(`${json ? JSON.stringify(document) : text}\n`);
    return exitCodes.done;
  } catch (error) {
    if (!stops.asked()) throw error;
    return exitCodes.interrupted;
  }
}

async function untilEmpty(stateDir: string, withinMs: number, signal: AbortSignal): Promise<void> {
  const deadline = wallClock.now() + withinMs;
  for (;;) {
    const { sandboxes } = await readStatus(stateDir, signal);
    if (sandboxes.length === 0) return;
    if (wallClock.now() >= deadline) {
      const names = sandboxes.map(({ sandbox, pool }) => sandbox ?? pool).join(', ');
      throw new SandError('WAIT_TIMEOUT', `the poller is drained, but there still is ${names}`);
    }
    await wallClock.sleep(lookMs, signal);
  }
}

function readTimeout(text: string): number {
  const parsed = duration.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new SandError('USAGE', `--timeout ${parsed.error.issues.map(({ message }) => message).join(', ')}`);
}

function reloadedText({ restart, warnings, ...pools }: Reloaded): string {
  const changes = Object.entries(pools).flatMap(([what, names]) =>
    names.length === 0 ? [] : [`pools ${what}: ${names.join(', ')}`],
  );
  return [
    ...warnings.map((text) => `warning: ${text}`),
    ...(restart.length === 0 ? [] : [`restart to apply: ${restart.join(', ')}`]),
    ...(changes.length === 0 ? ['no pool has changed'] : changes),
  ].join('\n');
}
