/** The programs `tart` and `softnet` of the simulated Mac; the first argument says which one. */
import { takeFault } from './mac/faults.ts';
import { readSettings, simulationRoot } from './mac/settings.ts';
import type { Settings } from './mac/settings.ts';
import { parseArguments, usageOf } from './arguments.ts';
import type { Command, Context } from './command.ts';
import { messageOf } from './mac/thrown.ts';
import { TartFailure, UsageFailure, worded } from './failure.ts';
import { collectGarbage, openHome } from './home.ts';

const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  clone: () => import('./commands/clone.ts'),
  create: () => import('./commands/create.ts'),
  delete: () => import('./commands/delete.ts'),
  exec: () => import('./commands/exec.ts'),
  export: () => import('./commands/export.ts'),
  fqn: () => import('./commands/fqn.ts'),
  get: () => import('./commands/get.ts'),
  import: () => import('./commands/import.ts'),
  ip: () => import('./commands/ip.ts'),
  list: () => import('./commands/list.ts'),
  login: () => import('./commands/login.ts'),
  logout: () => import('./commands/logout.ts'),
  prune: () => import('./commands/prune.ts'),
  pull: () => import('./commands/pull.ts'),
  push: () => import('./commands/push.ts'),
  rename: () => import('./commands/rename.ts'),
  run: () => import('./commands/run.ts'),
  set: () => import('./commands/set.ts'),
  stop: () => import('./commands/stop.ts'),
  suspend: () => import('./commands/suspend.ts'),
};

const [, , program, ...argv] = process.argv;
// A program of its own: it ends when its work is done, whatever is still open (a VM's channel, stdin).
process.exit(program === 'softnet' ? await softnet(argv) : await tart(argv));

async function softnet(words: readonly string[]): Promise<number> {
  return (await import('./softnet.ts')).runSoftnet(words);
}

async function tart([name, ...words]: readonly string[]): Promise<number> {
  const root = simulationRoot();
  const settings = readSettings(root);
  if (settings.tartVersion === '2.33.0') return killedByKernel();
  if (name === '--version') return say(settings.tartVersion === 'next' ? 'SNAPSHOT' : settings.tartVersion);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return say(overview());
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return unknownCommand(name);
  const { command } = await load();
  if (words.includes('--help') && name !== 'exec')
    return say(usageOf(command.grammar).replace('Usage', 'USAGE'));
  try {
    return await runCommand(command, words, { root, settings });
  } catch (error) {
    return report(error, command, settings);
  }
}

/** Its signature does not fit: nothing is printed (reference/tart.md §0). */
function killedByKernel(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

async function runCommand(
  command: Command,
  words: readonly string[],
  world: Omit<Context, 'home'>,
): Promise<number> {
  const args = parseArguments(command.grammar, words);
  const context = { ...world, home: openHome() };
  try {
    command.validate?.(args, context);
  } catch (error) {
    throw error instanceof TartFailure ? new TartFailure(1, `Error: ${error.message}`) : error;
  }
  if (!['clone', 'pull'].includes(command.grammar.command)) tidy(context);
  return command.execute(args, context);
}

/** A failure here is only noise: the command goes on. */
function tidy({ home, root }: Context): void {
  try {
    collectGarbage(home);
    if (takeFault(root, 'gc-noise', '') === undefined) return;
    throw new Error('The file “tmp” couldn’t be opened.');
  } catch (error) {
    process.stderr.write(`Failed to perform garbage collection: ${messageOf(error)}\n`);
  }
}

function report(error: unknown, command: Command, settings: Settings): number {
  if (settings.quirks.includes('other-messages')) {
    process.stderr.write(`${worded('', settings)}\n`);
    return 1;
  }
  if (error instanceof UsageFailure) {
    const help = error.help === undefined ? [] : [`Help:  ${error.help}`];
    process.stderr.write(`${[`Error: ${error.message}`, ...help, usageOf(command.grammar)].join('\n')}\n`);
    return 64;
  }
  const failure = error instanceof TartFailure ? error : undefined;
  process.stderr.write(`${failure?.message ?? `Error: ${messageOf(error)}`}\n`);
  return failure?.exitCode ?? 1;
}

function unknownCommand(name: string): number {
  const problem = name.startsWith('-') ? `Unknown option '${name}'` : `Unexpected argument '${name}'`;
  process.stderr.write(
    `Error: ${problem}\nUsage: tart <subcommand>\n  See 'tart --help' for more information.\n`,
  );
  return 64;
}

function overview(): string {
  return [
    'USAGE: tart <subcommand>',
    '',
    'SUBCOMMANDS:',
    ...Object.keys(commands)
      .filter((name) => name !== 'fqn')
      .map((name) => `  ${name}`),
  ].join('\n');
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}
