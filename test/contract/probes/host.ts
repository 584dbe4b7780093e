import { watch } from 'node:fs';
import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { wallClock } from '../../../src/clock.ts';
import { HostLock } from '../../../src/sandbox/tart/lock.ts';
import { freeBytes } from '../../../src/sandbox/tart/disk.ts';
import { RunFiles } from '../../../src/sandbox/tart/run-files.ts';
import { confirmed, refuted, unknown, type Probe } from './finding.ts';
import { startStarter } from './orphan.ts';
import { settlesWithin } from './settles-within.ts';

/** the VM of a killed starter runs on. */
export const outlivesStarter: Probe = async (lab, signal) => {
  const { name } = await lab.orphan();
  const files = new RunFiles(lab.stateDir, name);
  const end = await settlesWithin(lab.options.pace.quietMs, (limit) =>
    files.ended(wallClock, AbortSignal.any([signal, limit])),
  );
  const shown = (await lab.backend().list(signal)).find((vm) => vm.name === name);
  const evidence = { listed: shown, end: end?.value };
  if (end !== undefined || shown?.running !== true)
    return refuted('its `tart run` ended with the process that had started it', evidence);
  return confirmed(evidence);
};

/** without the shell around it, the pipe alone tells whether `tart run` goes on. */
export const pipeIsHeld: Probe = async (lab, signal) => {
  const { name } = await lab.orphan();
  const { pace } = lab.options;
  const files = new RunFiles(lab.stateDir, name);
  const shells = await wrappersOf(files.folder);
  // Only lines that name the VM: arguments of other programs are nobody's business.
  const own = (await processes()).split('\n').filter((line) => line.includes(name));
  if (shells.length === 0) return unknown('the shell around `tart run` was not found', own.join('\n'));
  for (const pid of shells) process.kill(pid, 'SIGKILL');
  const ended = (ms: number) =>
    settlesWithin(ms, (limit) => files.ended(wallClock, AbortSignal.any([signal, limit])));
  if ((await ended(pace.quietMs)) !== undefined)
    return refuted('the pipe was let go while the VM ran', { listed: await lab.backend().list(signal) });
  await lab.tart.run(['stop', name, '--timeout', '5'], signal);
  const end = await ended(pace.interruptMs);
  if (end === undefined) return refuted('the pipe was still held after `tart stop`', { shells });
  return confirmed({ killedShells: shells, endAfterStop: end.value });
};

async function wrappersOf(folder: string): Promise<number[]> {
  const lines = (await processes()).split('\n');
  // The program of the shell names the pipe; `tart run` itself names only the VM.
  return lines
    .filter((line) => line.includes(folder) && line.includes('mkfifo'))
    .map((line) => Number.parseInt(line, 10));
}

async function processes(): Promise<string> {
  return (await execa('ps', ['-axww', '-o', 'pid=,command='])).stdout;
}

/** what a guest wrote comes back when its clone is deleted. */
export const spaceReturns: Probe = async (lab, signal) => {
  const { tartHome } = lab.options.tart;
  const { name } = await lab.running();
  const { connection } = await lab.login();
  const megabytes = lab.options.pace.writtenMiB;
  const bytes = megabytes * 1024 * 1024;
  // On Linux, where only the simulation is, sync would wait for the whole machine.
  const write = `dd if=/dev/urandom of="$HOME/conformance" bs=1048576 count=${String(megabytes)} && { [ "$(uname -s)" != Darwin ] || sync; }`;
  const before = await freeBytes(tartHome);
  const { code, stderr } = await connection.run(write, { signal });
  const written = before - (await freeBytes(tartHome));
  if (code !== 0) return unknown('the guest could not write', stderr);
  if (written < bytes / 2) return unknown('what the guest wrote did not show on the volume', { written });
  connection.close();
  const { reclaimedBytes = 0 } = await lab.backend().destroy(name, signal);
  if (reclaimedBytes >= written / 2) return confirmed({ bytes, written, reclaimedBytes });
  await wallClock.sleep(lab.options.pace.quietMs, signal);
  const later = (await freeBytes(tartHome)) - before;
  return refuted('the space was not there when the delete was done', { written, reclaimedBytes, later });
};

/** the lock keeps others out, and the kernel frees it when its holder is killed. */
export const lockExcludes: Probe = async (lab, signal) => {
  await lab.requireTart();
  const { tartHome } = lab.options.tart;
  const lock = (deadlineMs: number) => new HostLock({ tartHome, clock: wallClock, deadlineMs });
  const holder = await startStarter(lab.backendOptions(), undefined, signal);
  let taken: string;
  try {
    taken = await lock(200)
      .hold(signal, () => Promise.resolve('taken although another process has it'))
      .catch((error: unknown) => String(error));
  } finally {
    await holder.kill();
  }
  if (!taken.includes('stayed taken')) return refuted('the lock does not keep others out', taken);
  await lock(lab.options.pace.quietMs).hold(signal, () => Promise.resolve());
  return confirmed(`${taken}; free after the holder was killed`);
};

/** a change in a folder is told soon. */
export const changesAreTold: Probe = async (lab, signal) => {
  const folder = await mkdtemp(join(lab.stateDir, 'watched-'));
  const { quietMs, soonMs } = lab.options.pace;
  const times: (number | 'never')[] = [];
  for (const name of ['one', 'two', 'three']) {
    const told = Promise.withResolvers<'told'>();
    const watcher = watch(folder, () => told.resolve('told'));
    await wallClock.sleep(50, signal);
    const since = performance.now();
    await writeFile(join(folder, `${name}.new`), '');
    await rename(join(folder, `${name}.new`), join(folder, name));
    const seen = await Promise.race([told.promise, wallClock.sleep(quietMs, signal)]);
    watcher.close();
    times.push(seen === 'told' ? Math.round(performance.now() - since) : 'never');
  }
  // The best of three: a busy machine is not what is asked here.
  const soon = times.some((ms) => ms !== 'never' && ms <= soonMs);
  const evidence = { milliseconds: times };
  return soon ? confirmed(evidence) : refuted('changes are told late or not at all', evidence);
};
