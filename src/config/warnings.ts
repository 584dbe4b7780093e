import type { Config, PoolConfig } from './schema.ts';

/** macOS guests with fewer cores freeze (reference/tart.md §9, row 17). */
const fewestMacCpus = 4;
/** Labels of GitHub's own runners: a job that asks for one of them alone goes to GitHub. */
const hosted = /^(?:macos|ubuntu|windows)-(?:latest|\d[\w.-]*)$/i;
const macSlots = 2;

/** What is allowed but probably not meant. */
export function warningsOf(config: Config): string[] {
  const slots =
    config.host.slots > macSlots
      ? [`host.slots is ${String(config.host.slots)}, but a Mac runs ${String(macSlots)} macOS VMs at once`]
      : [];
  return [...slots, ...config.pools.flatMap(poolWarnings)];
}

/** What a host has to give. */
interface Machine {
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** Memory that the host itself needs: VMs of the pools never get more than the rest. MiB. */
export const hostReserveMiB = 4096;

/** Pools of which not even one VM fits into the host. Only warned of: the file may be meant for another machine. */
export function sizeWarnings({ pools }: Config, { cpus, memoryMiB }: Machine): string[] {
  const room = Math.floor(memoryMiB) - hostReserveMiB;
  return pools.flatMap(({ name, cpu = 0, memory = 0 }) => [
    ...(cpu > cpus
      ? [`pool ${name}: a VM with ${String(cpu)} CPUs does not boot on this host, which has ${String(cpus)}`]
      : []),
    ...(memory > room
      ? [
          `pool ${name}: no VM is started: ${String(memory)} MiB do not fit into the memory of this host, of which ` +
            `${String(hostReserveMiB)} MiB stay free and ${String(Math.max(0, room))} MiB are left`,
        ]
      : []),
  ]);
}

function poolWarnings(pool: PoolConfig): string[] {
  const few = pool.os === 'darwin' && pool.cpu !== undefined && pool.cpu < fewestMacCpus;
  return [
    ...(few
      ? [`pool ${pool.name}: macOS guests with fewer than ${String(fewestMacCpus)} CPUs tend to freeze`]
      : []),
    ...networkWarnings(pool),
    ...(pool.labels.every((label) => hosted.test(label))
      ? [`pool ${pool.name}: jobs with the label ${pool.labels.join(', ')} go to GitHub's own runners`]
      : []),
  ];
}

/** What Softnet does without a word (reference/tart.md §5.3). */
function networkWarnings({ name, network }: PoolConfig): string[] {
  if (network.kind !== 'softnet') return [];
  const { allow, block } = network;
  const open = allow.includes(everywhere);
  const shut =
    block.some((target) => target === everywhere || target === '@host') && !allow.includes('@host');
  return [
    ...(open ? [`pool ${name}: allowing ${everywhere} also lets its VMs reach each other`] : []),
    ...(shut ? [`pool ${name}: blocking the host without allowing @host also blocks SSH to the guest`] : []),
  ];
}

const everywhere = '0.0.0.0/0';
