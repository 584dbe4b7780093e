import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ReachedGuest } from '../../src/guest/reach.ts';
import { reachGuest } from '../../src/guest/reach.ts';
import type { Terminal, WindowSize } from '../../src/guest/relay.ts';
import { eventually } from '../eventually.ts';
import { findCommand, GuestHome, macOfHome, scriptsFolder } from '../runner-scripts/guest-home.ts';
import { CuttableProxy } from './cuttable-proxy.ts';
import { sshdPath, startOpenSsh } from './openssh-server.ts';
import { tcpTransport } from './tcp-transport.ts';

const signal = AbortSignal.timeout(60_000);
const skipped = sshdPath === undefined ? ' (SKIPPED: sshd is not installed here)' : '';

describe.skipIf(sshdPath === undefined)(
  `a program for a person, with a real OpenSSH server${skipped}`,
  () => {
    let stack: AsyncDisposableStack;
    let proxy: CuttableProxy;
    let guest: ReachedGuest;

    beforeEach(async () => {
      stack = new AsyncDisposableStack();
      const home = stack.use(new GuestHome());
      const server = stack.use(await startOpenSsh(home, '/bin/sh'));
      proxy = stack.use(new CuttableProxy(server.port));
      const transports = [tcpTransport(await proxy.listen())];
      const { credentials } = server;
      const place = { transports, port: 22, credentials, macAddress: macOfHome, scriptsFolder };
      guest = stack.use(await reachGuest({ ...place, deadlineMs: 20_000, signal }));
    });

    afterEach(async () => {
      await stack.disposeAsync();
    });

    /** Starts a program; what it prints is in `shown` as it comes. */
    function start(command: string, given: { terminal?: Terminal; stdout?: Writable } = {}) {
      const stdin = new PassThrough();
      const shown: string[] = [];
      const screen = new PassThrough().on('data', (chunk: Buffer) => shown.push(chunk.toString()));
      const stderr = new PassThrough();
      const ended = guest.interact({ command, stdin, stdout: screen, stderr, ...given }, signal);
      return { stdin, stderr, ended, shown: () => shown.join('') };
    }

    it('has its input, its two outputs apart, and its exit code', async () => {
      const { stdin, stderr, ended, shown } = start('cat; echo wrong >&2; exit 7');
      stdin.end('what was typed\n');
      const errors = text(stderr);
      await expect(ended).resolves.toBe(7);
      expect(shown()).toBe('what was typed\n');
      stderr.end();
      await expect(errors).resolves.toBe('wrong\n');
    });

    it('gives all of a long output', async () => {
      const { ended, shown } = start('head -c 3000000 /dev/zero');
      await expect(ended).resolves.toBe(0);
      await eventually(() => expect(shown()).toHaveLength(3_000_000));
    });

    it('has no exit code when a signal ended it', async () => {
      await expect(start('kill -9 $$').ended).resolves.toBeUndefined();
    });

    it('has a terminal of the right type and size, and learns of another size', async () => {
      const stty = findCommand('stty') ?? 'stty';
      const sizes = new EventTarget();
      let size: WindowSize = { columns: 101, rows: 33 };
      const onResize: Terminal['onResize'] = (listener, until) =>
        sizes.addEventListener('resize', () => listener(size), { signal: until });
      const terminal = { ...size, type: 'vt220', onResize };

      const command = `echo "$TERM $(${stty} size)"; read line; echo "then $(${stty} size)"`;
      const { stdin, ended, shown } = start(command, { terminal });
      await eventually(() => expect(shown()).toContain('vt220 33 101'));
      size = { columns: 80, rows: 20 };
      sizes.dispatchEvent(new Event('resize'));
      stdin.write('\r');

      await expect(ended).resolves.toBe(0);
      expect(shown()).toContain('then 20 80');
    });

    it('fails with GUEST_LOST when the connection breaks', async () => {
      const { ended, shown } = start('echo here; cat');
      const failed = ended.catch((error: unknown) => error);
      await eventually(() => expect(shown()).toBe('here\n'));
      proxy.cut();
      await expect(failed).resolves.toMatchObject({ code: 'GUEST_LOST' });
    });

    it('is given up when nobody reads its output any more', async () => {
      const stdout = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
      await expect(start('cat /dev/zero', { stdout }).ended).resolves.toBeUndefined();
    });
  },
);
