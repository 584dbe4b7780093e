import type { Duplex } from 'node:stream';
import type { SandError } from '../errors.ts';

/** What a guest may reach. Enforced on the host: a backend that cannot give it refuses. */
export type Network =
  | { readonly kind: 'softnet'; readonly allow: readonly string[]; readonly block: readonly string[] }
  | { readonly kind: 'nat' }
  | { readonly kind: 'bridged'; readonly interface: string };

/** A folder of the host that the guest sees. */
export interface Mount {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** One sandbox as its maker wants it. */
export interface SandboxRequest {
  /** A name that `naming` printed. */
  readonly name: string;
  /** The golden that `prepare` returned. */
  readonly golden: string;
  readonly cpu?: number | undefined;
  readonly memoryMiB?: number | undefined;
  /** Decimal gigabytes; disks only grow. */
  readonly diskGb?: number | undefined;
  readonly network: Network;
  readonly mounts: readonly Mount[];
  readonly nested: boolean;
}

/** A VM as the backend's list shows it, ours or not. */
export interface ListedVm {
  readonly name: string;
  readonly running: boolean;
  /** Whether it takes one of the host's slots now. */
  readonly takesSlot: boolean;
}

/** How much of the host is taken. */
export interface Capacity {
  /** How many macOS VMs the host may run at once. */
  readonly slots: number;
  /** Names of the VMs that take a slot now, foreign ones included. */
  readonly taken: readonly string[];
}

/** One way to port 22 of a guest. */
export interface GuestTransport {
  /** `tcp`, `tart-exec`, …: shown to the operator. */
  readonly name: string;
  /**
   * Opens a byte stream; rejects when this way does not work now (the caller tries again or another). `signal` is for
   * the opening alone: an open stream is destroyed by whoever has it.
   */
  open(port: number, signal: AbortSignal): Promise<Duplex>;
}

/** A sandbox that runs, whoever started it. */
export interface RunningSandbox {
  readonly name: string;
  /** The MAC address of its network card as the host knows it: lower case, two digits a byte. */
  readonly macAddress: string;
  /** Ways to the guest, best first. */
  readonly transports: readonly GuestTransport[];
  /** Resolves with why the VM has ended, as an error for whoever still needed it; rejects only when `signal` aborts. */
  ended(signal: AbortSignal): Promise<SandError>;
}

/** What `destroy` did. */
export interface Destroyed {
  /** Bytes that came back to the volume, or undefined when they could not be measured. */
  readonly reclaimedBytes: number | undefined;
}

/**
 * The deep module that makes sandboxes. Callers never ask which backend it is; `test/contract/` says what each one
 * must do. All methods reject with a `SandError`, or with the signal's reason when it aborts.
 */
export interface SandboxBackend {
  /** Fails with the reason when this host cannot run sandboxes at all. */
  check(signal: AbortSignal): Promise<void>;
  capacity(signal: AbortSignal): Promise<Capacity>;
  /** Makes an image ready and returns its golden. Cheap when it is ready already. */
  prepare(image: string, signal: AbortSignal): Promise<string>;
  /** Makes a stopped sandbox. Never touches an existing VM of the same name: `NAME_TAKEN`. */
  create(request: SandboxRequest, signal: AbortSignal): Promise<void>;
  /** Waits for a slot and boots; resolves when the VM runs (long before its guest answers). */
  start(request: SandboxRequest, signal: AbortSignal): Promise<RunningSandbox>;
  /**
   * Takes over a sandbox that runs already, whoever started it; `VM_STOPPED` when it does not run. `network` is what it
   * was started with, undefined when nobody knows any more.
   */
  attach(name: string, network: Network | undefined, signal: AbortSignal): Promise<RunningSandbox>;
  /** Every VM the host shows us, ours or not. */
  list(signal: AbortSignal): Promise<readonly ListedVm[]>;
  /** Ends and deletes; idempotent; when it resolves nothing of the sandbox is left, otherwise `DESTROY_INCOMPLETE`. */
  destroy(name: string, signal: AbortSignal): Promise<Destroyed>;
  /** What the backend's program printed for this sandbox, for the evidence; empty when there is nothing. */
  output(name: string): Promise<string>;
}
