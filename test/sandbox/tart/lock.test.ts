import { once } from 'node:events';
import { execa } from 'execa';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wallClock } from '../../../src/clock.ts';
import { HostLock } from '../../../src/sandbox/tart/lock.ts';
import { FakeClock } from '../../lifecycle/fakes/clock.ts';

let tartHome: string;
beforeEach(async () => {
  tartHome = await mkdtemp(join(tmpdir(), 'sand-lock-'));
});
afterEach(() => rm(tartHome, { recursive: true, force: true }));

const lock = (clock = wallClock) => new HostLock({ tartHome, clock, deadlineMs: 5000 });
const work = () => Promise.resolve('mine');
const limit = () => AbortSignal.timeout(60_000);

/** Another process that takes the lock and keeps it until it is killed. */
async function holder() {
  const file = join(import.meta.dirname, '../../../src/sandbox/tart/lock.ts');
  const clock = join(import.meta.dirname, '../../../src/clock.ts');
  const script = `
    import { HostLock } from ${JSON.stringify(file)};
    import { wallClock } from ${JSON.stringify(clock)};
    const lock = new HostLock({ tartHome: ${JSON.stringify(tartHome)}, clock: wallClock, deadlineMs: 1000 });
    await lock.hold(AbortSignal.timeout(60_000), () => { console.log('held'); return new Promise((done) => setTimeout(done, 60_000)); });`;
  const child = execa(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    {
      reject: false,
    },
  );
  await once(child.stdout, 'data');
  return { kill: () => child.kill('SIGKILL') };
}

it('two holders take turns', async () => {
  const events: string[] = [];
  const turn = (who: string) => async () => {
    events.push(`${who} in`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    events.push(`${who} out`);
    return who;
  };

  const results = await Promise.all(['a', 'b', 'c'].map((who) => lock().hold(limit(), turn(who))));

  expect(results).toEqual(['a', 'b', 'c']);
  for (let entry = 0; entry < events.length; entry += 2) {
    expect(events[entry + 1]).toBe(events[entry]?.replace('in', 'out'));
  }
});

it('is given back when the work fails', async () => {
  await expect(lock().hold(limit(), () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');

  expect(await lock().hold(limit(), () => Promise.resolve('free'))).toBe('free');
});

it('of another process keeps us out, and is free when that was killed', async () => {
  const other = await holder();

  await expect(lock(new FakeClock()).hold(limit(), work)).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
  await expect(lock().hold(AbortSignal.timeout(50), work)).rejects.toThrow('timeout');
  const waiting = lock().hold(limit(), work);
  other.kill();

  expect(await waiting).toBe('mine');
});

it('makes a TART_HOME that is not there, and writes nothing into its file', async () => {
  const home = join(tartHome, 'new', 'home');

  await new HostLock({ tartHome: home, clock: wallClock, deadlineMs: 100 }).hold(limit(), () =>
    Promise.resolve(),
  );

  expect(await readFile(join(home, 'sand-action.lock'), 'utf8')).toBe('');
});
