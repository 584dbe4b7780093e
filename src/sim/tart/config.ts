import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuirkName } from './mac/settings.ts';

/** `config.json` of a VM (reference/tart.md §6). */
export interface VmConfig {
  readonly version: 1;
  readonly os: 'darwin' | 'linux';
  readonly arch: 'arm64' | 'amd64';
  readonly ecid?: string;
  readonly hardwareModel?: string;
  readonly cpuCountMin: number;
  readonly cpuCount: number;
  /** Bytes, as the next one. */
  readonly memorySizeMin: number;
  readonly memorySize: number;
  /** Lower case, two digits a byte. */
  readonly macAddress: string;
  readonly display: { readonly width: number; readonly height: number; readonly unit?: 'pt' | 'px' };
  readonly displayRefit?: boolean;
  readonly diskFormat: 'raw' | 'asif';
}

/** A VM as its maker left it: 4 CPUs, and 8 GB for macOS or 4 GB for Linux. */
export function newConfig(os: 'darwin' | 'linux'): VmConfig {
  const gib = 2 ** 30;
  const common = {
    version: 1,
    os,
    arch: 'arm64',
    macAddress: randomMac(),
    display: { width: 1024, height: 768 },
    diskFormat: 'raw',
  } as const;
  if (os === 'linux') {
    return { ...common, cpuCountMin: 4, cpuCount: 4, memorySizeMin: 4 * gib, memorySize: 4 * gib };
  }
  return {
    ...common,
    ecid: randomEcid(),
    hardwareModel: Buffer.from('simulated hardware model').toString('base64'),
    cpuCountMin: 4,
    cpuCount: 4,
    memorySizeMin: 4 * gib,
    memorySize: 8 * gib,
  };
}

/** Reads the configuration of the VM in this directory, under whatever keys it was written. */
export function readConfig(directory: string): VmConfig {
  const config: VmConfig = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'), revive);
  return config;
}

/** The MAC address of the VM in this directory; undefined when it is just being deleted. */
export function macAddressOf(directory: string): string | undefined {
  try {
    return readConfig(directory).macAddress;
  } catch {
    return undefined;
  }
}

/** Writes the configuration of the VM in this directory. */
export function writeConfig(directory: string, config: VmConfig, quirks: readonly QuirkName[]): void {
  const { os, macAddress, ...rest } = config;
  const written = quirks.includes('config-other-keys')
    ? { ...rest, guestOS: os, networkHardwareAddress: macAddress }
    : config;
  writeFileSync(join(directory, 'config.json'), JSON.stringify(written));
}

/** Gives the keys of the quirk their usual names again. */
function revive(key: string, value: unknown): unknown {
  if (key !== '' || typeof value !== 'object' || value === null || !('guestOS' in value)) return value;
  const { guestOS, networkHardwareAddress, ...rest } = value as Record<string, unknown>;
  return { ...rest, os: guestOS, macAddress: networkHardwareAddress };
}

/** A random MAC address of the locally administered kind. */
export function randomMac(): string {
  const bytes = randomBytes(6);
  bytes.writeUInt8((bytes.readUInt8(0) & 0xfc) | 0x02, 0);
  return (bytes.toString('hex').match(/../g) ?? []).join(':');
}

/** A random machine identifier: what `--random-serial` draws. */
export function randomEcid(): string {
  return randomBytes(8).toString('base64');
}
