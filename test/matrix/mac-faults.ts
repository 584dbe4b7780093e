import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { overwriteVm } from '../../src/sim/vm/overwrite.ts';
import { localImage } from '../e2e/operator.ts';
import { served, waits, type Fault } from './fault.ts';

const sandboxes = 'sand-*';

/** What Tart, Softnet and the Mac can do to a sandbox before its guest answers (reference/tart.md §9, §12). */
export const macFaults: Readonly<Record<string, Fault>> = {
  'clone: disk full': {
    source: 'tart §9 row 12',
    mac: { faults: [{ name: 'clone-disk-full', vm: sandboxes, times: 1 }] },
    at: { clone: served('DISK_FULL') },
  },
  'clone: disk stays full': {
    source: 'tart §9 row 12',
    mac: { faults: [{ name: 'clone-disk-full', vm: sandboxes }] },
    lasting: true,
    at: { clone: waits('DISK_FULL') },
  },
  'clone: lost to the garbage collector once': {
    source: 'tart §2.2 race',
    mac: { faults: [{ name: 'clone-gc-race', vm: sandboxes, times: 1 }] },
    at: { clone: served() },
  },
  'clone: lost to the garbage collector always': {
    source: 'tart §2.2 race',
    mac: { faults: [{ name: 'clone-gc-race', vm: sandboxes }] },
    lasting: true,
    at: { clone: waits('CLONE_FAILED') },
  },
  'clone: slow': {
    source: 'tart §12',
    mac: { faults: [{ name: 'clone-slow', vm: sandboxes, ms: 1500 }] },
    at: { clone: served() },
  },
  'clone: overwritten by another one': {
    source: 'tart §2.2',
    strike: ({ host }, sandbox) => {
      overwriteVm(join(host.tartHome, 'vms', sandbox), []);
    },
    step: 'sleep 1',
    at: { run: served() },
  },
  '`tart set` fails': {
    source: 'tart §12',
    mac: { faults: [{ name: 'set-fails', vm: sandboxes, times: 1 }] },
    configuration: { pools: [{ image: localImage, cpu: 4 }] },
    at: { clone: served('TART_FAILED') },
  },
  'a directory that `tart list` hides': {
    source: 'tart §2.6',
    mac: { faults: [{ name: 'list-hides', vm: sandboxes, times: 1 }] },
    at: { boot: served('BOOT_FAILED') },
  },
  'noise on stderr with exit 0': {
    source: 'tart §1.1',
    mac: { faults: [{ name: 'gc-noise' }] },
    at: { clone: served() },
  },
  'free space below host.diskFloor': {
    source: 'tart §9 row 12',
    configuration: { host: { diskFloor: 10_000_000 } },
    lasting: true,
    at: { clone: waits('DISK_FLOOR') },
  },
  'image missing in the registry': {
    source: 'tart §1.3',
    configuration: { pools: [{ image: 'ghcr.io/acme/nothing:1' }] },
    lasting: true,
    at: { clone: waits('IMAGE_PULL_FAILED') },
  },
  'VM limit for a moment': {
    source: 'tart §3.4',
    mac: { faults: [{ name: 'run-limit', times: 2 }] },
    at: { boot: served() },
  },
  'VM limit for long': {
    source: 'tart §3.4',
    mac: { faults: [{ name: 'run-limit' }] },
    lasting: true,
    at: { boot: waits('VM_LIMIT') },
  },
  'login keychain locked': {
    source: 'tart §9 row 2',
    mac: { faults: [{ name: 'run-vz-error' }] },
    lasting: true,
    at: { boot: waits('KEYCHAIN_LOCKED') },
  },
  'Softnet without its privilege': {
    source: 'tart §5.2',
    mac: { faults: [{ name: 'softnet-unprivileged' }] },
    lasting: true,
    at: { boot: waits('SOFTNET_UNPRIVILEGED') },
  },
  'Softnet missing once': {
    source: 'tart §1.3',
    mac: { faults: [{ name: 'softnet-missing', times: 1 }] },
    at: { boot: served('SOFTNET_MISSING') },
  },
  'Softnet missing': {
    source: 'tart §1.3',
    strike: ({ host }) => rm(join(host.binDir, 'softnet')),
    lasting: true,
    at: { boot: waits('SOFTNET_MISSING') },
  },
  'Softnet dies': {
    source: 'tart §1.3',
    mac: { faults: [{ name: 'softnet-dies', times: 1 }] },
    at: { boot: served('SOFTNET_DIED') },
  },
  'guest error, `tart run` exits 0': {
    source: 'tart §3.3',
    mac: { faults: [{ name: 'guest-error-exit-0', times: 1 }] },
    at: { boot: served('VM_STOPPED') },
  },
  'network detached, `tart run` exits 0': {
    source: 'tart §3.3',
    mac: { faults: [{ name: 'network-detached', times: 1 }] },
    at: { boot: served('NETWORK_DETACHED') },
  },
  'guest shuts down while it boots': {
    source: 'tart §3.3',
    mac: { faults: [{ name: 'guest-shutdown', times: 1 }] },
    at: { boot: served('VM_STOPPED') },
  },
  '`tart stop` hangs': {
    source: 'tart §2.5',
    mac: { faults: [{ name: 'stop-hangs' }] },
    at: { delete: served() },
  },
};
