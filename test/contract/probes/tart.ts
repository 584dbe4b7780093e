import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, type ErrorCode } from '../../../src/errors.ts';
import { parseListing } from '../../../src/sandbox/tart/listing.ts';
import { classify } from '../../../src/sandbox/tart/messages.ts';
import { readConfiguration, vmFolder } from '../../../src/sandbox/tart/vm-files.ts';
import { describe, bounded, confirmed, refuted, unknown, type Probe } from './finding.ts';
import type { Lab } from './lab.ts';

/** What Tart must answer: its exit code, and what the table makes of its words. */
interface Expectation {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly code?: ErrorCode;
}

/** A clone that no other probe uses. */
const neverStarted = 9;

/** Tart's exit codes, and words that the table knows. */
export const wordsAreKnown: Probe = async (lab, signal) => {
  const stopped = await lab.clone(neverStarted);
  const none = lab.newName();
  const expectations: Expectation[] = [
    { args: ['stop', none], exitCode: 2, code: 'IMAGE_MISSING' },
    { args: ['clone', none, lab.newName()], exitCode: 2, code: 'IMAGE_MISSING' },
    { args: ['run', none, '--no-graphics'], exitCode: 1, code: 'IMAGE_MISSING' },
    { args: ['delete', none], exitCode: 2, code: 'IMAGE_MISSING' },
    { args: ['stop', stopped.name], exitCode: 2 },
  ];
  const seen: string[] = [];
  const wrong: string[] = [];
  for (const { args, exitCode, code } of expectations) {
    const result = await lab.tart.run(args, signal);
    const said = `tart ${args.join(' ')}: exit ${String(result.exitCode)}, ${result.stderr.trim()}`;
    seen.push(said);
    if (result.exitCode !== exitCode || (code !== undefined && classify(result.stderr) !== code))
      wrong.push(said);
  }
  if (wrong.length > 0) return refuted('the table does not know these answers', wrong.join('\n'));
  await lab.running();
  const limit = await lab.limit();
  const text = [...seen, `one VM too many: ${limit.said}`].join('\n');
  if (limit.outcome === 'runs') return unknown('the words for too many VMs could not be seen', text);
  if (limit.code !== 'VM_LIMIT') return refuted('the table does not know the words for too many VMs', text);
  return confirmed(text);
};

/** the list names every whole VM, and says which of them run. */
export const listIsRead: Probe = async (lab, signal) => {
  await lab.requireTart();
  const read = async () => {
    const raw = (await lab.tart.run(['list', '--source', 'local', '--format', 'json'], signal)).stdout;
    return { raw, vms: parseListing(raw) };
  };
  try {
    const { raw, vms } = await read();
    const missing = (await wholeVms(lab)).filter((name) => !vms.some((vm) => vm.name === name));
    if (missing.length > 0) return refuted(`not in the list: ${missing.join(', ')}`, raw);
  } catch (error) {
    if (codeOf(error) !== 'TART_FAILED') throw error;
    return refuted('the list has another shape', describe(error));
  }
  const stopped = await lab.clone(1);
  const running = await lab.running();
  const { raw, vms } = await read();
  const own = `${stopped.name} is stopped, ${running.name} runs`;
  const right =
    vms.some(({ name, running: runs }) => name === stopped.name && !runs) &&
    vms.some(({ name, running: runs }) => name === running.name && runs);
  return right ? confirmed(`${own}\n${bounded(raw)}`) : refuted(`the list does not say that ${own}`, raw);
};

async function wholeVms(lab: Lab): Promise<string[]> {
  const vms = join(lab.options.tart.tartHome, 'vms');
  const names = await readdir(vms).catch((): string[] => []);
  const whole = await Promise.all(
    names.map(async (name) => {
      const files = await readdir(join(vms, name)).catch((): string[] => []);
      return ['config.json', 'disk.img', 'nvram.bin'].every((file) => files.includes(file)) ? [name] : [];
    }),
  );
  return whole.flat();
}

/** config.json tells the guest's system and its MAC address. */
export const configurationIsRead: Probe = async (lab) => {
  const { name } = await lab.clone(0);
  const { tartHome } = lab.options.tart;
  try {
    const { os, macAddress } = await readConfiguration(tartHome, name);
    const plausible = ['darwin', 'linux'].includes(os) && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(macAddress);
    const seen = { os, macAddress };
    return plausible ? confirmed(seen) : refuted('the values are of another kind', seen);
  } catch (error) {
    return refuted(`${vmFolder(tartHome, name)}/config.json has another shape`, describe(error));
  }
};

/** golden and clones have MAC addresses of their own. */
export const clonesDiffer: Probe = async (lab) => {
  const names = [await lab.golden(), (await lab.clone(0)).name, (await lab.clone(1)).name];
  const { tartHome } = lab.options.tart;
  const all = await Promise.all(
    names.map(async (name) => (await readConfiguration(tartHome, name)).macAddress),
  );
  const evidence = Object.fromEntries(names.map((name, index) => [name, all[index]]));
  if (new Set(all).size === names.length) return confirmed(evidence);
  return refuted('a clone has the MAC address of another VM', evidence);
};

/** a start that is refused never looks accepted. */
export const socketComesLate: Probe = async (lab) => {
  const { outcome, said } = await lab.limit();
  if (outcome === 'runs') return unknown('no start was refused here', said);
  if (outcome === 'late') return refuted('control.sock was there before the start was refused', said);
  return confirmed(said);
};
