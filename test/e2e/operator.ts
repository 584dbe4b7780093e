/** What an operator does and sees: a Mac with VMs of other people, `once` on it, and the traces it must not leave. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Tuning } from '../../src/cli/poller.ts';
import { serveWaiting } from '../../src/cli/serve.ts';
import { whatIsLeft } from '../../src/cli/left.ts';
import { errorCatalogue, type ErrorCode } from '../../src/errors.ts';
import { describeEvent, type AppEvent } from '../../src/observe/describe.ts';
import { createSimulatedWorld, type SimulatedWorld, type WorldOptions } from '../../src/sim/world.ts';
import { startCommand, type RunningCommand } from './command.ts';

/** VMs of other people; the second one only looks like ours. */
export const foreignVms = ['somebodys-vm', 'sand-not-ours'];

/** The image of a world here: a local VM needs no pull and is its own golden. */
export const localImage = 'golden';

/** A world that is not ours alone. */
export interface SharedWorld extends SimulatedWorld {
  /** What the VMs of other people looked like in the beginning. */
  readonly foreignVms: readonly string[];
}

/** A job that any pool serves; its step is a shell script. */
export function workflow(step = 'true', runsOn = 'self-hosted'): string {
  const job = { 'runs-on': runsOn.split(' '), steps: [{ run: step }] };
  return JSON.stringify({ on: 'push', jobs: { work: job } });
}

const quick = { cloneMs: 0, bootMs: 100, sshMs: 20, agentMs: 50, stopMs: 0, pullMs: 0 };

/** A world with VMs of other people, and one waiting job unless `job` is null. */
export async function createWorld(
  options: WorldOptions & { readonly job?: string | null } = {},
): Promise<SharedWorld> {
  const { job = workflow(), image = { name: localImage }, host, ...rest } = options;
  await using undo = new AsyncDisposableStack();
  const world = undo.use(await createSimulatedWorld({ ...rest, image, host: { ...quick, ...host } }));
  for (const name of foreignVms) await world.host.addImage({ name });
  if (job !== null) await queue(world, job);
  undo.move();
  return Object.assign(world, { foreignVms: await fingerprintForeignVms(world) });
}

/** Lets a job wait. */
async function queue({ github, repository }: SimulatedWorld, text: string): Promise<void> {
  await github.runWorkflow({ repository, path: '.github/workflows/ci.yml', workflow: text });
}

const failure = z.object({ code: z.string(), message: z.string(), remedy: z.string() });
const documentSchema = z.object({
  error: failure.optional(),
  sandboxes: z
    .array(z.object({ job: z.string().optional(), result: z.string().optional(), error: failure.optional() }))
    .default([]),
  unserved: z.array(z.object({ name: z.string(), error: failure })).default([]),
});

/** What a command printed. */
interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** What `once` showed. */
export interface Shown extends Output {
  readonly exitCode: number | null;
  readonly document: z.infer<typeof documentSchema>;
}

/** Starts `once` as a process. */
export function startOnce(world: SimulatedWorld, configFile = world.configFile): RunningCommand {
  return startCommand(['once', '--json', '--verbose', '--config', configFile], world.env);
}

/** Runs `once` as a process to its end. */
export async function once(world: SimulatedWorld, configFile?: string): Promise<Shown> {
  return await shownBy(startOnce(world, configFile));
}

/** Runs `once` until its first sandbox has failed; then the job is cancelled, so that it is not tried again. */
export async function onceUntilTrouble(world: SimulatedWorld): Promise<Shown> {
  const command = startOnce(world);
  await command.shows('with a problem');
  cancelAll(world);
  return await shownBy(command);
}

/** Waits for the end of `once`. */
export async function shownBy(command: RunningCommand): Promise<Shown> {
  const { exitCode, stdout, stderr } = await command.ended;
  return { exitCode, stdout, stderr, document: documentSchema.parse(JSON.parse(stdout)) };
}

/** Runs `once` in this process, where the bounds of its waits can be shortened. Cancels the job as `onceUntilTrouble` does. */
export async function onceWithin(
  world: SimulatedWorld,
  tuning: Tuning,
  onEvent: (event: AppEvent) => void = () => undefined,
): Promise<Shown> {
  const lines: string[] = [];
  const emit = (event: AppEvent) => {
    lines.push(JSON.stringify(describeEvent(event)));
    onEvent(event);
    if (event.type === 'finished' && event.record.job === undefined) cancelAll(world);
  };
  const never = new AbortController().signal;
  const stops = { end: never, leave: never, asked: () => false };
  const { env, configFile } = world;
  const { exitCode, document, problems } = await serveWaiting(configFile, { env, emit, stops, tuning });
  const stderr = [...lines, ...problems].join('\n');
  const stdout = JSON.stringify(document);
  return { exitCode, stdout, stderr, document: documentSchema.parse(JSON.parse(stdout)) };
}

/** Takes back every job. */
export function cancelAll({ github }: SimulatedWorld): void {
  for (const { runId } of github.jobs()) github.cancelRun(runId);
}

/**
 * Every failure that was shown has this code, a message with each of the texts, and a remedy; people see it as well as
 * programs.
 */
export function expectTrouble(shown: Shown, code: ErrorCode, ...texts: readonly string[]): void {
  const { error, sandboxes, unserved } = shown.document;
  const errors = [{ error }, ...sandboxes, ...unserved].flatMap((each) => each.error ?? []);
  expect(errors).not.toEqual([]);
  expect(errors).toEqual(errors.map((each) => ({ ...each, code })));
  for (const { message, remedy } of errors) {
    for (const text of texts) expect(message).toContain(text);
    expect(remedy).toMatch(/^\S.{10,}\.$/);
    expect(shown.stderr).toContain(inJson(remedy));
  }
  expect(shown.stderr).toContain(code);
  expect(Object.keys(errorCatalogue)).toContain(code);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const nothing = { sandboxes: 0, runners: 0, processes: 0 };

/** No clone, registration or process is left, other people's VMs are as they were, and the token shows nowhere. */
export async function expectNoTrace(world: SharedWorld, shown: Output): Promise<void> {
  expect(await whatIsLeft(world)).toEqual(nothing);
  expect(await readdir(join(world.stateDir, 'sandboxes')).catch(() => [])).toEqual([]);
  await expectOthersUntouched(world);
  await expectTokenHidden(world, shown);
}

/** Other people's VMs have the very files that they had in the beginning. */
export async function expectOthersUntouched(world: SharedWorld): Promise<void> {
  expect(await fingerprintForeignVms(world)).toEqual(world.foreignVms);
}

/** The token shows in no output and no file that stays. */
export async function expectTokenHidden(world: SimulatedWorld, shown: Output): Promise<void> {
  const { token } = world.github;
  expectSecret(token, [shown.stdout, shown.stderr, ...(await textsBelow(world.stateDir))]);
}

/** A secret shows in none of the texts. */
export function expectSecret(secret: string, texts: readonly string[]): void {
  expect(secret.length).toBeGreaterThan(3);
  expect(texts.filter((text) => text.includes(secret))).toEqual([]);
}

/** Names, sizes and times of all files of other people's VMs. */
async function fingerprintForeignVms({ host }: SimulatedWorld): Promise<string[]> {
  const folders = foreignVms.map((name) => join(host.tartHome, 'vms', name));
  const files = (await Promise.all(folders.map(filesBelow))).flat().toSorted();
  return await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs, ctimeMs, ino } = await stat(file);
      return [file, ino, size, mtimeMs, ctimeMs].join(' ');
    }),
  );
}

async function textsBelow(folder: string): Promise<string[]> {
  return await Promise.all((await filesBelow(folder)).map(textOf));
}

/** Other commands may be at work: a file that is gone by now holds no secret. */
async function textOf(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
