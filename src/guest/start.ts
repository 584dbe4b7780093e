import { hookVariables } from './equipment.ts';
import { quoteForShell } from './quote.ts';
import type { RunnerStart } from './runner.ts';
import { guestFolder } from './scripts.ts';

/** The exit code of `start-runner` when gui was demanded in vain. */
export const sessionImpossible = 20;

/** What `start-runner` said. */
export interface StartReply {
  readonly session: 'gui' | 'ssh';
  /** Why it is not gui; empty when that needs no mention. */
  readonly obstacle: string;
}

const variableName = /^[A-Za-z_]\w*$/u;

/**
 * What `run-listener` reads: the JIT configuration, the job's variables, the end mark. Throws a RangeError for what
 * cannot be a variable or would not be one line: the configuration was checked long before.
 */
export function startMessage(start: RunnerStart): string {
  const jit = start.jitConfig.reveal();
  if (/\s/u.test(jit)) throw new RangeError('a JIT configuration is one word');
  const hooks = hookVariables(start.hooks ?? {}).map(
    ([name, file]) => `export ${name}="${guestFolder}/${file}"`,
  );
  return [jit, ...exportStatements(start.env), ...hooks, '# end of start', ''].join('\n');
}

/** Shell statements that export variables. Throws a RangeError for what cannot be a variable. */
export function exportStatements(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => {
    if (!variableName.test(name)) throw new RangeError(`cannot be a variable: ${JSON.stringify(name)}`);
    return `export ${name}=${quoteForShell(value)}`;
  });
}

/** Marks that the listener runs. */
export const startedLine = /^started$/mu;

/** Parses what `start-runner` printed, or undefined when the listener was not started. */
export function parseStartReply(output: string): StartReply | undefined {
  const { session, obstacle = '' } =
    /^session (?<session>gui|ssh) (?<obstacle>.*)$/mu.exec(output)?.groups ?? {};
  if (!startedLine.test(output) || (session !== 'gui' && session !== 'ssh')) return undefined;
  return { session, obstacle };
}
