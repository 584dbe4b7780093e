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
  /** `stale` begins with a lease that names somebody else's address; `none` never gets one. */
  readonly address: 'true' | 'stale' | 'none';
  /** Milliseconds after the boot when the true lease replaces the stale one; absent means never. */
  readonly trueAddressMs?: number;
  readonly sshRefused: boolean;
  readonly tcpUnreachable: boolean;
}

/** The variable by which every process inside this boot of the VM can be recognised, as `NAME=value`. */
export function guestMark(order: BootOrder): string {
  return `SAND_SIM_VM=${order.id}`;
}

/** From `tart run` to the VM. */
export type ToVm =
  | { readonly type: 'boot'; readonly order: BootOrder }
  /** A power cut. */
  | { readonly type: 'power-off' };

/** From the VM to `tart run`. */
export type FromVm =
  /** The kernel runs as many macOS guests as it may already. */
  { readonly type: 'limit' } | { readonly type: 'started' } | { readonly type: 'guest-shutdown' };
