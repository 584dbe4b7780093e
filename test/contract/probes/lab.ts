import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock, withDeadline } from '../../../src/clock.ts';
import { createClient, type GitHubClient } from '../../../src/github/client.ts';
import { createRegistrations, type RunnerRegistrations } from '../../../src/github/runners.ts';
import type { Scope } from '../../../src/github/scope.ts';
import { fixedToken } from '../../../src/github/tokens.ts';
import type { Credentials } from '../../../src/guest/connection.ts';
import { formatName, parseName } from '../../../src/naming/name.ts';
import type { RunningSandbox, SandboxRequest } from '../../../src/sandbox/backend.ts';
import { TartBackend, type TartBackendOptions } from '../../../src/sandbox/tart/backend.ts';
import { goldenName } from '../../../src/sandbox/tart/golden.ts';
import { Tart, type TartSettings } from '../../../src/sandbox/tart/program.ts';
import { exists, vmFolder } from '../../../src/sandbox/tart/vm-files.ts';
import type { Secret } from '../../../src/secret.ts';
import { logIn, type Login } from './login.ts';
import { observeRunner, type RunnerStory } from './runner-story.ts';
import { meetLimit, type LimitSeen } from './limit.ts';
import { startOrphan } from './orphan.ts';

/** How long things may take here, in milliseconds. A Mac and its simulation differ. */
export interface Pace {
  /** Until a guest answers and its user is logged in. */
  readonly guestMs: number;
  /** What does not come within this time does not come. */
  readonly quietMs: number;
  /** A change in a folder that is told within this time is told soon: the product looks by itself every second. */
  readonly soonMs: number;
  /** Until a runner that was interrupted has ended. */
  readonly interruptMs: number;
  /** One probe, with everything that it is the first to need (a pull has its own bound). */
  readonly probeMs: number;
  /** How much a guest writes to be seen on the host's volume. */
  readonly writtenMiB: number;
}

/** GitHub as the probes may use it. */
interface GitHubAccess {
  readonly scope: Scope;
  readonly token: Secret;
}

/** Where the probes run. */
export interface LabOptions {
  readonly tart: TartSettings;
  readonly image: string;
  readonly leaseFile: string;
  readonly guestPort: number;
  readonly credentials: Credentials;
  /** Missing: what needs GitHub stays unknown. */
  readonly github?: GitHubAccess | undefined;
  readonly pace: Pace;
  /** Owner of every VM and runner that is made here. */
  readonly owner: string;
  /** Ends everything but the cleaning up. */
  readonly signal: AbortSignal;
}

const lifetimeSeconds = 4 * 3600;
const pullMs = 4 * 3600_000;
const cleanUpMs = 120_000;

/** A free owner for one run: eight characters of `[a-z0-9]`. */
export function drawOwner(): string {
  return `cf${drawn()}`;
}

/**
 * A Mac with a few VMs of its own, made when a probe first needs them and shared by all: one booted VM serves most of
 * the probes. Disposing deletes whatever was made, the golden included when it was not there before.
 */
export class Lab implements AsyncDisposable {
  readonly options: LabOptions;
  readonly tart: Tart;
  readonly #made: string[] = [];
  readonly #registered: string[] = [];
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly stateDir: string;
  readonly #hadGolden: boolean;

  private constructor(options: LabOptions, stateDir: string, hadGolden: boolean) {
    this.options = options;
    this.stateDir = stateDir;
    this.#hadGolden = hadGolden;
    this.tart = new Tart(options.tart);
  }

  static async open(options: LabOptions): Promise<Lab> {
    const { tart, image } = options;
    const hadGolden = await exists(vmFolder(tart.tartHome, goldenName(image)));
    return new Lab(options, await mkdtemp(join(tmpdir(), 'sand-conformance-')), hadGolden);
  }

  /** The product's backend as it is in a poller, but for what is changed. */
  backend(changes: Partial<TartBackendOptions> = {}): TartBackend {
    return new TartBackend({ ...this.backendOptions(), ...changes });
  }

  backendOptions(): TartBackendOptions {
    const { tart, leaseFile } = this.options;
    return {
      tart,
      leaseFile,
      stateDir: this.stateDir,
      slots: 2,
      diskFloorBytes: 0,
      slotPatienceMs: 10_000,
      clock: wallClock,
    };
  }

  /** Rejects when there is no Tart that works. */
  async requireTart(): Promise<void> {
    await this.#once('tart', () => this.backend().check(this.options.signal));
  }

  /** The golden of the image; the first time may mean a pull. */
  async golden(): Promise<string> {
    await this.requireTart();
    return await this.#once('golden', () =>
      this.backend().prepare(this.options.image, withDeadline(this.options.signal, pullMs)),
    );
  }

  /** A clone, one for each number: 0 becomes `running`, 1 becomes `orphan`. */
  async clone(number: number): Promise<SandboxRequest> {
    const golden = await this.golden();
    return await this.#once(`clone ${String(number)}`, async () => {
      const network = { kind: 'softnet', allow: [], block: [] } as const;
      const request = { name: this.newName(), golden, network, mounts: [], nested: false };
      this.#made.push(request.name);
      await this.backend().create(request, this.#limit());
      return request;
    });
  }

  /** All clones but the one of `running`. */
  async spareClones(): Promise<string[]> {
    const { name: used } = await this.clone(0);
    return this.#made.filter((name) => name !== used);
  }

  /** The VM that the probes of the guest share. */
  async running(): Promise<RunningSandbox> {
    const request = await this.clone(0);
    return await this.#once('running', () => this.backend().start(request, this.#limit()));
  }

  /** A VM whose starter was killed. */
  async orphan(): Promise<SandboxRequest> {
    const request = await this.clone(1);
    return await this.#once('orphan', async () => {
      await startOrphan(this.backendOptions(), request, this.#limit());
      return request;
    });
  }

  /** An SSH connection to `running`. It proves nothing about whose guest answered. */
  async login(): Promise<Login> {
    const { transports } = await this.running();
    return await this.#once('login', () => logIn(transports, this.options));
  }

  /** What became of one VM too many. */
  async limit(): Promise<LimitSeen> {
    return await this.#once('limit', () => meetLimit(this, this.options.signal));
  }

  /** What a runner in `running` did. */
  async runner(): Promise<RunnerStory> {
    this.github();
    return await this.#once('runner', () => observeRunner(this, this.options.signal));
  }

  /** Rejects when GitHub was not named. */
  github(): { client: GitHubClient; scope: Scope; token: Secret; registrations: RunnerRegistrations } {
    const { github } = this.options;
    if (github === undefined) throw new Error('give --github-url and --token-file to probe this');
    const client = createClient({ scope: github.scope, tokens: fixedToken(github.token) });
    return { client, ...github, registrations: createRegistrations(client, github.scope) };
  }

  /** A name for a runner, which is removed in the end. */
  runnerName(): string {
    const name = this.newName();
    this.#registered.push(name);
    return name;
  }

  /** A name of ours that nothing has. */
  newName(): string {
    const deadline = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    return formatName({ owner: this.options.owner, pool: 'conformance', deadline, nonce: drawn() });
  }

  /** Deletes every VM of this owner, those of a killed contract suite among them; the golden stays. */
  async clear(): Promise<void> {
    const [login] = await Promise.allSettled([this.#shared.get('login')]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `login` put there
    if (login.status === 'fulfilled') (login.value as Login | undefined)?.connection.close();
    // Where the list cannot be read, what we know of.
    const found = await this.leftovers().catch((): string[] => []);
    const signal = AbortSignal.timeout(cleanUpMs);
    for (const name of new Set([...this.#made, ...found])) await this.backend().destroy(name, signal);
    this.#made.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.clear();
    const signal = AbortSignal.timeout(cleanUpMs);
    const { github } = this.options;
    if (github !== undefined) {
      // A runner that was cut off stays busy for minutes; GitHub forgets it by itself.
      for (const name of this.#registered)
        await this.github().registrations.remove(name, signal).catch(ignore);
    }
    const golden = goldenName(this.options.image);
    if (this.#shared.has('golden') && !this.#hadGolden) await this.tart.run(['delete', golden], signal);
    await rm(this.stateDir, { recursive: true, force: true });
  }

  /** Names of ours that are still on the host. */
  async leftovers(): Promise<string[]> {
    const listed = await this.backend().list(AbortSignal.timeout(cleanUpMs));
    return listed.map(({ name }) => name).filter((name) => parseName(name)?.owner === this.options.owner);
  }

  /** Made once, by whoever asks first; a failure stays, too. */
  async #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const present = this.#shared.get(key) ?? make();
    this.#shared.set(key, present);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each key has one maker
    return await (present as Promise<T>);
  }

  #limit(): AbortSignal {
    return withDeadline(this.options.signal, this.options.pace.guestMs);
  }
}

/** Six characters of `[a-z0-9]`. */
function drawn(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
}

function ignore(): void {
  // The report is worth more than a clean end.
}
