import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { eventually } from '../../eventually.ts';
import { wallClock } from '../../../src/clock.ts';
import { tartEnvironment } from '../../../src/sandbox/tart/environment.ts';
import { Tart } from '../../../src/sandbox/tart/program.ts';
import { RunFiles } from '../../../src/sandbox/tart/run-files.ts';
import { spawnRun } from '../../../src/sandbox/tart/run.ts';
import { tartExecTransport } from '../../../src/sandbox/tart/transports.ts';
import { scriptTart } from './scripted-tart.ts';

const harmless = {
  HOME: '/Users/ci',
  PATH: '/usr/bin:/bin',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'C',
  TMPDIR: '/tmp',
  TART_X: '1',
};
const forbidden = {
  RUNNER_TRACKING_ID: 'github_1',
  INPUT_TOKEN: 's3cret',
  GITHUB_TOKEN: 's3cret',
  GH_TOKEN: 's3cret',
  ACTIONS_RUNTIME_TOKEN: 's3cret',
  MY_PASSWORD: 's3cret',
  XPATH: 'not PATH',
  NODE_OPTIONS: '--inspect',
};
const credentials = {
  TART_REGISTRY_USERNAME: 'ci',
  TART_REGISTRY_PASSWORD: 's3cret',
  TART_REGISTRY_HOSTNAME: 'ghcr.io',
};
const ours = { ...harmless, ...forbidden, ...credentials };
const always = { TART_HOME: '/home', TART_NO_AUTO_PRUNE: '', CI: '1' };

it('lets through what a program needs, and nothing else', () => {
  expect(tartEnvironment(ours, { tartHome: '/home' })).toEqual({ ...harmless, ...always });
});

it('gives the registry credentials to a pull alone', () => {
  expect(tartEnvironment(ours, { tartHome: '/home', registry: true })).toMatchObject(credentials);
  expect(Object.keys(tartEnvironment(ours, { tartHome: '/home' }))).not.toContain('TART_REGISTRY_PASSWORD');
});

it('leaves out variables that have no value', () => {
  expect(tartEnvironment({ HOME: undefined }, { tartHome: '/home' })).toEqual(always);
});

it.skipIf(process.platform !== 'linux')('is all that a command, a run and an exec of Tart have', async () => {
  await using scripted = await scriptTart('*) echo "$$" >"$root/pid-$1"; exec sleep 60;;');
  const env = { ...process.env, ...ours, PATH: '/usr/bin:/bin' };
  const settings = { ...scripted.settings, env };
  const abort = new AbortController();
  const files = new RunFiles(`${scripted.root}/state`, 'vm');
  await files.prepare();

  const listing = new Tart(settings).run(['list'], abort.signal);
  const request = {
    name: 'vm',
    golden: 'base',
    network: { kind: 'nat' },
    mounts: [],
    nested: false,
  } as const;
  spawnRun(request, files, settings);
  const stream = await tartExecTransport('vm', settings).open(22, abort.signal);

  try {
    for (const command of ['list', 'run', 'exec']) {
      await eventually(async () => {
        const pid = (await readFile(`${scripted.root}/pid-${command}`, 'utf8')).trim();
        const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
        const names = environment.map((entry) => entry.split('=')[0] ?? '').filter(Boolean);
        const allowed =
          /^(?:HOME|PATH|USER|LOGNAME|SHELL|TMPDIR|LANG|LC_\w+|TZ|TART_\w+|CI|PWD|OLDPWD|SHLVL|_)$/;
        expect(names.filter((name) => !allowed.test(name) || name.startsWith('TART_REGISTRY_'))).toEqual([]);
        expect(environment.join('\n')).not.toContain('s3cret');
      });
    }
  } finally {
    stream.destroy();
    abort.abort();
    await listing.catch(() => undefined);
    process.kill(Number(await readFile(`${scripted.root}/pid-run`, 'utf8')), 'SIGKILL');
    await files.ended(wallClock, AbortSignal.timeout(60_000));
  }
});
