import { expect, it } from 'vitest';
import type { SandboxRequest } from '../../../src/sandbox/backend.ts';
import { runArguments } from '../../../src/sandbox/tart/run.ts';

const request: SandboxRequest = {
  name: 'vm',
  golden: 'base',
  network: { kind: 'softnet', allow: [], block: [] },
  mounts: [],
  nested: false,
};
const always = ['run', 'vm', '--no-graphics', '--no-audio', '--no-clipboard'];

it.each(['/srv/out:ro', '/srv/out,ro', '/srv/a:tag=x,y'])(
  'a path that Tart misreads is refused: %s',
  (path) => {
    expect(() => runArguments({ ...request, mounts: [{ name: 'out', path, readOnly: false }] })).toThrow(
      'for options',
    );
    expect(runArguments({ ...request, mounts: [{ name: 'out', path, readOnly: true }] })).toContain(
      `--dir=out:${path}:ro`,
    );
  },
);

it.each([
  [{}, ['--net-softnet']],
  [
    { network: { kind: 'softnet', allow: ['@host', '10.1.0.0/16'], block: ['0.0.0.0/0'] } },
    ['--net-softnet', '--net-softnet-allow=@host,10.1.0.0/16', '--net-softnet-block=0.0.0.0/0'],
  ],
  [{ network: { kind: 'nat' } }, []],
  [{ network: { kind: 'bridged', interface: 'en0' } }, ['--net-bridged=en0']],
  [
    {
      mounts: [
        { name: 'cache', path: '/Users/ci/My Cache', readOnly: true },
        { name: 'out', path: '/srv/out', readOnly: false },
      ],
      nested: true,
    },
    ['--net-softnet', '--dir=cache:/Users/ci/My Cache:ro', '--dir=out:/srv/out', '--nested'],
  ],
] satisfies [Partial<SandboxRequest>, string[]][])(
  'the request %j becomes the arguments %j',
  (changes, rest) => {
    expect(runArguments({ ...request, ...changes })).toEqual([...always, ...rest]);
  },
);
