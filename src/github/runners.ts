import { codeOf, SandError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { backOff, type GitHubClient } from './client.ts';
import { Fields } from './fields.ts';
import { createListing } from './listing.ts';
import type { Registration } from './registration.ts';
import { createRunnerGroup } from './runner-group.ts';
import type { Scope } from './scope.ts';

/** A runner as GitHub's list shows it, ours or not. */
interface ListedRunner {
  readonly id: number;
  readonly name: string;
  readonly online: boolean;
  readonly busy: boolean;
  readonly labels: readonly string[];
}

/** The runner registrations of a scope. All methods reject with a `SandError` or the signal's reason. */
export interface RunnerRegistrations {
  /**
   * Registers an ephemeral runner. When GitHub's answer is lost, or the name is taken, the stray of that name is
   * deleted and the same name tried again, a few times. A call that rejects may leave a registration: `remove` it.
   */
  register(name: string, labels: readonly string[], signal: AbortSignal): Promise<Registration>;
  /** Removes the registration of that name if there is one; `busy`: GitHub believes that it runs a job. */
  remove(name: string, signal: AbortSignal): Promise<'removed' | 'absent' | 'busy'>;
  list(signal: AbortSignal): Promise<readonly ListedRunner[]>;
  find(name: string, signal: AbortSignal): Promise<ListedRunner | undefined>;
}

const mostTries = 4;
const longestName = 100;
const longestLabel = 300;

/** Failures after which GitHub may hold a registration that we do not know the secret of (github-runners.md §1.1). */
const doubtful: ReadonlySet<unknown> = new Set([
  'GITHUB_CONFLICT',
  'GITHUB_UNREACHABLE',
  'GITHUB_UNAVAILABLE',
  'GITHUB_MALFORMED',
]);

/** The registrations of a scope, in the runner group of that name (default: the group `Default`). */
export function createRegistrations(
  client: GitHubClient,
  scope: Scope,
  options: { runnerGroup?: string | undefined } = {},
): RunnerRegistrations {
  const runners = `${scope.prefix}/actions/runners`;
  const listing = createListing(client, { field: 'runners', read: readRunner });
  const groupId = createRunnerGroup(client, scope, options.runnerGroup);

  async function requestJit(
    name: string,
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<Registration> {
    const path = `${runners}/generate-jitconfig`;
    const parameters = { name, runner_group_id: await groupId(signal), labels };
    const { data } = await client.request({ method: 'POST', path, parameters }, signal);
    const fields = new Fields(data, `POST ${path}`);
    return {
      runnerId: fields.inner('runner').integer('id'),
      jitConfig: new Secret(fields.rawText('encoded_jit_config')),
    };
  }

  async function register(
    name: string,
    labels: readonly string[],
    signal: AbortSignal,
    tries: number,
  ): Promise<Registration> {
    try {
      return await requestJit(name, labels, signal);
    } catch (error) {
      if (!doubtful.has(codeOf(error)) || tries >= mostTries) throw error;
    }
    const stray = await remove(name, signal);
    if (stray === 'busy') throw new SandError('GITHUB_CONFLICT', `A runner named ${name} is running a job.`);
    if (stray === 'absent') await client.clock.sleep(backOff(tries), signal);
    return register(name, labels, signal, tries + 1);
  }

  async function find(name: string, signal: AbortSignal): Promise<ListedRunner | undefined> {
    // Servers that do not know the filter `name` answer with all runners.
    for await (const runner of listing(runners, { name }, signal)) if (runner.name === name) return runner;
    return undefined;
  }

  async function remove(name: string, signal: AbortSignal): Promise<'removed' | 'absent' | 'busy'> {
    const runner = await find(name, signal);
    if (runner === undefined) return 'absent';
    try {
      await client.request({ method: 'DELETE', path: `${runners}/${String(runner.id)}` }, signal);
      return 'removed';
    } catch (error) {
      if (codeOf(error) === 'GITHUB_REJECTED') return 'busy';
      if (codeOf(error) === 'GITHUB_NOT_FOUND') return 'absent';
      throw error;
    }
  }

  return {
    register: async (name, labels, signal) => register(name, labels, signal, 1),
    remove,
    list: async (signal) => Array.fromAsync(listing(runners, {}, signal)),
    find,
  };
}

function readRunner(runner: Fields): ListedRunner {
  return {
    id: runner.integer('id'),
    name: runner.text('name', longestName),
    online: runner.rawText('status') === 'online',
    busy: runner.flag('busy'),
    labels: runner.each('labels').map((label) => label.text('name', longestLabel)),
  };
}
