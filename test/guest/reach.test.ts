import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';

import { wallClock } from '../../src/clock.ts';
import type { Transport } from '../../src/guest/dial.ts';
import type { GuestEvent } from '../../src/guest/events.ts';
import type { ReachedGuest, ReachOptions } from '../../src/guest/reach.ts';
import { reachGuest } from '../../src/guest/reach.ts';
import type { Guest } from '../../src/lifecycle/needs.ts';
import type { GuestTransport } from '../../src/sandbox/backend.ts';
import { Secret } from '../../src/secret.ts';
import { scriptsFolder } from '../runner-scripts/guest-home.ts';
import { startSshServer } from './ssh-server.ts';
import { tcpTransport } from './tcp-transport.ts';

const ours = '3e:09:aa:00:0b:01';
const theirs = '3e:09:aa:00:0b:02';
const password = new Secret('correct horse');

/** Long pauses pass quickly. */
const hastyClock = {
  ...wallClock,
  sleep: (ms: number, signal: AbortSignal) => wallClock.sleep(ms / 20, signal),
};

let stack: AsyncDisposableStack;
let events: GuestEvent[];

beforeEach(() => {
  stack = new AsyncDisposableStack();
  events = [];
});

afterEach(async () => {
  await stack.disposeAsync();
});

async function reach(options: Partial<ReachOptions>): Promise<ReachedGuest> {
  const guest = await reachGuest({
    transports: [],
    port: 22,
    credentials: { user: 'admin', password },
    macAddress: ours,
    scriptsFolder,
    deadlineMs: 30_000,
    signal: AbortSignal.timeout(60_000),
    clock: hastyClock,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return stack.use(guest);
}

describe('logging in', () => {
  it.each(['password', 'keyboard-interactive'])('works where the guest wants %s', async (method) => {
    const port = await startSshServer(
      {
        macAddress: ours,
        authenticate: (attempt) => {
          if (attempt.method === 'password' && method === 'password') {
            if (attempt.password === password.reveal()) attempt.accept();
            else attempt.reject();
          } else if (attempt.method === 'keyboard-interactive') {
            attempt.prompt([{ prompt: 'Password:', echo: false }], (answers) => {
              if (answers[0] === password.reveal()) attempt.accept();
              else attempt.reject();
            });
          } else attempt.reject(['password', 'keyboard-interactive']);
        },
      },
      stack,
    );

    const guest = await reach({ transports: [tcpTransport(port)] });

    expect(guest.transport).toBe('tcp');
    expect(events).toEqual([{ type: 'connected', transport: 'tcp', runnerVersion: undefined }]);
  });

  it('is tried a few times with wrong credentials, no more, and does not show them', async () => {
    let logins = 0;
    const authenticate: NonNullable<Parameters<typeof startSshServer>[0]['authenticate']> = (attempt) => {
      if (attempt.method === 'password') logins += 1;
      attempt.reject(['password']);
    };
    const port = await startSshServer({ authenticate }, stack);

    const reaching = reach({ transports: [tcpTransport(port)] });

    await expect(reaching).rejects.toMatchObject({
      code: 'GUEST_AUTH',
      message: 'the guest does not let admin in with this password',
    });
    expect(logins).toBe(4);
  });

  it('works when the guest accepts right credentials a little late', async () => {
    let logins = 0;
    const authenticate: NonNullable<Parameters<typeof startSshServer>[0]['authenticate']> = (attempt) => {
      if (attempt.method === 'password') logins += 1;
      if (logins > 2) attempt.accept();
      else attempt.reject(['password']);
    };
    const port = await startSshServer({ authenticate, macAddress: ours }, stack);

    await reach({ transports: [tcpTransport(port)] });

    expect(logins).toBe(3);
  });
});

describe('making sure whose guest it is', () => {
  it('another guest is not taken: the next transport leads to ours', async () => {
    const foreign = await startSshServer({ macAddress: theirs }, stack);
    const own = await startSshServer({ macAddress: ours }, stack);

    const guest = await reach({ transports: [tcpTransport(foreign, 'tcp'), tcpTransport(own, 'tart-exec')] });

    expect(guest.transport).toBe('tart-exec');
    expect(events[0]).toEqual({ type: 'foreign', transport: 'tcp', macAddresses: [theirs] });
  });

  it('a stale address that becomes fresh leads to ours in the end', async () => {
    const foreign = await startSshServer({ macAddress: theirs }, stack);
    const own = await startSshServer({ macAddress: ours }, stack);
    const ports = [foreign, foreign, own];
    const transport = {
      name: 'tcp',
      open: async (port: number, signal: AbortSignal) =>
        tcpTransport(ports.shift() ?? own).open(port, signal),
    };

    await reach({ transports: [transport] });

    expect(events.map(({ type }) => type)).toEqual(['foreign', 'foreign', 'connected']);
  });

  it('only other guests until the deadline: GUEST_FOREIGN with both addresses', async () => {
    const foreign = await startSshServer({ macAddress: theirs }, stack);

    const reaching = reach({ transports: [tcpTransport(foreign)], deadlineMs: 3000 });

    await expect(reaching).rejects.toMatchObject({ code: 'GUEST_FOREIGN' });
    await expect(reaching).rejects.toThrow(new RegExp(`${ours}.*${theirs}`, 'u'));
  });
});

it('a reached guest and its transports are what the other rooms ask for', () => {
  expectTypeOf<ReachedGuest>().toExtend<Guest>();
  expectTypeOf<GuestTransport>().toEqualTypeOf<Transport>();
});

it('a folder without scripts is a mistake of ours', async () => {
  const reaching = reach({ scriptsFolder: join(import.meta.dirname) });

  await expect(reaching).rejects.toMatchObject({ code: 'INTERNAL' });
});
