import type { Secret } from '../secret.ts';

/** Scripts of the operator that the runner calls around its job (reference/github-runners.md §4.1). */
export interface Hooks {
  readonly jobStarted?: string | undefined;
  readonly jobCompleted?: string | undefined;
}

/** A script of the operator that prepares a guest before it may have a job. */
export interface Warmup {
  readonly script: string;
  readonly timeoutMs: number;
}

/** What the operator wants to have in a guest besides ours. */
export interface Equipment {
  readonly hooks?: Hooks | undefined;
  readonly warmup?: Warmup | undefined;
  /** Variables for the warmup: those of the job. */
  readonly env: Readonly<Record<string, string>>;
  /** Removed from what the warmup printed. */
  readonly secrets?: readonly Secret[] | undefined;
}

/** File names in the guest. The runner wants those of hooks to end in `.sh`. */
const jobStartedFile = 'job-started.sh';
const jobCompletedFile = 'job-completed.sh';
const warmupFile = 'warmup.sh';

/** The files that belong into the guest's folder: name → text. */
export function equipmentFiles({ hooks = {}, warmup }: Equipment): ReadonlyMap<string, string> {
  return new Map([
    ...(hooks.jobStarted === undefined ? [] : [[jobStartedFile, hooks.jobStarted] as const]),
    ...(hooks.jobCompleted === undefined ? [] : [[jobCompletedFile, hooks.jobCompleted] as const]),
    ...(warmup === undefined ? [] : [[warmupFile, warmup.script] as const]),
  ]);
}

/** The runner's variables that name the hooks: name → file in the guest's folder. */
export function hookVariables({ jobStarted, jobCompleted }: Hooks): [name: string, file: string][] {
  return [
    ...(jobStarted === undefined ? [] : [pair('ACTIONS_RUNNER_HOOK_JOB_STARTED', jobStartedFile)]),
    ...(jobCompleted === undefined ? [] : [pair('ACTIONS_RUNNER_HOOK_JOB_COMPLETED', jobCompletedFile)]),
  ];
}

function pair(name: string, file: string): [name: string, file: string] {
  return [name, file];
}
