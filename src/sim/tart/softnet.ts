import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messageOf } from './mac/thrown.ts';
import { readSettings, simulationRoot } from './mac/settings.ts';
import { wrongTarget } from './softnet-policy.ts';

const usage = 'Usage: softnet [OPTIONS] --vm-fd <VM_FD> --vm-mac-address <VM_MAC_ADDRESS>';

/**
 * `softnet` (reference/tart.md §5.1, §5.2): lives as long as the VM's network card, which is its stdin. Resolves with
 * the exit code. Its `tart run` tells it through `SAND_SIM_SOFTNET` what shall go wrong.
 */
export async function runSoftnet(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const problem = usageProblem(words);
  if (problem !== undefined) {
    process.stderr.write(`error: ${problem}\n\n${usage}\n\nFor more information, try '--help'.\n`);
    return 2;
  }
  const [fault, ms] = (process.env['SAND_SIM_SOFTNET'] ?? '').split(':');
  if (fault === 'unprivileged') {
    process.stderr.write('root privileges are required to run and passwordless sudo was not available\n');
    return 1;
  }
  const ends = [interrupted(), cardPulled()];
  if (fault === 'dies') ends.push(delay(Number(ms), 1));
  return Promise.race(ends);
}

function usageProblem(words: readonly string[]): string | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    'vm-fd': text,
    'vm-mac-address': text,
    'vm-net-type': text,
    allow: text,
    block: text,
    expose: text,
    'bootpd-lease-time': text,
    user: text,
    group: text,
    'sudo-escalation-probing': flag,
    'sudo-escalation-done': flag,
    // Later than 0.19.0: an older one knows nothing of it (§5.5).
    ...(readSettings(simulationRoot()).tartVersion === 'next' ? { 'control-fd': text } : {}),
  };
  try {
    const { values } = parseArgs({ args: [...words], options });
    const wrong = [values.allow, values.block].flatMap((list) => wrongTarget(list) ?? []);
    if (wrong[0] !== undefined) return `invalid target '${wrong[0]}'`;
    const missing = (['vm-fd', 'vm-mac-address'] as const).find((name) => values[name] === undefined);
    return missing && `the following required arguments were not provided:\n  --${missing}`;
  } catch (error) {
    return messageOf(error);
  }
}

function interrupted(): Promise<number> {
  return new Promise((resolve) => process.once('SIGINT', () => resolve(0)));
}

function cardPulled(): Promise<number> {
  return new Promise((resolve) => {
    process.stdin.resume();
    process.stdin.once('end', () => resolve(0));
    process.stdin.once('error', () => resolve(0));
  });
}
