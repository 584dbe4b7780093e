import { randomUUID } from 'node:crypto';
import { once as nextEvent } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { runCommand } from './command.ts';
import { whatIsLeft } from '../../src/cli/left.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { startSimulatedGitHub } from '../../src/sim/github/server.ts';
import type { GitHubSettings } from '../../src/sim/github/settings.ts';
import {
  createWorld,
  expectOthersUntouched,
  expectSecret,
  expectTokenHidden,
  expectTrouble,
  foreignVms,
  localImage,
  once,
  workflow,
  type SharedWorld,
  type Shown,
} from './operator.ts';

// One world for all: what is wrong is found before anything is made in it. No job waits there.
let world: SharedWorld;
let folder: string;
beforeAll(async () => {
  world = await createWorld({ job: null });
  folder = join(dirname(world.configFile), 'inputs');
  await mkdir(folder);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const configuration = z.looseObject({
  github: z.looseObject({ auth: z.record(z.string(), z.string()) }),
  pools: z.tuple([z.record(z.string(), z.unknown())]),
  host: z.record(z.string(), z.unknown()),
});
type Configuration = z.infer<typeof configuration>;

let written = 0;

/** A configuration file that is right but for the change. Each has a state folder of its own: all run at once. */
async function configFile(change: (right: Configuration) => void): Promise<string> {
  const right = configuration.parse(parse(await readFile(world.configFile, 'utf8')));
  right.host['stateDir'] = join(world.stateDir, randomUUID());
  change(right);
  return await inputFile(stringify(right));
}

async function inputFile(text: string, mode = 0o600): Promise<string> {
  written += 1;
  const file = join(folder, `input-${String(written)}`);
  await writeFile(file, text, { mode });
  await chmod(file, mode);
  return file;
}

/** Nothing was begun: no image was fetched, no VM was made. */
async function expectNothingBegun(shown: Shown): Promise<void> {
  await expectOthersUntouched(world);
  await expectTokenHidden(world, shown);
  expect(shown.document.sandboxes).toEqual([]);
  const vms = await readdir(join(world.host.tartHome, 'vms'));
  expect(vms.toSorted()).toEqual([localImage, ...foreignVms].toSorted());
}

describe.concurrent('a configuration that is wrong, once as a process:', { timeout: 120_000 }, () => {
  const changes: Record<string, [change: (right: Configuration) => void, ...says: string[]]> = {
    'an unknown key': [
      (right) => (right.pools[0]['lables'] = []),
      'line ',
      'pools[0].lables',
      'did you mean labels?',
    ],
    'a value of the wrong type': [
      (right) => (right.pools[0]['max'] = 'two'),
      'line ',
      'pools[0].max',
      'a number',
    ],
    'a pool name that is used twice': [
      (right) => Object.assign(right, { pools: [...right.pools, ...right.pools] }),
      'line ',
      'uses a name twice: macos',
    ],
    'a label that can never match': [
      (right) => (right.pools[0]['labels'] = ['self-hosted,macOS']),
      'line ',
      'pools[0].labels[0] can never match',
    ],
    'a key file that is not there': [
      (right) => Object.assign(right, { guest: { keyFile: '/nowhere/id_ed25519' } }),
      'guest.keyFile',
      '/nowhere/id_ed25519',
    ],
    'a URL without a scheme': [
      (right) => (right.github['url'] = 'github.com/acme'),
      'line ',
      'github.url',
      'a URL',
    ],
  };

  it.each(Object.entries(changes))('%s is named with its place', async (_, [change, ...says]) => {
    const file = await configFile(change);

    const shown = await once(world, file);

    expectTrouble(shown, 'CONFIG_INVALID', ...says);
    expect(shown.exitCode).toBe(2);
    await expectNothingBegun(shown);
  });

  it('all problems are reported together', async () => {
    const file = await configFile((right) => {
      right.host['slots'] = 0;
      right.pools[0]['jobTimeout'] = '6 hours';
    });

    const shown = await once(world, file);

    expectTrouble(shown, 'CONFIG_INVALID', 'host.slots', 'pools[0].jobTimeout', '90s, 20m, 6h or 2d');
    expect(shown.exitCode).toBe(2);
  });

  it('a file that is no YAML is named with the line', async () => {
    const file = await inputFile('github:\n  url: "https://github.com/acme\npools: []\n');

    const shown = await once(world, file);

    expectTrouble(shown, 'CONFIG_INVALID', file, 'line ');
    expect(shown.exitCode).toBe(2);
    await expectNothingBegun(shown);
  });

  it('a file that is not there is named', async () => {
    const file = join(folder, 'no-such-file.yaml');

    const shown = await once(world, file);

    expectTrouble(shown, 'CONFIG_MISSING', file);
    expect(shown.stderr).toContain('because: ENOENT');
    expect(shown.exitCode).toBe(2);
    await expectNothingBegun(shown);
  });

  it('a command line that cannot be understood has a code and a remedy, too', async () => {
    const { exitCode, stdout, stderr } = await runCommand(
      ['once', '--configuration', 'x', '--json'],
      world.env,
    );

    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'USAGE' } });
    expect(stderr).toMatch(/^USAGE: unknown option '--configuration'\n(?:.*\n)* {2}what to do: .*--help/);
    expect(exitCode).toBe(2);
  });
});

describe.concurrent('a token that is not there, once as a process:', { timeout: 120_000 }, () => {
  it('the file is named', async () => {
    const file = await configFile(({ github }) => (github.auth = { tokenFile: '/nowhere/token' }));

    const shown = await once(world, file);

    expectTrouble(shown, 'TOKEN_MISSING', 'token file /nowhere/token');
    expect(shown.exitCode).toBe(2);
    await expectNothingBegun(shown);
  });

  it('the variable is named', async () => {
    const file = await configFile(({ github }) => (github.auth = { tokenEnv: 'SAND_TEST_NO_TOKEN' }));

    const shown = await once(world, file);

    expectTrouble(shown, 'TOKEN_MISSING', 'variable SAND_TEST_NO_TOKEN');
    expect(shown.exitCode).toBe(2);
    await expectNothingBegun(shown);
  });
});

describe.concurrent('what is allowed but odd, once as a process:', { timeout: 120_000 }, () => {
  it('a token file that others may read, and too few CPUs for macOS, are warnings only', async () => {
    const tokenFile = await inputFile(world.github.token, 0o644);
    const file = await configFile((right) => {
      right.github.auth = { tokenFile };
      right.pools[0]['cpu'] = 2;
    });

    const shown = await once(world, file);

    expect(shown.stderr).toContain(`Other users may open the token file ${tokenFile}: chmod 600 it.`);
    expect(shown.stderr).toContain('pool macos: macOS guests with fewer than 4 CPUs tend to freeze');
    expect(shown.exitCode).toBe(0);
    await expectNothingBegun(shown);
  });

  it('nothing waiting is done by itself', async () => {
    const shown = await once(world);

    expect(shown.document).toEqual({ sandboxes: [], unserved: [] });
    expect(shown.exitCode).toBe(0);
    await expectNothingBegun(shown);
  });
});

describe('a state folder that cannot be written in', () => {
  it('is a wrong configuration, not a bug', async () => {
    // A file of the lock that is a folder: also root cannot open it.
    const stateDir = join(world.stateDir, randomUUID());
    await mkdir(join(stateDir, 'owner.lock'), { recursive: true });
    const file = await configFile((right) => (right.host['stateDir'] = stateDir));

    const shown = await once(world, file);

    expectTrouble(shown, 'CONFIG_INVALID', 'host.stateDir', stateDir);
    expect(shown.exitCode).toBe(2);
  });
});

describe.concurrent('a GitHub that cannot be used, once as a process:', { timeout: 120_000 }, () => {
  const inaccessible = { administration: 'none', organization_self_hosted_runners: 'none' } as const;
  const asked = 'GET /repos/acme/app/actions/runners';
  const refusals: Record<string, { code: ErrorCode; says: string[]; settings: Partial<GitHubSettings> }> = {
    'no permission (403)': {
      code: 'GITHUB_FORBIDDEN',
      says: [asked, '403', 'accepted permissions administration=read'],
      settings: { permissions: { ...inaccessible, actions: 'read', metadata: 'read' } },
    },
    'no permission to read jobs (403)': {
      code: 'GITHUB_FORBIDDEN',
      says: ['GET /repos/acme/app/actions/runs', '403', 'actions=read'],
      settings: {
        permissions: { ...inaccessible, administration: 'write', actions: 'none', metadata: 'read' },
      },
    },
    'an exceeded rate limit': {
      code: 'GITHUB_RATE_LIMITED',
      says: [asked, 'API rate limit exceeded'],
      settings: { rateLimit: 0 },
    },
    'an error of its own (500)': {
      code: 'GITHUB_UNAVAILABLE',
      says: [asked, '500'],
      settings: { faults: [{ name: 'http-500', times: 99 }] },
    },
  };

  it.each(Object.entries(refusals))('%s is told at once', async (_, { code, says, settings }) => {
    await using github = await startGitHub(settings);
    const file = await configFile((right) => {
      right.github['apiUrl'] = github.apiUrl;
      right.github.auth = { tokenFile: github.tokenFile };
    });

    const shown = await once(world, file);

    expectTrouble(shown, code, ...says);
    expectSecret(github.token, [shown.stdout, shown.stderr]);
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  it('a public repository is refused, with the job that waits there', async () => {
    await using github = await startGitHub({}, 'public');
    await github.runWorkflow({
      repository: world.repository,
      path: '.github/workflows/ci.yml',
      workflow: 'on: push\njobs: { one: { runs-on: [self-hosted], steps: [{ run: "true" }] } }',
    });
    const file = await configFile((right) => {
      right.github['apiUrl'] = github.apiUrl;
      right.github.auth = { tokenFile: github.tokenFile };
    });

    const shown = await once(world, file);

    expectTrouble(shown, 'RUNNERS_PUBLIC', 'the repository is public');
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  it('a wrong token (401) is told at once', async () => {
    const token = 'ghp_thisTokenIsNotTheRightOne';
    const tokenFile = await inputFile(token);
    const file = await configFile(({ github }) => (github.auth = { tokenFile }));

    const shown = await once(world, file);

    expectTrouble(shown, 'GITHUB_UNAUTHORIZED', asked, '401', 'Bad credentials');
    expectSecret(token, [shown.stdout, shown.stderr]);
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  it('a misspelt repository (404) is told at once', async () => {
    const file = await configFile(({ github }) => (github['url'] = 'https://github.com/acme/ap'));

    const shown = await once(world, file);

    expectTrouble(shown, 'GITHUB_NOT_FOUND', 'GET /repos/acme/ap/actions/runners', '404');
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  it('an address where nobody listens is named', async () => {
    const { url } = await servePages(() => undefined, 'closed');
    const file = await configFile(({ github }) => (github['apiUrl'] = url));

    const shown = await once(world, file);

    expectTrouble(shown, 'GITHUB_UNREACHABLE', `GET ${url}/repos/acme/app/actions/runners`, 'ECONNREFUSED');
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  const pages: Record<string, [type: string, body: string]> = {
    'a login page in its place': ['text/html', '<!doctype html><title>Sign in</title>'],
    'JSON that breaks off': ['application/json', '{"total_count": 1, "workflow_runs": [{"id":'],
    'JSON of another service': ['application/json', '["hello"]'],
  };
  it.each(Object.entries(pages))('%s is not taken for an answer', async (_, [type, body]) => {
    await using server = await servePages((_request, response) => {
      response.writeHead(200, { 'content-type': type }).end(body);
    });
    const file = await configFile(({ github }) => (github['apiUrl'] = server.url));

    const shown = await once(world, file);

    expectTrouble(shown, 'GITHUB_MALFORMED', 'GET /repos/acme/app');
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  it('a job that no pool serves is named, with its labels', async () => {
    await using github = await startGitHub({});
    await github.runWorkflow({
      repository: world.repository,
      path: '.github/workflows/gpu.yml',
      workflow: workflow('true', 'self-hosted gpu'),
    });
    const file = await configFile((right) => {
      right.github['apiUrl'] = github.apiUrl;
      right.github.auth = { tokenFile: github.tokenFile };
    });

    const shown = await once(world, file);

    expectTrouble(shown, 'NO_POOL', 'the job work', 'labels: self-hosted, gpu', github.url);
    expect(shown.document.unserved.map(({ name }) => name)).toEqual(['work']);
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });
});

describe.concurrent('a Tart that cannot be used, once as a process:', { timeout: 120_000 }, () => {
  it('Tart missing from the PATH is told with that PATH', async () => {
    const PATH = `${dirname(process.execPath)}:/nowhere/bin`;

    const shown = await once({ ...world, env: { ...world.env, PATH } });

    expectTrouble(shown, 'TART_MISSING', 'program tart', '/nowhere/bin');
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });

  const programs: Record<string, [script: string, ...says: string[]]> = {
    'prints nothing': ['exit 0', 'tart --version'],
    fails: [
      'echo "dyld: Library not loaded" >&2; exit 134',
      'tart --version',
      '134',
      'dyld: Library not loaded',
    ],
    'is killed': ['kill -9 $$', 'tart --version', 'was killed'],
  };
  it.each(Object.entries(programs))('a Tart that %s is told', async (_, [script, ...says]) => {
    const tart = await inputFile(`#!/bin/sh\n${script}\n`, 0o755);
    const file = await configFile(({ host }) => (host['tart'] = tart));

    const shown = await once(world, file);

    expectTrouble(shown, 'TART_BROKEN', ...says);
    expect(shown.exitCode).toBe(1);
    await expectNothingBegun(shown);
  });
});

describe('after all of these', () => {
  it('no process of theirs lives on', async () => {
    expect(await whatIsLeft(world)).toEqual({ sandboxes: 0, runners: 0, processes: 0 });
  });
});

/** A GitHub of a test's own, and a file with its token. */
async function startGitHub(settings: Partial<GitHubSettings>, visibility: 'private' | 'public' = 'private') {
  const github = await startSimulatedGitHub({ settings });
  github.addRepository({ fullName: world.repository, private: visibility === 'private' });
  return Object.assign(github, { tokenFile: await inputFile(github.token) });
}

/** A web server that is no GitHub; `closed`: its address only. */
async function servePages(listener: RequestListener, state: 'open' | 'closed' = 'open') {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await nextEvent(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await nextEvent(server, 'close');
  };
  if (state === 'closed') await close();
  return { url: `http://127.0.0.1:${String(port)}`, [Symbol.asyncDispose]: close };
}
