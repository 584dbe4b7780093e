import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stringify } from 'yaml';
import { startSimulatedGitHub } from './github/server.ts';
import type { GitHubSettings } from './github/settings.ts';
import type { SimulatedGitHub } from './github/simulated-github.ts';
import { createSimulatedHost, type SettingChanges, type SimulatedHost } from './host.ts';
import { stageRunner } from './runner/stage.ts';

/** A whole world for a poller: a Mac, a GitHub, and a configuration that an operator could have written for them. */
export interface SimulatedWorld extends AsyncDisposable {
  readonly host: SimulatedHost;
  readonly github: SimulatedGitHub;
  /** `owner/name` of the one repository. */
  readonly repository: string;
  readonly stateDir: string;
  readonly configFile: string;
  /** Our environment, with the simulated programs first on the PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** Writes the configuration anew, with the keys of `changes` instead of its own. */
  configure(changes: WorldConfiguration): Promise<void>;
}

/** Top-level keys of a configuration; the keys within `host` and `guest` are added to those of the world. */
interface WorldConfiguration {
  readonly pools?: readonly object[];
  readonly demand?: object;
  readonly host?: object;
  readonly guest?: object;
  readonly github?: object;
}

/** What a world is made of. */
export interface WorldOptions {
  readonly host?: SettingChanges;
  readonly github?: Partial<GitHubSettings>;
  /** The image of the Mac: a registry reference, or the name of a local VM. Without a runner when that is false. */
  readonly image?: { readonly name: string; readonly runner?: boolean };
}

/** The image that a world has unless it is told otherwise. */
const worldImage = 'ghcr.io/cirruslabs/macos-tahoe-base:latest';
const repository = 'acme/app';

/** Builds a world in a temporary folder; disposing it ends all its processes and removes the folder. */
export async function createSimulatedWorld(options: WorldOptions = {}): Promise<SimulatedWorld> {
  await using undo = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'sand-world-'));
  undo.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const host = undo.use(await createSimulatedHost({ root: join(root, 'mac'), settings: options.host ?? {} }));
  const runnerFolder = join(root, 'actions-runner');
  await stageRunner(runnerFolder);
  const { name = worldImage, runner = true } = options.image ?? {};
  await host.addImage({ name, ...(runner ? { runnerFolder } : {}) });
  const github = undo.use(await startSimulatedGitHub({ settings: options.github ?? {} }));
  github.addRepository({ fullName: repository, private: true });
  const tokenFile = join(root, 'token');
  await writeFile(tokenFile, github.token, { mode: 0o600 });
  const kept = undo.move();
  const world: SimulatedWorld = {
    host,
    github,
    repository,
    // Inside the Mac, so that what the poller starts is recognised as a process of this simulation.
    stateDir: join(host.root, 'state'),
    configFile: join(root, 'config.yaml'),
    env: { ...process.env, PATH: `${host.binDir}${delimiter}${process.env['PATH'] ?? ''}` },
    configure: (changes) =>
      writeFile(world.configFile, stringify(configuration(world, { image: name, tokenFile }, changes))),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
  await world.configure({});
  return world;
}

function configuration(
  world: SimulatedWorld,
  { image, tokenFile }: { image: string; tokenFile: string },
  changes: WorldConfiguration,
): object {
  const { host, github, stateDir } = world;
  const places = { stateDir, tartHome: host.tartHome, leaseFile: host.leaseFile, diskFloor: 0 };
  return {
    github: {
      url: `https://github.com/${repository}`,
      apiUrl: github.apiUrl,
      auth: { tokenFile: tokenFile },
      ...changes.github,
    },
    demand: { interval: '1s', ...changes.demand },
    pools: (changes.pools ?? [{}]).map((pool) => ({
      name: 'macos',
      labels: ['self-hosted', 'macOS', 'ARM64'],
      image,
      ...pool,
    })),
    guest: { port: host.guestPort, user: host.guestUser, password: host.guestPassword, ...changes.guest },
    host: { ...places, ...changes.host },
  };
}
