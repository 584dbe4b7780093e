import type { Readable, Writable } from 'node:stream';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { ReachedGuest } from '../guest/reach.ts';
import type { Terminal } from '../guest/relay.ts';
import { hardwareId } from '../host/hardware-id.ts';
import { ownerOf } from '../naming/draw.ts';
import { parseName } from '../naming/name.ts';
import { exitCodes } from './exit-codes.ts';
import { createBackend, createReach } from './poller.ts';
import { findSandbox } from './sandbox-name.ts';
import { stopsOnSignal } from './stops.ts';

/** Options of `ssh`. */
interface SshOptions {
  readonly config: string;
}

/** Where a person sits; `process` is one. */
export interface Seat {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly stderr: Writable;
  readonly env: NodeJS.ProcessEnv;
}

/** The guest is up: it answers soon or never. */
const reachDeadlineMs = 60_000;
/** As `ssh` has it for a program that a signal ended. */
const noExitCode = 255;

/**
 * `sand-poller ssh`: a shell in the guest of a sandbox, or a command. Needs no poller. Returns the exit code of what ran,
 * 255 when it has none. Rejects with `SANDBOX_UNKNOWN`, `VM_STOPPED`, or why the guest was not reached.
 */
export async function ssh(
  wanted: string,
  command: readonly string[],
  options: SshOptions,
  seat: Seat = process,
): Promise<number> {
  const { config } = await loadConfig(options.config);
  using stops = stopsOnSignal('end', () => undefined);
  try {
    await using guest = await reachSandbox(wanted, config, seat.env, stops.end);
    return (await sit(guest, command, seat, stops.end)) ?? noExitCode;
  } catch (error) {
    if (!stops.asked()) throw error;
    return exitCodes.interrupted;
  }
}

async function reachSandbox(
  wanted: string,
  config: Config,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ReachedGuest> {
  const backend = createBackend(config, { env });
  const [machine, vms] = await Promise.all([hardwareId(signal), backend.list(signal)]);
  const owner = ownerOf(machine, config.host.stateDir);
  const ours = vms.filter(({ name }) => parseName(name)?.owner === owner).map(({ name }) => name);
  const name = findSandbox(wanted, ours);
  const pool = config.pools.find((each) => each.name === parseName(name)?.pool);
  const running = await backend.attach(name, pool?.network, signal);
  const reach = await createReach(config.guest, { emit: () => undefined });
  return await reach(running, reachDeadlineMs, signal);
}

/** Gives the person the guest, through a terminal when there is one and no command. */
async function sit(
  guest: ReachedGuest,
  command: readonly string[],
  { stdin, stdout, stderr, env }: Seat,
  signal: AbortSignal,
): Promise<number | undefined> {
  const streams = { stdin, stdout, stderr };
  if (command.length > 0) return await guest.interact({ ...streams, command: command.join(' ') }, signal);
  if (stdin.isTTY !== true || stdout.isTTY !== true) return await guest.interact(streams, signal);
  stdin.setRawMode?.(true);
  try {
    return await guest.interact({ ...streams, terminal: terminalOf(stdout, env) }, signal);
  } finally {
    stdin.setRawMode?.(false);
  }
}

function terminalOf(screen: Seat['stdout'], env: NodeJS.ProcessEnv): Terminal {
  const size = () => ({ columns: screen.columns ?? 80, rows: screen.rows ?? 24 });
  return {
    ...size(),
    type: env['TERM'] ?? 'xterm-256color',
    onResize: (listener, signal) => {
      const tell = () => listener(size());
      screen.on('resize', tell);
      signal.addEventListener('abort', () => screen.off('resize', tell), { once: true });
    },
  };
}
