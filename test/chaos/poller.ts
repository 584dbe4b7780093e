import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import { startCommand, type RunningCommand } from '../e2e/command.ts';

/** What Node has compiled: a process that is killed keeps nothing. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/node');
/** launchd waits longer. */
const restartMs = 500;

/** `sand-poller run` as a process that somebody like launchd starts again whenever it has ended. */
export class KeptPoller {
  readonly #world: SimulatedWorld;
  #command: RunningCommand;
  #replaced = false;
  /** The logs of those that have ended. */
  #logs = '';
  /** How often it ended though nobody had told it to, with what it said last. */
  readonly deaths: string[] = [];

  constructor(world: SimulatedWorld) {
    this.#world = world;
    this.#command = this.#start();
  }

  /** Everything that it has written. */
  get log(): string {
    return this.#logs + this.#command.log();
  }

  /** SIGKILL; another one is started at once. */
  async kill(): Promise<boolean> {
    this.#replaced = true;
    const isAlive = this.#command.child.kill('SIGKILL');
    await this.#command.ended;
    this.#logs = this.log;
    this.#command = this.#start();
    return isAlive;
  }

  /** SIGTERM; resolves with the exit code when it has ended, or -1 when it does not. */
  async stop(withinMs: number): Promise<number> {
    this.#replaced = true;
    this.#command.child.kill('SIGTERM');
    const late = delay(withinMs, -1, { ref: false });
    return await Promise.race([this.#command.ended.then(({ exitCode }) => exitCode ?? -1), late]);
  }

  #start(): RunningCommand {
    this.#replaced = false;
    const { configFile, env } = this.#world;
    const command = startCommand(['run', '--config', configFile], { ...env, NODE_COMPILE_CACHE: compiled });
    void this.#watch(command);
    return command;
  }

  async #watch(command: RunningCommand): Promise<void> {
    const { exitCode, stderr } = await command.ended;
    if (this.#isOver(command)) return;
    this.deaths.push(`exit ${String(exitCode)}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    await delay(restartMs);
    if (this.#isOver(command)) return;
    this.#logs = this.log;
    this.#command = this.#start();
  }

  /** Whether somebody else sees to what comes after it. */
  #isOver(command: RunningCommand): boolean {
    return this.#replaced || command !== this.#command;
  }
}
