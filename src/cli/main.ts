import { Command, CommanderError, Option } from 'commander';
import { configJsonSchema, defaultConfigFile, loadConfig } from '../config/load.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { SandError } from '../errors.ts';
import { addOperatorCommands } from './operator-commands.ts';
import { describeError, errorFields } from './print-error.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** Runs the command line and returns the exit code; nothing escapes it. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return finishWith(error, argv.includes('--json'));
  }
}

/** Says what ended the command, where it has not been said yet, and returns the exit code. */
function finishWith(thrown: unknown, json: boolean): number {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return exitCodes.done;
  // Called without a command: the help that was printed says it all.
  if (thrown instanceof CommanderError && thrown.code === 'commander.help') return exitCodes.usage;
  const error = thrown instanceof CommanderError ? asUsageError(thrown) : thrown;
  if (json) process.stdout.write(`${JSON.stringify({ error: errorFields(error) })}\n`);
  process.stderr.write(`${describeError(error)}\n`);
  return exitCodeOf(error);
}

function asUsageError({ message }: CommanderError): SandError {
  return new SandError('USAGE', message.replace(/^error: /, ''));
}

function createProgram(finish: (exitCode: number) => void): Command {
  const config = new Option('-c, --config <file>', 'configuration file').default(defaultConfigFile);
  const json = new Option('--json', 'machine-readable result on stdout').default(false);
  const verbose = new Option('-v, --verbose', 'log every step').default(false);

  const program = new Command('sand-poller')
    .description('Gives every GitHub Actions job its own macOS VM on this Mac.')
    .version(packageJson.version)
    .exitOverride()
    // Errors are printed in one way, with code and remedy, in `finishWith`.
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      'after',
      '\nExample:\n  sand-poller demo          shows one job after another in simulated VMs',
    );

  program
    .command('once')
    .description('serve the jobs that wait now, then exit')
    .addOption(config)
    .addOption(json)
    .addOption(verbose)
    .addHelpText('after', '\nExample:\n  sand-poller once --config ./config.yaml --json')
    .action(async (options: ServeFlags) => finish(await (await import('./serve.ts')).once(options)));

  program
    .command('run')
    .description('serve jobs until SIGTERM; running jobs are left alone then')
    .addOption(config)
    .addOption(verbose)
    .addHelpText('after', '\nExample:\n  sand-poller run --config ./config.yaml')
    .action(async (options: ServeFlags) =>
      finish(await (await import('./run.ts')).run({ ...options, json: false })),
    );

  program
    .command('demo')
    .description('show the product with a simulated Mac and a simulated GitHub')
    .option('--workflow <file...>', 'workflow files to run instead of the examples')
    .option('--checkout <folder>', 'folder that actions/checkout copies')
    .option('--world <file>', 'settings, faults and quirks of the simulated world')
    .addOption(json)
    .addOption(verbose)
    .addHelpText('after', '\nExample:\n  sand-poller demo --workflow .github/workflows/ci.yml --checkout .')
    .action(async (options: DemoFlags) => finish(await (await import('./demo.ts')).demo(options)));

  program
    .command('logs')
    .description('show the log of a sandbox, or list what is kept')
    .argument('[sandbox]', 'its name, the beginning of it, or its last six characters')
    .addOption(config)
    .addOption(json)
    .addHelpText(
      'after',
      '\nExample:\n  sand-poller logs k3x9qp      follows it while it lives, else says why it failed',
    )
    .action(async (sandbox: string | undefined, options: ServeFlags) =>
      finish(await (await import('./logs.ts')).logs(sandbox, options)),
    );

  program
    .command('ssh')
    .description('open a shell in the guest of a sandbox, or run a command there')
    .argument('<sandbox>', 'its name, the beginning of it, or its last six characters')
    .argument('[command...]', 'what to run instead of a shell, behind --')
    .addOption(config)
    .addHelpText('after', '\nExample:\n  sand-poller ssh k3x9qp -- sw_vers')
    .action(async (sandbox: string, command: string[], options: ServeFlags) =>
      finish(await (await import('./ssh.ts')).ssh(sandbox, command, options)),
    );

  addOperatorCommands(program, { options: [config, json], finish });

  const configuration = program.command('config').description('look at the configuration');
  configuration
    .command('validate')
    .description('check the configuration file')
    .addOption(config)
    .addOption(json)
    .addHelpText('after', '\nExample:\n  sand-poller config validate --config ./config.yaml')
    .action(async (options: ServeFlags) => {
      const { config: loaded, warnings } = await loadConfig(options.config);
      (await import('./poller.ts')).checkScope(loaded);
      await (await import('./pools.ts')).toPools(loaded);
      if (options.json) process.stdout.write(`${JSON.stringify({ valid: true, warnings })}\n`);
      else
        for (const line of [...warnings.map((text) => `warning: ${text}`), 'ok'])
          process.stdout.write(`${line}\n`);
    });
  configuration
    .command('reload')
    .description('let the running poller read its configuration again')
    .addOption(config)
    .addOption(json)
    .addHelpText('after', '\nExample:\n  sand-poller config reload')
    .action(async (options: ServeFlags) => finish(await (await import('./operate.ts')).reload(options)));
  configuration
    .command('schema')
    .description('print the JSON Schema of the configuration')
    .addHelpText('after', '\nExample:\n  sand-poller config schema > sand-poller.schema.json')
    .action(() => {
      process.stdout.write(`${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
    });
  return program;
}

interface ServeFlags {
  readonly config: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

interface DemoFlags {
  readonly workflow?: string[];
  readonly checkout?: string;
  readonly world?: string;
  readonly json: boolean;
  readonly verbose: boolean;
}
