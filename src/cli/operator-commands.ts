import { Option, type Command } from 'commander';
import type { OperateOptions } from './operate.ts';

/** What a command needs besides its own options. */
interface Shared {
  /** `--config` and `--json`. */
  readonly options: readonly Option[];
  readonly finish: (exitCode: number) => void;
}

interface WaitFlags extends OperateOptions {
  readonly timeout: string;
}

/** Adds the commands that look at a running poller, and tell it what to do. */
export function addOperatorCommands(program: Command, { options, finish }: Shared): void {
  const command = (name: string, description: string, example: string) => {
    const added = program.command(name).description(description);
    for (const option of options) added.addOption(option);
    return added.addHelpText('after', `\nExample:\n  sand-poller ${example}`);
  };
  command('status', 'show pools, slots, sandboxes and waiting jobs of the running poller', 'status --watch')
    .option('--watch', 'show it again each second', false)
    .action(async (flags: OperateOptions & { watch: boolean }) =>
      finish(await (await import('./status.ts')).status(flags)),
    );
  command(
    'drain',
    'take no new jobs, also after a restart; running ones are finished',
    'drain --wait --timeout 2h',
  )
    .option('--wait', 'return when no sandbox is left', false)
    .addOption(timeout('30m'))
    .action(async (flags: WaitFlags & { wait: boolean }) =>
      finish(await (await import('./operate.ts')).drain(flags)),
    );
  command('resume', 'take jobs again after drain', 'resume').action(async (flags: OperateOptions) =>
    finish(await (await import('./operate.ts')).resume(flags)),
  );
  command('stop', 'stop the running poller; jobs that run are left to the next one', 'stop --now')
    .option('--now', 'end the VMs and their jobs too', false)
    .addOption(timeout('10m'))
    .action(async (flags: WaitFlags & { now: boolean }) =>
      finish(await (await import('./operate.ts')).stop(flags)),
    );
  command('reap', 'delete VMs and registrations without a future', 'reap --dry-run')
    .option('--dry-run', 'only show them', false)
    .action(async (flags: OperateOptions & { dryRun: boolean }) =>
      finish(await (await import('./reap.ts')).reap(flags)),
    );
  command('drop', 'end one sandbox and its job', 'drop k3x9qp')
    .argument('<sandbox>', 'its name, the beginning of it, or its last six characters')
    .action(async (sandbox: string, flags: OperateOptions) =>
      finish(await (await import('./operate.ts')).drop(sandbox, flags)),
    );
}

function timeout(value: string): Option {
  return new Option('--timeout <duration>', 'how long to wait: 90s, 30m, 2h').default(value);
}
