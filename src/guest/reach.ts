import { randomUUID } from 'node:crypto';

import { SandError } from '../errors.ts';
import { redact } from '../secret.ts';
import { ConnectionLost, type CommandResult } from './connection.ts';
import { equipmentFiles, type Equipment, type Warmup } from './equipment.ts';
import { followRunner } from './follow.ts';
import type { LinkOptions } from './link.ts';
import { Link } from './link.ts';
import { collectedLimit, parseCollected } from './logs.ts';
import { quoteForShell } from './quote.ts';
import type { Program } from './relay.ts';
import type { RunnerEvent, RunnerStart } from './runner.ts';
import type { Scripts } from './scripts.ts';
import { deliveryScript, guestFolder, loadScripts, scriptCommand } from './scripts.ts';
import { quote } from './text.ts';
import { exportStatements, parseStartReply, sessionImpossible, startedLine, startMessage } from './start.ts';

/** Where a guest without a runner gets one. */
interface RunnerArchive {
  readonly url: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Whom to reach, how, and what to bring along. */
export interface ReachOptions extends LinkOptions {
  readonly runnerArchive?: RunnerArchive | undefined;
  /** The folder of runner-scripts/ on this host. */
  readonly scriptsFolder: string;
  /** How long to try. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Longer than `start-runner` waits for a login that is coming. */
const startDeadlineMs = 90_000;
const installDeadlineMs = 600_000;
const probeDeadlineMs = 10_000;

/** Connects to a guest, logs in and makes sure it is the one that is meant. Rejects as `Link.reach` does. */
export async function reachGuest(options: ReachOptions): Promise<ReachedGuest> {
  const scripts = await loadScripts(options.scriptsFolder);
  const facts = scripts.get('guest-facts');
  if (facts === undefined) {
    throw new SandError('INTERNAL', `there are no scripts for guests in ${options.scriptsFolder}`);
  }
  const link = new Link(options, facts);
  await link.reach(options.deadlineMs, options.signal);
  return new ReachedGuest(link, scripts, options);
}

/** A guest that was reached and verified; connects again by itself. */
export class ReachedGuest implements AsyncDisposable {
  readonly #link: Link;
  readonly #scripts: Scripts;
  readonly #options: ReachOptions;

  constructor(link: Link, scripts: Scripts, options: ReachOptions) {
    this.#link = link;
    this.#scripts = scripts;
    this.#options = options;
  }

  /** The transport that worked last. */
  get transport(): string {
    return this.#link.transport;
  }

  /** Whether a runner was started here before it was reached. */
  get runnerStarted(): boolean {
    return this.#link.facts?.runnerStarted === true;
  }

  /** How long ago that runner had ended when the guest was last reached, in milliseconds; undefined when it had not. */
  get runnerEndedAgoMs(): number | undefined {
    return this.#link.facts?.runnerEndedAgoMs;
  }

  /** Asks whether the guest still answers; rejects with `GUEST_LOST` or `GUEST_COMMAND`. */
  async probe(signal: AbortSignal): Promise<void> {
    await this.#link.run('true', { deadlineMs: probeDeadlineMs, signal });
  }

  /** Puts the scripts into the guest, and a runner where there is none. `RUNNER_MISSING`, `RUNNER_ARCHIVE`. */
  async deliver(signal: AbortSignal): Promise<void> {
    const archive = this.#link.facts?.runner === undefined ? this.#options.runnerArchive : undefined;
    if (this.#link.facts?.runner === undefined && archive === undefined) {
      throw new SandError('RUNNER_MISSING', 'the guest has no ~/actions-runner and no archive is configured');
    }
    const delivery = deliveryScript(this.#scripts);
    const result = await this.#link.run('exec /bin/sh -s', {
      stdin: archive === undefined ? delivery : delivery + installCommand(archive),
      deadlineMs: archive === undefined ? undefined : installDeadlineMs,
      signal,
    });
    if (archive !== undefined && result.code !== undefined && result.code >= installFailures.first) {
      throw archiveFailure(archive, result);
    }
    if (result.code !== 0) throw commandFailure('delivering the scripts', result);
  }

  /** Brings the operator's hooks, and runs the operator's warmup unless that was done. `WARMUP_FAILED`, `GUEST_COMMAND`. */
  async equip(equipment: Equipment, signal: AbortSignal): Promise<void> {
    const files = equipmentFiles(equipment);
    if (files.size === 0) return;
    const result = await this.#link.run('exec /bin/sh -s', { stdin: deliveryScript(files), signal });
    if (result.code !== 0) throw commandFailure('delivering hooks and warmup', result);
    if (equipment.warmup !== undefined) await this.#warmUp(equipment.warmup, equipment, signal);
  }

  /** Once only: nobody knows whether a warmup that was cut off may be repeated. */
  async #warmUp({ timeoutMs }: Warmup, { env, secrets = [] }: Equipment, signal: AbortSignal): Promise<void> {
    const stdin = exportStatements(env).join('\n');
    const options = { stdin, deadlineMs: timeoutMs, tries: 1, signal };
    const result = await this.#link.run(scriptCommand('warm-up'), options).catch((cause: unknown) => {
      signal.throwIfAborted();
      const within = `${String(timeoutMs / 1000)} s`;
      throw new SandError('WARMUP_FAILED', `the end of the warmup was not seen within ${within}`, { cause });
    });
    if (result.code === 0) return;
    const said = quote(redact(result.stderr, secrets));
    throw new SandError('WARMUP_FAILED', `the warmup ended with ${String(result.code)}: ${said}`);
  }

  /** Starts the runner detached; resolves when its listener was started. `RUNNER_SESSION`, `GUEST_COMMAND`. */
  async startRunner(start: RunnerStart, signal: AbortSignal): Promise<{ readonly session: 'gui' | 'ssh' }> {
    const result = await this.#link.run(scriptCommand('start-runner', start.session), {
      stdin: startMessage(start),
      until: startedLine,
      deadlineMs: startDeadlineMs,
      signal,
    });
    const said = redact(result.stderr.trim(), [start.jitConfig]);
    if (result.code === sessionImpossible)
      throw new SandError('RUNNER_SESSION', `no GUI session: ${quote(said)}`);
    const reply = parseStartReply(result.stdout);
    if (reply === undefined) throw commandFailure('start-runner', { ...result, stderr: said });
    if (start.session === 'auto' && reply.obstacle !== '') {
      this.#options.onEvent?.({ type: 'session-fallback', obstacle: reply.obstacle });
    }
    return { session: reply.session };
  }

  /** See `followRunner`. */
  followRunner(signal: AbortSignal): AsyncIterable<RunnerEvent> {
    return followRunner(this.#link, signal);
  }

  /** Sends SIGINT to the listener; resolves when it was sent, also when there is none to send it to. */
  async interruptRunner(signal: AbortSignal): Promise<void> {
    const result = await this.#link.run(scriptCommand('interrupt-runner'), { signal });
    if (result.code !== 0) throw commandFailure('interrupt-runner', result);
  }

  /** Runs a program for a person; resolves with its exit code, see `relay`. `GUEST_LOST` when the connection breaks. */
  async interact(program: Program, signal: AbortSignal): Promise<number | undefined> {
    try {
      return await (await this.#link.connection(signal)).interact(program, signal);
    } catch (cause) {
      if (!(cause instanceof ConnectionLost)) throw cause;
      throw new SandError('GUEST_LOST', cause.message, { cause });
    }
  }

  /** The ends of the runner's logs: file name → content. */
  async collectLogs(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const token = randomUUID();
    const command = scriptCommand('collect-logs', token);
    const { stdout } = await this.#link.run(command, { outputLimit: collectedLimit, signal });
    return parseCollected(stdout, token);
  }

  // oxlint-disable-next-line typescript/require-await -- AsyncDisposable wants a promise, closing needs no waiting
  async [Symbol.asyncDispose](): Promise<void> {
    this.#link.close();
  }
}

/** Exit codes of `install-runner`. */
const installFailures: { readonly first: number } & Readonly<Record<number, string>> = {
  first: 30,
  30: 'it could not be downloaded',
  31: 'it is not the file that was meant',
  32: 'it could not be unpacked',
};

function installCommand({ url, sha256 }: RunnerArchive): string {
  return `"${guestFolder}/install-runner" ${quoteForShell(url)} ${quoteForShell(sha256)} </dev/null\n`;
}

function archiveFailure(archive: RunnerArchive, { code, stderr }: CommandResult): SandError {
  const what = installFailures[code ?? 0] ?? 'it could not be installed';
  return new SandError('RUNNER_ARCHIVE', `runner archive ${archive.url}: ${what}: ${quote(stderr)}`);
}

function commandFailure(what: string, { code, stderr }: CommandResult): SandError {
  return new SandError('GUEST_COMMAND', `${what} ended with ${String(code)}: ${quote(stderr)}`);
}
