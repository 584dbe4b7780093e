import { SandError } from '../../../src/errors.ts';
import type {
  Capacity,
  Destroyed,
  ListedVm,
  RunningSandbox,
  SandboxBackend,
  SandboxRequest,
} from '../../../src/sandbox/backend.ts';
import type { FakeRunner } from './runner.ts';
import type { Stage } from './stage.ts';

interface Vm {
  running: boolean;
  /** Aborts when the VM ends, for whoever lives in it. */
  readonly life: AbortController;
  readonly ended: PromiseWithResolvers<SandError>;
  /** What was started in it: lives as long as the VM, whoever started it. */
  runner?: FakeRunner;
  warmup?: 'begun' | 'done';
}

/** A host whose VMs are entries of a map. */
export class FakeHost implements SandboxBackend {
  readonly vms = new Map<string, Vm>();
  readonly images = new Set(['tahoe']);
  /** How many VMs existed at once, at most. */
  peak = 0;
  /** How many ran at once, at most. */
  runningPeak = 0;
  /** How many watch for the end of a VM now. */
  watchers = 0;
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** A VM that somebody made before. */
  add(name: string): void {
    this.vms.set(name, { running: false, life: new AbortController(), ended: Promise.withResolvers() });
    this.peak = Math.max(this.peak, this.vms.size);
  }

  /** The VM ends by itself. */
  crash(name: string, error = new SandError('VM_STOPPED', 'the VM was stopped')): void {
    const vm = this.vms.get(name);
    if (vm?.running !== true) return;
    vm.running = false;
    vm.life.abort(error);
    vm.ended.resolve(error);
  }

  runnerOf(name: string): FakeRunner | undefined {
    return this.vms.get(name)?.runner;
  }

  /** Starts a runner in a VM. */
  run(name: string, runner: FakeRunner): void {
    const vm = this.vms.get(name);
    if (vm === undefined) throw new SandError('GUEST_LOST', `there is no VM ${name}`);
    vm.runner = runner;
    runner.run(this.lifeOf(name)).catch(() => undefined);
  }

  /** Ends when the VM does. */
  lifeOf(name: string): AbortSignal {
    const life = this.vms.get(name)?.life.signal ?? AbortSignal.abort(new Error('no such VM'));
    return AbortSignal.any([life, this.#stage.over]);
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  capacity(): Promise<Capacity> {
    return Promise.resolve({ slots: 2, taken: [...this.vms.keys()] });
  }

  async prepare(image: string, signal: AbortSignal): Promise<string> {
    return await this.#stage.perform('prepare', image, {
      signal,
      act: () => {
        if (!this.images.has(image)) throw new SandError('IMAGE_MISSING', `no image ${image}`);
        return `golden-${image}`;
      },
    });
  }

  async create({ name }: SandboxRequest, signal: AbortSignal): Promise<void> {
    await this.#stage.perform('create', name, {
      signal,
      act: () => {
        if (this.vms.has(name)) throw new SandError('NAME_TAKEN', `there is a VM ${name}`);
        this.add(name);
      },
    });
  }

  async start({ name }: SandboxRequest, signal: AbortSignal): Promise<RunningSandbox> {
    return await this.#stage.perform('start', name, {
      signal,
      act: () => {
        const vm = this.vms.get(name);
        if (vm === undefined) throw new SandError('TART_FAILED', `there is no VM ${name}`);
        vm.running = true;
        const running = [...this.vms.values()].filter((each) => each.running).length;
        this.runningPeak = Math.max(this.runningPeak, running);
        return this.#running(name, vm);
      },
    });
  }

  async attach(name: string, _: unknown, signal: AbortSignal): Promise<RunningSandbox> {
    return await this.#stage.perform('attach', name, {
      signal,
      act: () => {
        const vm = this.vms.get(name);
        if (vm?.running !== true) throw new SandError('VM_STOPPED', `${name} does not run`);
        return this.#running(name, vm);
      },
    });
  }

  async list(signal: AbortSignal): Promise<readonly ListedVm[]> {
    const act = () => [...this.vms].map(([name, { running }]) => ({ name, running, takesSlot: running }));
    return await this.#stage.perform('list', '', { signal, act });
  }

  async destroy(name: string, signal: AbortSignal): Promise<Destroyed> {
    return await this.#stage.perform('destroy', name, {
      signal,
      act: () => {
        this.crash(name);
        this.vms.delete(name);
        return { reclaimedBytes: 4096 };
      },
    });
  }

  async output(name: string): Promise<string> {
    const { over: signal } = this.#stage;
    return await this.#stage.perform('output', name, { signal, act: () => 'tart said nothing' });
  }

  #running(name: string, vm: Vm): RunningSandbox {
    const ended = (watching: AbortSignal) => this.#untilEnd(vm, watching);
    return { name, macAddress: '02:00:00:00:00:01', transports: [], ended };
  }

  async #untilEnd(vm: Vm, watching: AbortSignal): Promise<SandError> {
    const { promise, reject } = Promise.withResolvers<never>();
    watching.addEventListener('abort', () => reject(watching.reason));
    this.watchers += 1;
    try {
      return await Promise.race([vm.ended.promise, promise]);
    } finally {
      this.watchers -= 1;
    }
  }
}
