import type { Arguments, Grammar } from './arguments.ts';
import type { TartHome } from './home.ts';
import type { Settings } from './mac/settings.ts';

/** What every command gets. */
export interface Context {
  readonly home: TartHome;
  /** The folder of the simulation. */
  readonly root: string;
  readonly settings: Settings;
}

/** One subcommand of `tart`. */
export interface Command {
  readonly grammar: Grammar;
  /** Checks that belong to parsing: what they throw is reported as `Error: …` with exit 1, unless it is a usage error. */
  validate?(args: Arguments, context: Context): void;
  /** Resolves with the exit code. */
  execute(args: Arguments, context: Context): Promise<number> | number;
}

/** One line on stdout. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
