import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { expandText, holds } from './expression.ts';
import type { StepConclusion } from './protocol.ts';
import type { Step } from './protocol.ts';
import type { JobLog } from './job-log.ts';
import type { JobState } from './job-state.ts';
import { findShell, type Shell } from './shell.ts';
import { makeStepFiles } from './step-files.ts';
import { runStepProcess } from './step-process.ts';

/** Where a step runs. */
export interface StepContext {
  readonly state: JobState;
  readonly log: JobLog;
  /** Cancels the job. */
  readonly cancel: AbortSignal;
}

/** Runs one step and notes its result in the state. A failure is a result, not an error. */
export async function runStep(step: Step, context: StepContext): Promise<void> {
  const { state, log } = context;
  const finish = log.step(displayName(step, state));
  const { outcome, outputs } = await attempt(step, context);
  const forgiven = outcome === 'failure' && forgives(step, context);
  const conclusion = forgiven ? 'success' : outcome;
  if (step.id !== undefined) state.steps[step.id] = { outputs, outcome, conclusion };
  if (conclusion === 'failure' && state.status === 'success') state.status = 'failure';
  if (context.cancel.aborted) state.status = 'cancelled';
  finish(conclusion);
}

interface Attempt {
  readonly outcome: StepConclusion;
  readonly outputs: Readonly<Record<string, string>>;
}

async function attempt(step: Step, context: StepContext): Promise<Attempt> {
  const { state, log } = context;
  try {
    const env = state.expandAll(step.env);
    if (!holds(step.if, state.conditions(), state.scope(env))) return { outcome: 'skipped', outputs: {} };
    if (step.run !== undefined) return await runScript({ ...step, run: step.run }, env, context);
    return { outcome: await useAction(step, context), outputs: {} };
  } catch (error) {
    log.line(`##[error]${error instanceof Error ? error.message : String(error)}`);
    return { outcome: 'failure', outputs: {} };
  }
}

async function runScript(
  step: Step & { run: string },
  env: Readonly<Record<string, string>>,
  context: StepContext,
): Promise<Attempt> {
  const { state, log, cancel } = context;
  const { message, places } = state;
  const files = makeStepFiles(places.temp);
  const processEnv: Record<string, string> = {
    ...state.processEnvironment(env),
    ...files.variables,
    GITHUB_ACTION: step.id ?? '__run',
  };
  const { command, folder, minutes } = prepare(step, env, processEnv['PATH'] ?? '', context);
  const timer = deadline(minutes * message.minuteMs);
  // After a cancellation only steps that ask for it run, and they are not cancelled again.
  const cancellable = !cancel.aborted;
  const code = await runStepProcess({
    ...command,
    cwd: resolve(places.workspace, folder),
    env: processEnv,
    onLine: (line) => {
      log.output(line);
    },
    signal: cancellable ? AbortSignal.any([timer.signal, cancel]) : timer.signal,
    interruptMs: message.stepInterruptMs,
    terminateMs: message.stepTerminateMs,
  }).finally(timer.clear);
  const { outputs, summary } = files.collect(state);
  log.summary(summary);
  if (cancellable && cancel.aborted) {
    log.line('##[error]The operation was canceled.');
    return { outcome: 'cancelled', outputs };
  }
  const failure = timer.signal.aborted
    ? `The action '${displayName(step, state)}' has timed out after ${String(minutes)} minutes.`
    : `Process completed with exit code ${String(code)}.`;
  if (code === 0 && !timer.signal.aborted) return { outcome: 'success', outputs };
  log.line(`##[error]${failure}`);
  return { outcome: 'failure', outputs };
}

/** Evaluates what a `run:` step says, writes its script and announces it in the log. */
function prepare(
  step: Step & { run: string },
  env: Readonly<Record<string, string>>,
  path: string,
  { state, log }: StepContext,
): { command: ReturnType<Shell['command']>; folder: string; minutes: number } {
  const { message, places } = state;
  const scope = state.scope(env);
  const expanded = (text: string | undefined) => (text === undefined ? undefined : expandText(text, scope));
  const shell = findShell(expanded(step.shell ?? message.shell), path);
  const script = join(places.temp, `${randomUUID()}${shell.extension}`);
  const text = expandText(step.run, scope);
  writeFileSync(script, `${text}\n`);
  announce(log, text, shell.template);
  return {
    command: shell.command(script),
    folder: expanded(step['working-directory'] ?? message.workingDirectory) ?? '.',
    minutes: Number(expanded(step['timeout-minutes']) ?? Infinity),
  };
}

/** `actions/checkout` copies a folder; other actions are noted and left out. */
async function useAction(step: Step, { state, log }: StepContext): Promise<StepConclusion> {
  const uses = step.uses ?? '';
  log.line(`##[group]Run ${uses}`);
  log.line('##[endgroup]');
  if (!/^actions\/checkout(?:@|$)/.test(uses)) {
    log.line(
      `[simulation] ${uses} was not run: the simulated runner runs only run: steps and actions/checkout.`,
    );
    return 'success';
  }
  const { checkout } = state.message;
  const given = step.with['path'];
  const path = typeof given === 'string' ? expandText(given, state.scope()) : '.';
  if (checkout === undefined) log.line('[simulation] nothing to check out: the run has no folder.');
  else await copyTree(checkout, resolve(state.places.workspace, path));
  return 'success';
}

async function copyTree(from: string, to: string): Promise<void> {
  const skipped = new Set(['node_modules', '.git']);
  await cp(from, to, {
    recursive: true,
    filter: (source) => source === from || !skipped.has(basename(source)),
  });
}

function announce(log: JobLog, text: string, template: string): void {
  const [first = ''] = text.split('\n');
  log.line(`##[group]Run ${first}`);
  for (const line of text.trimEnd().split('\n')) log.line(line);
  log.line(`shell: ${template}`);
  log.line('##[endgroup]');
}

function displayName(step: Step, state: JobState): string {
  const given = step.name ?? `Run ${step.uses ?? step.run?.split('\n')[0] ?? ''}`;
  try {
    return expandText(given, state.scope());
  } catch {
    return given;
  }
}

function forgives(step: Step, { state }: StepContext): boolean {
  try {
    return expandText(step['continue-on-error'] ?? 'false', state.scope()) === 'true';
  } catch {
    return false;
  }
}

/** Aborts after `ms`; infinite means never. */
function deadline(ms: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = Number.isFinite(ms)
    ? setTimeout(() => {
        controller.abort();
      }, ms)
    : undefined;
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
