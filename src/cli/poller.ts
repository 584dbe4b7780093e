import { readFile } from 'node:fs/promises';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { hostReserveMiB } from '../config/warnings.ts';
import { admitted } from '../demand/admitted.ts';
import { createRestPoll } from '../demand/rest-poll.ts';
import { SandError } from '../errors.ts';
import { Fleet } from '../fleet/fleet.ts';
import type { FleetWorld } from '../fleet/resync.ts';
import { checkAccess } from '../github/access.ts';
import { isAway } from '../github/away.ts';
import { createAdmission } from '../github/admission.ts';
import { readAuthentication } from '../github/authentication.ts';
import { createClient, type GitHubClient } from '../github/client.ts';
import { requireAppRunners, requireListedJobs } from '../github/enterprise.ts';
import { createJobs } from '../github/jobs.ts';
import { readAudience } from '../github/read-audience.ts';
import { createRegistrations } from '../github/runners.ts';
import { parseScope, type Scope } from '../github/scope.ts';
import type { Tokens } from '../github/tokens.ts';
import { keyProblem } from '../guest/connection.ts';
import { reachGuest, type ReachedGuest } from '../guest/reach.ts';
import { hardwareId } from '../host/hardware-id.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Limits } from '../lifecycle/plan.ts';
import type { World } from '../lifecycle/serve.ts';
import { ownerOf } from '../naming/draw.ts';
import type { AppEvent } from '../observe/describe.ts';
import { TartBackend } from '../sandbox/tart/backend.ts';
import { Secret } from '../secret.ts';
import { keepIn } from './keeping.ts';
import { packageRoot } from './package-root.ts';
import { toPools } from './pools.ts';

/** Other bounds than a Mac and GitHub need, for worlds that are quicker. Milliseconds. */
export interface Tuning {
  /** See `FleetOptions`. */
  readonly strayRetryMs?: number;
  /** See `TartBackendOptions`. */
  readonly slotPatienceMs?: number;
  readonly limits?: Partial<Limits>;
  /** For one request to GitHub; see `ClientOptions`. */
  readonly requestMs?: number;
  /** See `LinkOptions`. */
  readonly keepaliveMs?: number;
}

/** What is given to a poller besides its configuration. */
export interface PollerOptions extends Tuning {
  readonly env: NodeJS.ProcessEnv;
  readonly emit: (event: AppEvent) => void;
  /** See `FleetOptions`. */
  readonly draining?: boolean;
  /** Begins also while GitHub is away: there may be jobs to be taken over, which need no GitHub. */
  readonly patient?: boolean;
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
  const { host } = config;
  checkScope(config);
  const { owner, tokens, client, scope, backend, registrations } = await standOn(config, options, signal);
  const { emit, keepEvidence } = await keepIn(host.stateDir, tokens.used, options.emit);
  const onSkip = (repository: string, error: unknown) =>
    emit({ type: 'warning', text: `cannot look for jobs in ${repository}: ${String(error)}` });
  const { runnerGroup, allowPublic } = config.github;
  const admit = createAdmission({
    read: async (limit) => readAudience(client, scope, runnerGroup, limit),
    allowPublic,
    clock: wallClock,
    onAudience: (audience) => emit({ type: 'audience', audience }),
    onWarning: (text) => emit({ type: 'warning', text }),
  });
  return new Fleet({
    owner,
    pools: await toPools(config, options.limits),
    slots: host.slots,
    memoryMiB: totalmem() / 2 ** 20 - hostReserveMiB,
    demand: createRestPoll(admitted(createJobs(client, scope, { onSkip, allowPublic }), admit)),
    intervalMs: config.demand.interval,
    emit,
    draining: options.draining ?? false,
    ...(options.strayRetryMs === undefined ? {} : { strayRetryMs: options.strayRetryMs }),
    world: {
      backend,
      registrations,
      reach: await createReach(config.guest, { ...options, emit }),
      keepEvidence,
      clock: wallClock,
    },
  });
}

/** What a poller stands on. */
interface Ground extends Pick<FleetWorld, 'backend' | 'registrations'> {
  readonly owner: string;
  readonly tokens: Tokens;
  readonly client: GitHubClient;
  readonly scope: Scope;
}

/** Makes a poller's ways to GitHub and to the host, and checks them. Rejects with the first thing that is wrong. */
export async function standOn(config: Config, options: PollerOptions, signal: AbortSignal): Promise<Ground> {
  const { host, github } = config;
  const scope = parseScope(github.url, github.apiUrl);
  const bounds = options.requestMs === undefined ? {} : { deadlineMs: options.requestMs };
  const { tokens, warning } = await readAuthentication({ ...github.auth, env: options.env }, scope, bounds);
  if (warning !== undefined) options.emit({ type: 'warning', text: warning });
  const client = createClient({
    scope,
    tokens,
    onWait: (wait) => options.emit({ type: 'waiting-for-github', ...wait }),
    ...bounds,
  });
  const backend = createBackend(config, options);
  const [machine] = await Promise.all([
    hardwareId(signal),
    checkAccess({ client, tokens, scope, jobs: true }, signal).catch((error: unknown) => {
      if (options.patient !== true || !isAway(error)) throw error;
      options.emit({ type: 'demand-failed', error: asSandError(error, 'asking GitHub') });
    }),
    backend.check(signal),
  ]);
  const registrations = createRegistrations(client, scope, { runnerGroup: github.runnerGroup });
  return { owner: ownerOf(machine, host.stateDir), tokens, client, scope, backend, registrations };
}

/** Throws `CONFIG_INVALID` when GitHub's side of the configuration is nothing that can be served. */
export function checkScope({ github }: Config): void {
  const scope = parseScope(github.url, github.apiUrl);
  if (github.auth.app !== undefined) requireAppRunners(scope);
  requireListedJobs(scope);
}

/** Makes the backend that the configuration means; nothing is checked yet. */
export function createBackend(
  { host }: Config,
  { env, slotPatienceMs }: Pick<PollerOptions, 'env' | 'slotPatienceMs'>,
): TartBackend {
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

/** Makes what reaches the guests with the configured login. Rejects with `CONFIG_INVALID` when there is no such login. */
export async function createReach(
  guest: Config['guest'],
  { emit, keepaliveMs }: Pick<PollerOptions, 'emit' | 'keepaliveMs'>,
): Promise<(...given: Parameters<World['reach']>) => Promise<ReachedGuest>> {
  const { user, port, runner: runnerArchive } = guest;
  const credentials = { user, ...(await readLogin(guest)) };
  const scriptsFolder = join(packageRoot, 'runner-scripts');
  return async (running, deadlineMs, signal) => {
    const { name, macAddress, transports } = running;
    const onEvent = (event: Extract<AppEvent, { type: 'guest' }>['event']) =>
      emit({ type: 'guest', sandbox: name, event });
    const tuning = keepaliveMs === undefined ? {} : { keepaliveMs };
    const place = { transports, macAddress, port, credentials, ...tuning };
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
