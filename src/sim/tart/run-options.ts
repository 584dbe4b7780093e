import type { Arguments, Grammar } from './arguments.ts';
import { UsageFailure } from './failure.ts';

const flag = { value: 'flag' } as const;
const text = { value: 'text' } as const;
const hidden = { value: 'flag', hidden: true } as const;

/** The options of `tart run` (reference/tart.md §3.1). */
export const runGrammar: Grammar = {
  command: 'run',
  operands: ['name'],
  options: {
    'no-graphics': flag,
    graphics: hidden,
    serial: flag,
    'serial-path': text,
    'no-audio': flag,
    'no-clipboard': flag,
    'no-trackpad': flag,
    'no-pointer': flag,
    'no-keyboard': flag,
    recovery: flag,
    vnc: flag,
    'vnc-experimental': flag,
    disk: { value: 'text', repeatable: true },
    'root-disk-opts': text,
    rosetta: text,
    dir: { value: 'text', repeatable: true },
    nested: flag,
    'net-bridged': { value: 'text', repeatable: true },
    'net-softnet': flag,
    'net-softnet-allow': text,
    'net-softnet-block': text,
    'net-softnet-expose': text,
    'net-softnet-control-fd': text,
    'net-host': flag,
    suspendable: flag,
    'capture-system-keys': flag,
    'provisioning-opts': text,
  },
};

/** The interfaces of the simulated Mac. */
const interfaces = [
  { id: 'en0', name: 'Ethernet' },
  { id: 'en1', name: 'Wi-Fi' },
] as const;

/** One line an interface, as messages and `--net-bridged list` show them. */
export const interfaceList = interfaces.map(({ id, name }) => `${id} (or "${name}")`);

/** What the network card hangs on. */
export function networkOf(args: Arguments): 'softnet' | 'nat' | 'bridged' {
  if (args.has('net-bridged')) return 'bridged';
  return usesSoftnet(args) || args.has('net-host') ? 'softnet' : 'nat';
}

/** The arguments of the `softnet` child (reference/tart.md §5.1). */
export function softnetArguments(args: Arguments, macAddress: string): string[] {
  const passed = ['allow', 'block', 'expose'].flatMap((name) => {
    const value = args.value(`net-softnet-${name}`);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const kind = args.has('net-host') ? ['--vm-net-type', 'host'] : [];
  const control = args.has('net-softnet-control-fd') ? ['--control-fd', '1'] : [];
  return ['--vm-fd', '0', '--vm-mac-address', macAddress, ...passed, ...kind, ...control];
}

/** Refuses what does not go together. */
export function checkRunOptions(args: Arguments): void {
  const networks = [args.has('net-bridged'), usesSoftnet(args), args.has('net-host')].filter(Boolean);
  if (networks.length > 1) {
    throw new UsageFailure('--net-bridged, --net-softnet and --net-host are mutually exclusive');
  }
  exclude(args, 'graphics', 'no-graphics');
  exclude(args, 'vnc', 'vnc-experimental');
  const headless = ['no-graphics', 'vnc', 'vnc-experimental'].some((name) => args.has(name));
  if (headless && args.has('capture-system-keys')) {
    throw new UsageFailure('--captures-system-keys can only be used with the default VM view');
  }
  // How these two are worded is not known.
  const devices = ['no-trackpad', 'no-pointer', 'no-keyboard'].find((name) => args.has(name));
  if (args.has('suspendable') && devices !== undefined)
    throw new UsageFailure(`--${devices} cannot be used with --suspendable`);
  if (args.values('disk').some((disk) => /-amd64\.iso(?::|$)/.test(disk)))
    throw new UsageFailure('an amd64 image does not run on Apple silicon');
  const control = args.value('net-softnet-control-fd');
  if (control !== undefined && !(Number(control) > 2))
    throw new UsageFailure(`The value '${control}' is invalid for '--net-softnet-control-fd'`);
  checkInterfaces(args.values('net-bridged'));
  checkShares(args.values('dir'));
}

function usesSoftnet(args: Arguments): boolean {
  return [
    'net-softnet',
    'net-softnet-allow',
    'net-softnet-block',
    'net-softnet-expose',
    'net-softnet-control-fd',
  ].some((name) => args.has(name));
}

function exclude(args: Arguments, one: string, other: string): void {
  if (args.has(one) && args.has(other)) {
    throw new UsageFailure(`--${one} and --${other} are mutually exclusive`);
  }
}

function checkInterfaces(wanted: readonly string[]): void {
  const unknown = wanted.find(
    (word) => word !== 'list' && !interfaces.some(({ id, name }) => word === id || word === name),
  );
  if (unknown === undefined) return;
  const available = interfaceList.join(', ');
  throw new UsageFailure(`no bridge interfaces matched "${unknown}", available interfaces: ${available}`);
}

/** Several folders under one tag must all be named: `[name:]path[:ro,tag=…]`. */
function checkShares(shares: readonly string[]): void {
  const namedByTag = new Map<string, boolean[]>();
  for (const share of shares) {
    const parts = share.split(':');
    const options = parts.at(-1)?.split(',') ?? [];
    const hasOptions = options.some((option) => option === 'ro' || option.startsWith('tag='));
    const rest = hasOptions ? parts.slice(0, -1) : parts;
    const tag = options.find((option) => option.startsWith('tag=')) ?? '';
    namedByTag.set(tag, [...(namedByTag.get(tag) ?? []), rest.length > 1]);
  }
  for (const named of namedByTag.values()) {
    if (named.length > 1 && named.includes(false)) {
      throw new UsageFailure(
        'invalid --dir syntax: for multiple directory shares each one of them should be named',
      );
    }
  }
}
