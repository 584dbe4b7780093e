import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseKeyValueFile } from './file-commands.ts';
import type { JobState } from './job-state.ts';

/** The files through which a step speaks to the runner. */
export interface StepFiles {
  readonly variables: Readonly<Record<string, string>>;
  /** Applies what the step wrote, deletes the files; returns its outputs and its summary. */
  collect(state: JobState): { readonly outputs: Record<string, string>; readonly summary: string };
}

const names = {
  GITHUB_ENV: 'set_env',
  GITHUB_OUTPUT: 'set_output',
  GITHUB_PATH: 'add_path',
  GITHUB_STEP_SUMMARY: 'step_summary',
  GITHUB_STATE: 'save_state',
} as const;

/** Makes the empty files of one step. */
export function makeStepFiles(temp: string): StepFiles {
  const folder = join(temp, '_runner_file_commands');
  const id = randomUUID();
  mkdirSync(folder, { recursive: true });
  const entries = Object.entries(names).map(
    ([variable, name]) => [variable, join(folder, `${name}_${id}`)] as const,
  );
  for (const [, path] of entries) writeFileSync(path, '');
  const paths = new Map<string, string>(entries);
  const read = (variable: keyof typeof names): string => readFileSync(paths.get(variable) ?? '', 'utf8');
  return {
    variables: Object.fromEntries(entries),
    collect(state) {
      try {
        state.env = { ...state.env, ...Object.fromEntries(parseKeyValueFile(read('GITHUB_ENV'))) };
        const added = read('GITHUB_PATH')
          .split(/\r?\n/)
          .filter((line) => line !== '');
        state.paths.unshift(...added.toReversed());
        const outputs = Object.fromEntries(parseKeyValueFile(read('GITHUB_OUTPUT')));
        return { outputs, summary: read('GITHUB_STEP_SUMMARY') };
      } finally {
        for (const path of paths.values()) rmSync(path, { force: true });
      }
    },
  };
}
