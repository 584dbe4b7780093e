import { createHash, randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expandText, type Functions, type Scope, type Status } from './expression.ts';
import type { JobMessage, StepConclusion } from './protocol.ts';
import { githubOf, runnerArch, runnerOs, type JobPlaces } from './job-places.ts';
import { trackingVariable } from './process-tracking.ts';

/** What `steps.<id>` says. */
export interface StepResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: StepConclusion;
  readonly conclusion: StepConclusion;
}

/** What the steps of a job share and change. */
export class JobState {
  readonly message: JobMessage;
  readonly places: JobPlaces;
  /** Marks every process of the job. */
  readonly trackingId = `github_${randomUUID()}`;
  readonly steps: Record<string, StepResult> = {};
  /** Folders that steps put before PATH, last one first. */
  readonly paths: string[] = [];
  status: 'success' | 'failure' | 'cancelled' = 'success';
  /** Environment of the workflow and the job, and what steps wrote to `GITHUB_ENV`. */
  env: Readonly<Record<string, string>> = {};
  readonly #base: Readonly<Record<string, string>>;
  readonly #runnerName: string;

  constructor(parts: {
    message: JobMessage;
    places: JobPlaces;
    base: Readonly<Record<string, string>>;
    runnerName: string;
  }) {
    this.message = parts.message;
    this.places = parts.places;
    this.#base = parts.base;
    this.#runnerName = parts.runnerName;
  }

  /** Evaluates the environment of the workflow and the job. */
  expandEnvironment(): void {
    for (const layer of this.message.env) this.env = { ...this.env, ...this.expandAll(layer) };
  }

  /** Evaluates each value. */
  expandAll(values: Readonly<Record<string, string>>): Record<string, string> {
    const scope = this.scope();
    return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, expandText(text, scope)]));
  }

  /** What `if:` asks. */
  conditions(): Status {
    return {
      success: this.status === 'success',
      failure: this.status === 'failure',
      cancelled: this.status === 'cancelled',
    };
  }

  /** All contexts as they are now; `env` are a step's own variables. */
  scope(env: Readonly<Record<string, string>> = {}): Scope {
    const contexts = {
      ...this.message.contexts,
      github: { ...githubOf(this.message), workspace: this.places.workspace, event_path: this.places.event },
      env: { ...this.env, ...env },
      job: { status: this.status },
      runner: {
        name: this.#runnerName,
        os: runnerOs(),
        arch: runnerArch(),
        temp: this.places.temp,
        tool_cache: this.places.toolCache,
        environment: 'self-hosted',
      },
      steps: this.steps,
    };
    return { contexts, functions: this.#functions() };
  }

  /** The environment of a step's process. */
  processEnvironment(own: Readonly<Record<string, string>>): Record<string, string> {
    const env: Record<string, string> = {
      ...this.#base,
      CI: 'true',
      ...this.env,
      ...own,
      ...this.#githubVariables(),
      RUNNER_NAME: this.#runnerName,
      RUNNER_OS: runnerOs(),
      RUNNER_ARCH: runnerArch(),
      RUNNER_TEMP: this.places.temp,
      RUNNER_TOOL_CACHE: this.places.toolCache,
      RUNNER_WORKSPACE: join(this.places.workspace, '..'),
      RUNNER_ENVIRONMENT: 'self-hosted',
      [trackingVariable]: this.trackingId,
    };
    return { ...env, PATH: [...this.paths, env['PATH'] ?? ''].join(delimiter) };
  }

  /** The `github` context as variables, without its token. */
  #githubVariables(): Record<string, string> {
    const texts = Object.entries(githubOf(this.message)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'token',
    );
    return {
      ...Object.fromEntries(texts.map(([key, text]) => [`GITHUB_${key.toUpperCase()}`, text])),
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.places.workspace,
      GITHUB_EVENT_PATH: this.places.event,
    };
  }

  #functions(): Functions {
    return { hashFiles: (...patterns) => hashFiles(this.places.workspace, patterns) };
  }
}

/** SHA-256 of the SHA-256 sums of all matching files; empty without a match. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = globSync(patterns, { cwd: workspace, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (files.length === 0) return '';
  const whole = createHash('sha256');
  for (const file of files) whole.update(createHash('sha256').update(readFileSync(file)).digest());
  return whole.digest('hex');
}
