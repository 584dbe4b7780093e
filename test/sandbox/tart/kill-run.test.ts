import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { killRun, runsOf } from '../../../src/sandbox/tart/kill-run.ts';

const name = 'sand-ownerabc-xcode-0t867xg-nonce1';

/** A shell whose arguments look like those of `tart run`. */
function start(vm: string): ChildProcess {
  return spawn('/bin/sh', ['-c', 'sleep 60; exit 0', 'tart', 'run', vm, '--x']);
}

describe('the runs of a VM', () => {
  it('are the processes that name it behind "run", its shell too, and nothing else', () => {
    const listing = `
    1 /sbin/launchd
  101 /opt/homebrew/bin/tart run ${name} --no-graphics
  102 /bin/sh -c script /state tart run ${name} --no-graphics
  103 tart run ${name}
  104 tart run ${name}x --no-graphics
  105 tart stop ${name}
  106 vi ${name}`;
    expect(runsOf(name, listing)).toEqual([101, 102, 103]);
  });

  it('are never processes that the listing does not have', () => {
    fc.assert(
      fc.property(fc.string(), (listing) => {
        expect(runsOf(name, listing).every((pid) => listing.includes(String(pid)))).toBe(true);
      }),
    );
  });

  it('are killed, and others are not', async () => {
    const doomed = start(name);
    const other = start(`${name}x`);

    await killRun(name, process.env, new AbortController().signal);

    const [, signal] = (await once(doomed, 'exit')) as unknown[];
    expect(signal).toBe('SIGKILL');
    expect(other.exitCode).toBeNull();
    other.kill('SIGKILL');
  });
});
