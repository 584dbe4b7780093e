import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from './settings.ts';
import type { Fault, FaultName } from './settings.ts';
import { errnoOf } from './thrown.ts';

/** Faults by their name. */
export type Faults = Readonly<Partial<Record<FaultName, Fault>>>;

/** Takes one of the faults that are waiting for this VM, or undefined. No two processes get the same one. */
export function takeFault(root: string, name: FaultName, vm: string): Fault | undefined {
  const { faults, faultsId } = readSettings(root);
  return faults.find((fault, index) => {
    if (fault.name !== name || !matches(vm, fault.vm ?? '*')) return false;
    return fault.times === undefined || takeToken(join(root, 'faults'), `${faultsId}-${index}`, fault.times);
  });
}

/** Takes one fault of each of these names, as far as any is waiting for this VM. */
export function takeFaults(root: string, names: readonly FaultName[], vm: string): Faults {
  const taken = names.map((name) => takeFault(root, name, vm)).filter((fault) => fault !== undefined);
  return Object.fromEntries(taken.map((fault) => [fault.name, fault]));
}

function matches(name: string, glob: string): boolean {
  const pattern = glob
    .split('*')
    .map((part) => RegExp.escape(part))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(name);
}

/** A token is a file that only one process can make. */
function takeToken(folder: string, prefix: string, times: number): boolean {
  mkdirSync(folder, { recursive: true });
  for (let used = 0; used < times; used += 1) {
    try {
      writeFileSync(join(folder, `${prefix}-${used}`), '', { flag: 'wx' });
      return true;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  return false;
}
