import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { createRestPoll } from '../demand/rest-poll.ts';
import { SandError } from '../errors.ts';
import { Fleet } from '../fleet/fleet.ts';
import { checkAccess } from '../github/access.ts';
import { createClient } from '../github/client.ts';
import { readToken } from '../github/credentials.ts';
import { createJobs } from '../github/jobs.ts';
import { createRegistrations } from '../github/runners.ts';
import { parseScope, type Scope } from '../github/scope.ts';
import { keyProblem } from '../guest/connection.ts';
import { reachGuest } from '../guest/reach.ts';
import { hardwareId } from '../host/hardware-id.ts';
import type { Limits } from '../lifecycle/plan.ts';
import type { World } from '../lifecycle/serve.ts';
import { ownerOf } from '../naming/draw.ts';
import type { AppEvent } from '../observe/describe.ts';
import { EvidenceStore } from '../observe/evidence.ts';
import { TartBackend } from '../sandbox/tart/backend.ts';
import { Secret } from '../secret.ts';
import { packageRoot } from './package-root.ts';
import { toPool } from './pools.ts';

/** Other bounds than a Mac and GitHub need, for worlds that are quicker. Milliseconds. */
export interface Tuning {
  /** See `FleetOptions`. */
  readonly strayRetryMs?: number;
  /** See `TartBackendOptions`. */
  readonly slotPatienceMs?: number;
  readonly limits?: Partial<Limits>;
}

/** What is given to a poller besides its configuration. */
export interface PollerOptions extends Tuning {
  readonly env: NodeJS.ProcessEnv;
  readonly emit: (event: AppEvent) => void;
}

/**
 * Builds a poller from its configuration and checks what it stands on: token, GitHub, Tart. Rejects with the first
 * thing that is wrong.
 */
export async function createPoller(
  config: Config,
  options: PollerOptions,
  signal: AbortSignal,
): Promise<Fleet> {
  const { emit, env } = options;
  const { host, github } = config;
  const { token, warning } = await readToken({ ...github.auth, env });
  if (warning !== undefined) emit({ type: 'warning', text: warning });
  const scope = scopeOf(config);
  const client = createClient({
    scope,
    token,
    onWait: (wait) => emit({ type: 'waiting-for-github', ...wait }),
  });
  const backend = createBackend(config, options);
  await makeStateFolder(host.stateDir);
  const [machine] = await Promise.all([
    hardwareId(signal),
    checkAccess(client, scope, signal),
    backend.check(signal),
  ]);
  const evidence = new EvidenceStore(host.stateDir, [token]);
  const onSkip = (repository: string, error: unknown) =>
    emit({ type: 'warning', text: `cannot look for jobs in ${repository}: ${String(error)}` });
  return new Fleet({
    owner: ownerOf(machine, host.stateDir),
    pools: config.pools.map((pool) => toPool(pool, options.limits)),
    slots: host.slots,
    demand: createRestPoll(createJobs(client, scope, { onSkip })),
    intervalMs: config.demand.interval,
    emit,
    ...(options.strayRetryMs === undefined ? {} : { strayRetryMs: options.strayRetryMs }),
    world: {
      backend,
      registrations: createRegistrations(client, scope, { runnerGroup: github.runnerGroup }),
      reach: await createReach(config.guest, emit),
      keepEvidence: (sandbox, files, secrets) => evidence.keep(sandbox, files, secrets),
      clock: wallClock,
    },
  });
}

/** What GitHub's side of the configuration means; throws `CONFIG_INVALID` when that is nothing. */
export function scopeOf({ github }: Config): Scope {
  return parseScope(github.url, github.apiUrl);
}

function createBackend({ host }: Config, { env, slotPatienceMs }: PollerOptions): TartBackend {
  const { tart: program, stateDir, slots, diskFloor, leaseFile } = host;
  const tartHome = host.tartHome ?? env['TART_HOME'] ?? join(homedir(), '.tart');
  return new TartBackend({
    tart: { program, tartHome, env },
    stateDir,
    slots,
    diskFloorBytes: diskFloor * 1e9,
    leaseFile,
    clock: wallClock,
    ...(slotPatienceMs === undefined ? {} : { slotPatienceMs }),
  });
}

async function createReach(guest: Config['guest'], emit: (event: AppEvent) => void): Promise<World['reach']> {
  const { user, port, runner: runnerArchive } = guest;
  const credentials = { user, ...(await readLogin(guest)) };
  const scriptsFolder = join(packageRoot, 'runner-scripts');
  return async (running, deadlineMs, signal) => {
    const { name, macAddress, transports } = running;
    const onEvent = (event: Extract<AppEvent, { type: 'guest' }>['event']) =>
      emit({ type: 'guest', sandbox: name, event });
    const place = { transports, macAddress, port, credentials };
    return await reachGuest({ ...place, runnerArchive, scriptsFolder, deadlineMs, signal, onEvent });
  };
}

/** The public images let `admin` in with the password `admin` (reference/tart.md §7). */
const imagePassword = 'admin';

async function readLogin(guest: Config['guest']): Promise<{ password?: Secret; privateKey?: Secret }> {
  const { keyFile, password } = guest;
  if (keyFile === undefined) return { password: new Secret(password ?? imagePassword) };
  const privateKey = new Secret(await readKey(keyFile));
  const problem = keyProblem(privateKey);
  if (problem === undefined) return { privateKey };
  throw new SandError(
    'CONFIG_INVALID',
    `guest.keyFile: ${keyFile} is no key that can be used as it is: ${problem}`,
  );
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new SandError('CONFIG_INVALID', `guest.keyFile: cannot read ${file}`, { cause });
  }
}

async function makeStateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SandError('CONFIG_INVALID', `host.stateDir: cannot make the folder ${folder}`, { cause });
  }
}
