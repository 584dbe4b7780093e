import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { execa } from 'execa';

const lookupDeadlineMs = 5000;

/** What identifies this machine for good: the platform UUID of a Mac, the machine id of Linux, else its name. */
export async function hardwareId(signal: AbortSignal): Promise<string> {
  const id = process.platform === 'darwin' ? await platformUuid(signal) : await machineId();
  return id ?? hostname();
}

async function platformUuid(signal: AbortSignal): Promise<string | undefined> {
  const { stdout } = await execa('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], {
    env: {},
    extendEnv: false,
    cancelSignal: signal,
    timeout: lookupDeadlineMs,
    reject: false,
  });
  return /"IOPlatformUUID" = "([0-9A-F-]+)"/.exec(stdout ?? '')?.[1];
}

async function machineId(): Promise<string | undefined> {
  try {
    const id = await readFile('/etc/machine-id', 'utf8');
    return id.trim() || undefined;
  } catch {
    return undefined;
  }
}
