import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../clock.ts';
import { SandError } from '../../errors.ts';
import { parseName } from '../../naming/name.ts';
import type {
  Capacity,
  Destroyed,
  ListedVm,
  Network,
  RunningSandbox,
  SandboxBackend,
  SandboxRequest,
} from '../backend.ts';
import { resolversFor } from './addresses.ts';
import { clone } from './clone.ts';
import { destroySandbox } from './destroy.ts';
import { requireFreeBytes } from './disk.ts';
import { prepareGolden } from './golden.ts';
import { parseListing, type TartVm } from './listing.ts';
import { HostLock } from './lock.ts';
import { failure, Tart, type TartSettings } from './program.ts';
import { endOfRun, spawnRun } from './run.ts';
import { RunFiles, type RunRecord } from './run-files.ts';
import { waitForSlot } from './slots.ts';
import { tartExecTransport, tcpTransport } from './transports.ts';
import { exists, readConfiguration, takesSlot, vmFolder, vmFolderNames } from './vm-files.ts';

/** What the Tart backend is told about its host. */
export interface TartBackendOptions {
  readonly tart: TartSettings;
  /** Where the files of each `tart run` are kept. */
  readonly stateDir: string;
  /** How many macOS VMs may run at once. */
  readonly slots: number;
  readonly diskFloorBytes: number;
  /** How long a start waits for a slot, in milliseconds; two minutes by default. */
  readonly slotPatienceMs?: number;
  /** macOS's DHCP lease file, `/var/db/dhcpd_leases`. */
  readonly leaseFile: string;
  readonly clock: Clock;
}

const versionDeadlineMs = 10_000;
const cloneDeadlineMs = 60_000;
const lockDeadlineMs = 120_000;
/** How long `tart run` may take until its VM shows as running (reference/tart.md §8). */
const runningDeadlineMs = 15_000;
const runningLookMs = 50;
/** A start that is refused is refused within this time after the VM's lock was taken. */
const settleMs = 3000;
const defaultSlotPatienceMs = 120_000;
/** `tart list` fails when a VM is deleted while it looks (reference/tart.md §2.7). */
const listTries = 3;
const listEveryMs = 5000;

/** Sandboxes made with Tart on this Mac, by the recipe of reference/tart.md §11. */
export class TartBackend implements SandboxBackend {
  readonly #options: TartBackendOptions;
  readonly #tart: Tart;
  readonly #lock: HostLock;

  constructor(options: TartBackendOptions) {
    this.#options = options;
    this.#tart = new Tart(options.tart);
    this.#lock = new HostLock({
      tartHome: options.tart.tartHome,
      clock: options.clock,
      deadlineMs: lockDeadlineMs,
    });
  }

  async check(signal: AbortSignal): Promise<void> {
    const result = await this.#tart.run(['--version'], signal, { deadlineMs: versionDeadlineMs });
    if (result.exitCode === 0 && result.stdout.trim() !== '') return;
    const said = result.stdout.trim() === '' && result.stderr.trim() === '' ? 'nothing printed' : '';
    throw new SandError('TART_BROKEN', failure(['--version'], result).message + said);
  }

  async capacity(signal: AbortSignal): Promise<Capacity> {
    return this.#capacityOf(await this.list(signal));
  }

  #capacityOf(listed: readonly ListedVm[]): Capacity {
    const taken = listed.filter((vm) => vm.takesSlot).map(({ name }) => name);
    return { slots: this.#options.slots, taken };
  }

  prepare(image: string, signal: AbortSignal): Promise<string> {
    const list = (inner: AbortSignal) => this.list(inner);
    return prepareGolden(image, { tart: this.#tart, lock: this.#lock, list }, signal);
  }

  async create(request: SandboxRequest, signal: AbortSignal): Promise<void> {
    requireOurs(request.name);
    const { tartHome } = this.#options.tart;
    await this.#lock.hold(signal, async () => {
      if (await exists(vmFolder(tartHome, request.name))) {
        throw new SandError('NAME_TAKEN', `there is already a VM called ${request.name}`);
      }
      await requireFreeBytes(tartHome, this.#options.diskFloorBytes);
      const names = { from: request.golden, to: request.name };
      await clone(this.#tart, names, signal, { deadlineMs: cloneDeadlineMs });
    });
    const sizes = sizeArguments(request);
    if (sizes.length > 0) await this.#tart.succeed(['set', request.name, ...sizes], signal);
  }

  async start(request: SandboxRequest, signal: AbortSignal): Promise<RunningSandbox> {
    requireOurs(request.name);
    const { clock } = this.#options;
    await waitForSlot(() => this.#lock.hold(signal, () => this.#boot(request, signal)), {
      clock,
      patienceMs: this.#options.slotPatienceMs ?? defaultSlotPatienceMs,
      signal,
    });
    return await this.#running(request.name, request.network);
  }

  async attach(name: string, network: Network | undefined, signal: AbortSignal): Promise<RunningSandbox> {
    requireOurs(name);
    if (await this.#isRunning(name, signal)) return await this.#running(name, network);
    throw new SandError('VM_STOPPED', `the VM ${name} does not run`);
  }

  async list(signal: AbortSignal): Promise<readonly ListedVm[]> {
    const args = ['list', '--source', 'local', '--format', 'json'];
    for (let tries = 1; ; tries += 1) {
      const result = await this.#tart.run(args, signal);
      if (result.exitCode === 0)
        return await this.#withSlots(await this.#withHidden(parseListing(result.stdout)));
      if (tries === listTries) throw failure(args, result);
    }
  }

  async destroy(name: string, signal: AbortSignal): Promise<Destroyed> {
    requireOurs(name);
    return await destroySandbox(
      name,
      { tart: this.#tart, files: this.#files(name), clock: this.#options.clock },
      signal,
    );
  }

  async output(name: string): Promise<string> {
    const { stdout, stderr } = await this.#files(name).output();
    return stdout + stderr;
  }

  /** Counts, starts and waits until Tart has started the VM; the caller holds the lock from the count on. */
  async #boot(request: SandboxRequest, signal: AbortSignal): Promise<void> {
    const listed = await this.list(signal);
    if (listed.some(({ name, running }) => name === request.golden && running)) {
      throw new SandError('IMAGE_RUNNING', `${request.golden} runs, so ${request.name} may be half of it`);
    }
    const { slots, taken } = this.#capacityOf(listed);
    if (taken.length >= slots && (await takesSlot(this.#options.tart.tartHome, request.name))) {
      throw new SandError('NO_SLOT', `all ${String(slots)} slots are taken by ${taken.join(', ')}`);
    }
    const files = this.#files(request.name);
    await files.prepare();
    spawnRun(request, files, this.#options.tart);
    await this.#untilRunning(request.name, files, signal);
  }

  async #untilRunning(name: string, files: RunFiles, signal: AbortSignal): Promise<void> {
    const deadline = withDeadline(signal, runningDeadlineMs);
    const end = new AbortController();
    const ended = files.ended(this.#options.clock, AbortSignal.any([deadline, end.signal])).then((record) => {
      throw endOfRun(name, record);
    });
    try {
      await Promise.race([ended, this.#seenRunning(name, AbortSignal.any([deadline, end.signal]))]);
    } catch (error) {
      signal.throwIfAborted();
      if (!deadline.aborted) throw error;
      throw new SandError(
        'TART_TIMEOUT',
        `the VM ${name} did not run within ${String(runningDeadlineMs)} ms`,
      );
    } finally {
      end.abort();
      await ended.catch(() => undefined);
    }
  }

  /**
   * `tart list` shows a VM as running before its start is accepted or refused; the control socket is made after that
   * (reference/tart.md §3.2, step 11). Where it cannot be made, a listed VM counts after a while.
   */
  async #seenRunning(name: string, signal: AbortSignal): Promise<void> {
    const { clock, tart } = this.#options;
    const socket = join(vmFolder(tart.tartHome, name), 'control.sock');
    const settledAt = clock.now() + settleMs;
    while (!(await exists(socket))) {
      await clock.sleep(runningLookMs, signal);
      if (clock.now() < settledAt) continue;
      if (await this.#isRunning(name, signal)) return;
    }
  }

  async #isRunning(name: string, signal: AbortSignal): Promise<boolean> {
    return (await this.list(signal)).some((vm) => vm.name === name && vm.running);
  }

  async #running(name: string, network: Network | undefined): Promise<RunningSandbox> {
    const { tart: settings, clock, leaseFile } = this.#options;
    const { macAddress } = await readConfiguration(settings.tartHome, name);
    const kind = network?.kind;
    const resolvers = resolversFor({ vm: name, macAddress, kind, leaseFile, tart: this.#tart, clock });
    return {
      name,
      macAddress,
      transports: [tcpTransport(resolvers), tartExecTransport(name, settings)],
      ended: async (signal) => endOfRun(name, await this.#endRecord(name, signal)),
    };
  }

  /** Without the files of its run, which may be lost, the list has to tell when a VM is over. */
  async #endRecord(name: string, signal: AbortSignal): Promise<RunRecord> {
    const { clock } = this.#options;
    const files = this.#files(name);
    if (await files.started()) return await files.ended(clock, signal);
    while (await this.#isRunning(name, signal)) await clock.sleep(listEveryMs, signal);
    return { exitCode: undefined, stdout: '', stderr: '' };
  }

  /** Tart hides a folder that lacks a file, as a power cut in the middle of a delete leaves it; ours must be seen to be reaped. */
  async #withHidden(listed: readonly TartVm[]): Promise<readonly TartVm[]> {
    const names = new Set(listed.map(({ name }) => name));
    const folders = await vmFolderNames(this.#options.tart.tartHome);
    const hidden = folders.filter((name) => !names.has(name) && parseName(name) !== undefined);
    return [...listed, ...hidden.map((name) => ({ name, running: false }))];
  }

  async #withSlots(listed: readonly TartVm[]): Promise<readonly ListedVm[]> {
    const { tartHome } = this.#options.tart;
    return await Promise.all(
      listed.map(async (vm) => ({ ...vm, takesSlot: vm.running && (await takesSlot(tartHome, vm.name)) })),
    );
  }

  #files(name: string): RunFiles {
    return new RunFiles(this.#options.stateDir, name);
  }
}

function sizeArguments(request: SandboxRequest): string[] {
  return [
    ...(request.cpu === undefined ? [] : ['--cpu', String(request.cpu)]),
    ...(request.memoryMiB === undefined ? [] : ['--memory', String(request.memoryMiB)]),
    ...(request.diskGb === undefined ? [] : ['--disk-size', String(request.diskGb)]),
  ];
}

/** The last guard before a VM is made or deleted: what `naming` cannot parse is not ours. */
function requireOurs(name: string): void {
  if (parseName(name) === undefined)
    throw new SandError('INTERNAL', `refused to touch the VM ${name}: not our name`);
}
