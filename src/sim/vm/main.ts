/** The VM: what Virtualization.framework's helper process is on a Mac. Lives as long as its `tart run`. */
import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { readSettings } from '../tart/mac/settings.ts';
import type { Settings } from '../tart/mac/settings.ts';
import { takeSlot } from '../tart/mac/slots.ts';
import type { Slot } from '../tart/mac/slots.ts';
import type { Guest } from './guest.ts';
import { boot } from './machine.ts';
import type { BootOrder, FromVm, ToVm } from './order.ts';

interface Running {
  readonly settings: Settings;
  readonly slot: Slot | undefined;
  readonly guest: Guest | undefined;
}

let running: Running | undefined;

process.on('message', (message: ToVm) => {
  if (message.type === 'boot') start(message.order);
  else void powerOff();
});
// `tart run` is gone, however it went: the guest ends with it.
process.on('disconnect', () => end());
process.on('SIGUSR2', () => void shutDown());

function start(order: BootOrder): void {
  const settings = readSettings(order.root);
  const slot = order.os === 'darwin' ? takeSlot(order.root, settings.vmLimit) : undefined;
  if (order.os === 'darwin' && slot === undefined) {
    report({ type: 'limit' }, () => process.exit(0));
    return;
  }
  running = { settings, slot, guest: boot(order, settings) };
  report({ type: 'started' });
  setTimeout(flushCompileCache, settings.bootMs + settings.sshMs); // it may be killed, and the next boot should be quick
}

async function powerOff(): Promise<void> {
  await delay(running?.settings.stopMs ?? 0);
  end();
}

async function shutDown(): Promise<void> {
  await delay(running?.settings.stopMs ?? 0);
  running?.guest?.end();
  report({ type: 'guest-shutdown' }, end);
}

function end(): never {
  running?.guest?.end();
  running?.slot?.releaseAfter(running.settings.slotReleaseMs);
  process.exit(0);
}

function report(message: FromVm, sent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, sent);
}
