import type { Faults } from '../tart/mac/faults.ts';
import type { FaultName, Settings } from '../tart/mac/settings.ts';

/** What `tart run` tells the VM to be. */
export interface BootOrder {
  /** Unlike any other boot's. */
  readonly id: string;
  readonly root: string;
  readonly name: string;
  /** The folder of the VM, which is the VM's working directory too. */
  readonly directory: string;
  readonly os: 'darwin' | 'linux';
  readonly macAddress: string;
  /** What the network card hangs on: `bridged` gets its address from the LAN, not from the Mac. */
  readonly network: 'softnet' | 'nat' | 'bridged';
  /** Whether Softnet lets the guest's answers to the Mac through (reference/tart.md §5.3). */
  readonly answersHost: boolean;
  /** Those of the `tart run`, so that a change in between does not make a Mac of two minds. */
  readonly settings: Settings;
  /** What befalls this boot. */
  readonly faults: Faults;
  /** The kernel refuses this start, whatever its count says. */
  readonly refused: boolean;
}

/** The faults that a VM takes along when it starts. */
export const bootFaults: readonly FaultName[] = [
  'boot-hangs',
  'no-address',
  'stale-address',
  'address-changes',
  'tcp-unreachable',
  'ssh-refused',
  'ssh-late',
  'ssh-banner-garbage',
  'ssh-drops',
  'ssh-half-open',
  'vm-overwritten',
];

/** The variable by which every process inside this boot of the VM can be recognised, as `NAME=value`. */
export function guestMark(order: BootOrder): string {
  return `SAND_SIM_VM=${order.id}`;
}

/** In the directory of a VM: the process that is the VM, once it obeys signals. Outlives it: check before use. */
export const pidFile = '.vm.sim-machine';

/** The signal upon which the VM cuts its SSH connections. */
export const cutSignal = 'SIGHUP';

/** From `tart run` to the VM. */
export type ToVm =
  | { readonly type: 'boot'; readonly order: BootOrder }
  /** A power cut. */
  | { readonly type: 'power-off' };

/** From the VM to `tart run`. */
export type FromVm =
  /** The kernel runs as many macOS guests as it may already, or was told to refuse. */
  | { readonly type: 'limit' }
  /** `control.sock` cannot be made; fatal in newer releases only. */
  | { readonly type: 'no-socket' }
  | { readonly type: 'started' }
  | { readonly type: 'guest-shutdown' };
