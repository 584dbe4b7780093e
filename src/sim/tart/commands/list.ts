import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { takeFault } from '../mac/faults.ts';
import { printLine } from '../command.ts';
import type { Command, Context } from '../command.ts';
import { cachedImages } from '../oci-cache.ts';
import { formatJson, formatTable } from '../output.ts';
import type { Row } from '../output.ts';
import { localNames, sizesOf, stateOf, vmDirectory } from '../vm-directory.ts';

/** `tart list` (reference/tart.md §2.7): local VMs, then the images in the cache. */
export const command: Command = {
  grammar: {
    command: 'list',
    operands: [],
    options: {
      source: { value: { oneOf: ['local', 'oci'], invalid: 'source' } },
      format: { value: { oneOf: ['text', 'json'] } },
      quiet: { value: 'flag', short: 'q' },
    },
  },
  execute: async (args, context) => {
    const hangs = takeFault(context.root, 'list-hangs', '');
    if (hangs !== undefined) await delay(hangs.ms ?? 2 ** 31 - 1);
    const source = args.value('source');
    const vms = [
      ...(source === 'oci' ? [] : localVms(context)),
      ...(source === 'local' ? [] : cachedVms(context)),
    ];
    if (args.has('quiet')) printLine(vms.map(({ name }) => name).join('\n'));
    else if (args.value('format') === 'json') printLine(formatJson(vms.map((vm) => jsonRow(vm, context))));
    else printLine(textTable(vms, context));
    return 0;
  },
};

interface ListedVm {
  readonly source: string;
  readonly name: string;
  readonly directory: string;
}

const gigabyte = 1e9;

function localVms({ home }: Context): ListedVm[] {
  return localNames(home).map((name) => ({ source: 'local', name, directory: vmDirectory(home, name) }));
}

function cachedVms({ home }: Context): ListedVm[] {
  return cachedImages(home).map(({ name, directory }) => ({ source: 'OCI', name, directory }));
}

function jsonRow(vm: ListedVm, context: Context): Row {
  const row = usualRow(vm, context);
  if (!context.settings.quirks.includes('list-other-keys')) return row;
  const others: Readonly<Record<string, string>> = { Source: 'Origin', Running: 'Active', State: 'Status' };
  return Object.fromEntries(Object.entries(row).map(([key, cell]) => [others[key] ?? key, cell]));
}

function usualRow(vm: ListedVm, context: Context): Row {
  const { logical, allocated } = sizesOf(vm.directory);
  const state = stateOf(vm.directory);
  return {
    Source: vm.source,
    Name: vm.name,
    Disk: Math.trunc(logical / gigabyte),
    Size: Math.trunc(allocated / gigabyte),
    Running: state === 'running',
    State: state,
    ...(isOldShape(context)
      ? { SizeOnDisk: Math.trunc(allocated / gigabyte) }
      : { Accessed: `${accessed(vm).toISOString().slice(0, 19)}Z` }),
  };
}

function textTable(vms: readonly ListedVm[], context: Context): string {
  if (vms.length === 0) return '';
  const fourth = isOldShape(context) ? [] : ['Accessed'];
  const rows = vms.map((vm) => ({ ...usualRow(vm, context), Accessed: ago(accessed(vm)) }));
  return formatTable(['Source', 'Name', 'Disk', 'Size', ...fourth, 'State'], rows);
}

/** Before 2.31.0 there was no time of access. */
function isOldShape({ settings }: Context): boolean {
  return settings.tartVersion === '2.30.0';
}

function accessed({ directory }: ListedVm): Date {
  return statSync(directory).atime;
}

function ago(time: Date): string {
  const format = new Intl.RelativeTimeFormat('en');
  const seconds = Math.round((time.getTime() - Date.now()) / 1000);
  const units = [
    { unit: 'day', length: 86_400 },
    { unit: 'hour', length: 3600 },
    { unit: 'minute', length: 60 },
  ] as const;
  const { unit, length } = units.find((one) => -seconds >= one.length) ?? { unit: 'second', length: 1 };
  return format.format(Math.trunc(seconds / length), unit);
}
