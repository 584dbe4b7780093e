import { execa } from 'execa';
import { SandError } from '../errors.ts';

const deadlineMs = 30_000;

/** Names that may pass from our environment to the operator's program (DESIGN.md §10). */
const passed = ['HOME', 'PATH', 'USER', 'LOGNAME', 'TMPDIR', 'LANG', 'TZ'];

/** Runs the operator's program with a JSON document on its standard input; rejects with `NOTIFY_FAILED`. */
export async function notify(program: string, document: object): Promise<void> {
  const env = Object.fromEntries(passed.map((name) => [name, process.env[name]]));
  try {
    await execa(program, [], {
      input: `${JSON.stringify(document)}\n`,
      env,
      extendEnv: false,
      stdout: 'ignore',
      stderr: 'ignore',
      timeout: deadlineMs,
    });
  } catch (cause) {
    throw new SandError('NOTIFY_FAILED', `the program ${program} failed`, { cause });
  }
}
