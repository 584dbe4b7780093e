/** The VM: what Virtualization.framework's helper process is on a Mac. Lives as long as its `tart run`. */
import { rmSync, writeFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from '../tart/mac/settings.ts';
import { takeSlot } from '../tart/mac/slots.ts';
import type { Slot } from '../tart/mac/slots.ts';
import { boot } from './machine.ts';
import type { Machine } from './machine.ts';
import { cutSignal, pidFile } from './order.ts';
import type { BootOrder, FromVm, ToVm } from './order.ts';

interface Running {
  readonly settings: Settings;
  readonly slot: Slot | undefined;
  readonly machine: Machine;
}

let running: Running | undefined;

process.on('message', (message: ToVm) => {
  if (message.type === 'boot') void start(message.order);
  else void powerOff();
});
// `tart run` is gone, however it went: the guest ends with it.
process.on('disconnect', () => end());
process.on('SIGUSR2', () => void shutDown());
process.on(cutSignal, () => running?.machine.cutConnections());

async function start(order: BootOrder): Promise<void> {
  const { settings } = order;
  if (settings.quirks.includes('control-socket-early')) await showSocketEarly();
  const slot = order.os === 'darwin' && !order.refused ? takeSlot(order.root, settings.vmLimit) : undefined;
  if (order.refused || (order.os === 'darwin' && slot === undefined)) {
    report({ type: 'limit' }, () => process.exit(0));
    return;
  }
  const machine = boot(order, () => withoutSocket(settings));
  running = { settings, slot, machine };
  writeFileSync(pidFile, String(process.pid));
  report({ type: 'started' });
  setTimeout(flushCompileCache, settings.bootMs + settings.sshMs); // it may be killed, and the next boot should be quick
}

/** The socket is there, and only later the kernel decides. */
async function showSocketEarly(): Promise<void> {
  const early = 300;
  const { createServer } = await import('node:net');
  rmSync('control.sock', { force: true });
  createServer((socket) => socket.destroy()).listen('control.sock');
  await delay(early);
}

/** Released versions only log it (reference/tart.md §3.2). */
function withoutSocket({ tartVersion }: Settings): void {
  if (tartVersion === 'next') report({ type: 'no-socket' }, end);
}

async function powerOff(): Promise<void> {
  await delay(running?.settings.stopMs ?? 0);
  end();
}

async function shutDown(): Promise<void> {
  await delay(running?.settings.stopMs ?? 0);
  running?.machine.guest?.end();
  report({ type: 'guest-shutdown' }, end);
}

function end(): never {
  running?.machine.guest?.end();
  running?.slot?.releaseAfter(running.settings.slotReleaseMs);
  process.exit(0);
}

function report(message: FromVm, sent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, sent);
}
