import { spawn } from 'node:child_process';
import { killMarked } from './mac/processes.ts';
import { programFile } from '../program-file.ts';
import { nodeOptions } from './mac/programs.ts';
import { runtimeFailure } from './failure.ts';
import { guestMark } from '../vm/order.ts';
import type { BootOrder, FromVm, ToVm } from '../vm/order.ts';

/** How a VM ended without being told to. */
type GuestEnd = 'shutdown' | 'error' | 'no-socket';

/** The VM as a child of `tart run`: a helper process of the system, in no process group of ours. */
export interface VmChild {
  /** Resolves when the guest has stopped by itself. */
  readonly ended: Promise<GuestEnd>;
  /** Cuts the power; resolves when nothing of the VM is left. */
  powerOff(): Promise<void>;
}

/** Starts the VM; `limit` means that the kernel does not run another macOS guest. */
export async function startVm(order: BootOrder): Promise<VmChild | 'limit'> {
  const child = spawn(process.execPath, [...nodeOptions, programFile('vm'), order.directory], {
    cwd: order.directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const tell = (message: ToVm): void => void (child.connected && child.send(message, () => undefined));
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let end: GuestEnd = 'error'; // unless it says otherwise first
  const first = new Promise<FromVm['type']>((resolve, reject) => {
    child.on('message', (message: FromVm) => {
      if (message.type === 'guest-shutdown') end = 'shutdown';
      else if (message.type === 'no-socket') end = 'no-socket';
      else resolve(message.type);
    });
    child.once('error', reject);
    child.once('exit', () => reject(runtimeFailure(failedToStart)));
  });
  tell({ type: 'boot', order });
  if ((await first) === 'limit') return 'limit';
  return {
    ended: gone.then((code) => {
      if (code !== 0) killMarked({ variable: guestMark(order) }); // it could not end its guest itself
      return end;
    }),
    powerOff: async () => {
      tell({ type: 'power-off' });
      await gone;
    },
  };
}

/** What the framework says when a VM does not start: the login keychain is locked, among others (#1132). */
export const failedToStart =
  'Error Domain=VZErrorDomain Code=1 "The virtual machine failed to start." UserInfo={' +
  'NSLocalizedFailure=Internal Virtualization error., ' +
  'NSLocalizedFailureReason=The virtual machine failed to start.}';
