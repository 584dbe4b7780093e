import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withDeadline } from '../../src/clock.ts';
import { codeOf, SandError } from '../../src/errors.ts';
import { formatName } from '../../src/naming/name.ts';
import type { GuestTransport, Network, SandboxBackend, SandboxRequest } from '../../src/sandbox/backend.ts';

/** A host that a backend is tried on. No VM but ours may run there. */
export interface ContractHost extends AsyncDisposable {
  /** The backend as one more process of the same owner would make it. */
  backend(options?: { readonly slotPatienceMs?: number }): SandboxBackend;
  /** Not made ready yet, or already: both must do. */
  readonly image: string;
  readonly network: Network;
  /** Where the guest's SSH server listens. */
  readonly guestPort: number;
  /** How long any one step may take here, in milliseconds. */
  readonly patienceMs: number;
  /** How long `prepare` may take, the first time and when the image is ready, in milliseconds. */
  readonly prepareMs: { readonly first: number; readonly again: number };
  /** Shuts the guest down from its inside; it was reached before. */
  shutDownGuest(name: string): Promise<void>;
  /** Whatever exists for the sandboxes of `contractOwner`: VMs, folders, processes. */
  leftovers(): Promise<readonly string[]>;
}

/** Owner of every sandbox that this run of the contract makes; several may run on one machine. */
export const contractOwner = process.env['SAND_CONFORMANCE_OWNER'] ?? `ct${drawn()}`;

/** After an abort a method may finish what cannot be interrupted, no more. */
const promptMs = 10_000;
/** Moments of an abort, in milliseconds after the call. */
const momentsMs = [0, 120];
const foreignNames = ['my-vm', 'sand-mine', '..', '../../somewhere', ''];

/**
 * What every `SandboxBackend` must do (the docstrings of src/sandbox/backend.ts). The tests share one host, one after
 * the other, and each one ends with nothing left. With an `obstacle` they are skipped, and the title says why.
 */
export function describeBackend(
  name: string,
  makeHost: () => Promise<ContractHost>,
  obstacle?: string,
): void {
  const why = obstacle === undefined ? '' : ` (skipped: ${obstacle})`;
  const options = { skip: obstacle !== undefined, timeout: 900_000 };
  describe(`the contract of a sandbox backend: ${name}${why}`, options, () => {
    let host: ContractHost;
    let backend: SandboxBackend;
    let golden: string;

    beforeAll(async () => {
      host = await makeHost();
      backend = host.backend();
      golden = await backend.prepare(host.image, AbortSignal.timeout(host.prepareMs.first));
    }, 4 * 3600_000);
    afterAll(() => host[Symbol.asyncDispose]());

    const limit = () => AbortSignal.timeout(host.patienceMs);
    const made: string[] = [];
    /** A request with a name of its own. */
    const request = (): SandboxRequest => {
      const sandbox = newName();
      made.push(sandbox);
      return { name: sandbox, golden, network: host.network, mounts: [], nested: false };
    };
    const create = async () => {
      const wanted = request();
      await backend.create(wanted, limit());
      return wanted;
    };
    const boot = async () => await backend.start(await create(), limit());
    const shown = async (sandbox: string) =>
      (await backend.list(limit())).find((vm) => vm.name === sandbox)?.running;
    afterEach(async () => {
      for (const sandbox of made.splice(0)) await backend.destroy(sandbox, limit());
      expect(await host.leftovers()).toEqual([]);
    }, 600_000);

    describe('an image', () => {
      test('is made ready once: the second time is cheap and gives the same golden', async () => {
        const again = await backend.prepare(host.image, AbortSignal.timeout(host.prepareMs.again));

        expect(again).toBe(golden);
        expect(await shown(golden)).toBe(false);
      });

      test('that does not exist is IMAGE_MISSING', async () => {
        await expect(backend.prepare('there-is-no-such-image', limit())).rejects.toMatchObject({
          code: 'IMAGE_MISSING',
        });
        await expect(
          backend.create({ ...request(), golden: 'there-is-no-such-image' }, limit()),
        ).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
      });
    });

    describe('a name', () => {
      test('that is not ours is refused by create, start and destroy, and nothing is made', async () => {
        const before = await backend.list(limit());

        for (const foreign of [...foreignNames, golden]) {
          const wanted = { ...request(), name: foreign };
          await expect(backend.create(wanted, limit())).rejects.toMatchObject({ code: 'INTERNAL' });
          await expect(backend.start(wanted, limit())).rejects.toMatchObject({ code: 'INTERNAL' });
          await expect(backend.destroy(foreign, limit())).rejects.toMatchObject({ code: 'INTERNAL' });
        }

        expect(await backend.list(limit())).toEqual(before);
      });

      test('that a VM has, stopped or running, is NAME_TAKEN, and that VM stays what it was', async () => {
        const wanted = await create();
        await expect(backend.create(wanted, limit())).rejects.toMatchObject({ code: 'NAME_TAKEN' });
        expect(await shown(wanted.name)).toBe(false);

        const running = await backend.start(wanted, limit());
        const watching = new AbortController();
        const ended = running.ended(watching.signal);
        await expect(host.backend().create(wanted, limit())).rejects.toMatchObject({ code: 'NAME_TAKEN' });

        expect(await shown(wanted.name)).toBe(true);
        await bannerOf(running.transports, host);
        watching.abort(new Error('it has not ended'));
        await expect(ended).rejects.toThrow('it has not ended');
      });
    });

    describe('a sandbox', () => {
      test('is stopped once created, and runs once started', async () => {
        const wanted = await create();
        expect(await shown(wanted.name)).toBe(false);

        const running = await backend.start(wanted, limit());

        expect(running.name).toBe(wanted.name);
        expect(running.macAddress).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
        expect(await shown(wanted.name)).toBe(true);
      });

      test('shows its SSH server on each transport, on a stream that outlives its opening', async () => {
        const { transports } = await boot();

        expect(transports.length).toBeGreaterThan(0);
        for (const transport of transports) {
          await using stream = await reach(transport, host);
          stream.write('SSH-2.0-contract\r\n');
          await nextBytes(stream, limit()); // the server goes on: it offers its algorithms
        }
      });

      test('that runs takes a slot, and has a MAC address that no other has', async () => {
        const one = await boot();
        expect(await backend.capacity(limit())).toMatchObject({ taken: [one.name] });

        const other = await boot();

        expect(other.macAddress).not.toBe(one.macAddress);
        const { slots, taken } = await host.backend().capacity(limit());
        expect(taken.toSorted()).toEqual([one.name, other.name].toSorted());
        expect(slots).toBe(2);
      });

      test('for which there is no slot waits for one, and in the end is NO_SLOT', async () => {
        const running = [await boot(), await boot()];
        const third = await create();

        await expect(host.backend({ slotPatienceMs: 100 }).start(third, limit())).rejects.toMatchObject({
          code: 'NO_SLOT',
        });
        const waiting = backend.start(third, limit());
        await backend.destroy(running[0]?.name ?? '', limit());

        expect((await waiting).name).toBe(third.name);
      });
    });

    describe('the end', () => {
      test('of a running, a stopped and a missing sandbox is the same: nothing is left', async () => {
        const [running, stopped] = [await boot(), await create()];

        for (const sandbox of [running.name, stopped.name, newName(), running.name]) {
          const { reclaimedBytes } = await backend.destroy(sandbox, limit());
          expect(reclaimedBytes ?? 0).toBeGreaterThanOrEqual(0);
          expect(await shown(sandbox)).toBeUndefined();
        }

        expect(await host.leftovers()).toEqual([]);
      });

      test('may come from several sides at once', async () => {
        const { name: sandbox } = await boot();

        const sides = [backend, host.backend(), backend];
        await Promise.all(sides.map((side) => side.destroy(sandbox, limit())));

        expect(await host.leftovers()).toEqual([]);
      });

      test('by destroy is seen by whoever waits for it', async () => {
        const running = await boot();
        const ended = [running.ended(limit()), running.ended(limit())];

        await host.backend().destroy(running.name, limit());

        for (const reason of await Promise.all(ended)) expect(reason).toBeInstanceOf(SandError);
        expect(await running.ended(limit())).toBeInstanceOf(SandError);
      });

      test('by the guest itself is VM_STOPPED, with the output kept until destroy', async () => {
        const running = await boot();
        await bannerOf(running.transports, host);
        const ended = running.ended(limit());

        await host.shutDownGuest(running.name);

        expect(codeOf(await ended)).toBe('VM_STOPPED');
        expect(await shown(running.name)).toBe(false);
        expect(await host.backend().output(running.name)).not.toBe('');
        expect(await backend.output(newName())).toBe('');
      });
    });

    describe('an abort', () => {
      test('is obeyed promptly by create, and destroy leaves nothing', async () => {
        for (const ms of momentsMs) {
          const wanted = request();
          await abortAfter(ms, host, (signal) => backend.create(wanted, signal));
          await backend.destroy(wanted.name, limit());
          expect(await host.leftovers()).toEqual([]);
        }
      });

      test('is obeyed promptly by start, and destroy leaves nothing', async () => {
        for (const ms of momentsMs) {
          const wanted = await create();
          await abortAfter(ms, host, (signal) => backend.start(wanted, signal));
          await backend.destroy(wanted.name, limit());
          expect(await host.leftovers()).toEqual([]);
        }
      });

      test('is obeyed promptly by destroy, and another destroy leaves nothing', async () => {
        for (const ms of momentsMs) {
          const { name: sandbox } = await boot();
          await abortAfter(ms, host, (signal) => backend.destroy(sandbox, signal));
          await backend.destroy(sandbox, limit());
          expect(await host.leftovers()).toEqual([]);
        }
      });
    });

    test('two processes that race for the slots never run more than there are', async () => {
      const sides = [backend, host.backend()];
      const wanted = [await create(), await create(), await create(), await create()];
      const counts: number[] = [];

      await Promise.all(
        wanted.map(async (each, index) => {
          const side = sides[index % sides.length] ?? backend;
          await side.start(each, limit());
          counts.push((await side.capacity(limit())).taken.length);
          await side.destroy(each.name, limit());
        }),
      );

      expect(counts).toHaveLength(wanted.length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    });
  });
}

/** Six characters of `[a-z0-9]`. */
function drawn(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
}

function newName(): string {
  return formatName({
    owner: contractOwner,
    pool: 'test',
    deadline: Math.floor(Date.now() / 1000) + 3600,
    nonce: drawn(),
  });
}

/** Aborts a call; it must end promptly, with the abort's own reason unless it was done before. */
async function abortAfter(
  ms: number,
  host: ContractHost,
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const abort = new AbortController();
  const stopped = new Error('stopped by the test');
  const result = call(AbortSignal.any([abort.signal, AbortSignal.timeout(host.patienceMs)])).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  let abortedAt = Number.POSITIVE_INFINITY;
  setTimeout(() => {
    abortedAt = performance.now();
    abort.abort(stopped);
  }, ms);
  expect([undefined, stopped]).toContain(await result);
  expect(performance.now() - abortedAt).toBeLessThan(promptMs);
}

/** Tries a transport until it shows the banner; the signal of the opening is aborted before that. */
async function reach(transport: GuestTransport, host: ContractHost): Promise<Duplex> {
  const giveUpAt = performance.now() + host.patienceMs;
  for (;;) {
    const opening = new AbortController();
    try {
      const stream = await transport.open(host.guestPort, withDeadline(opening.signal, host.patienceMs));
      stream.on('error', () => undefined);
      opening.abort();
      expect(await nextBytes(stream, AbortSignal.timeout(host.patienceMs))).toMatch(/^SSH-/);
      return stream;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Waits until the guest answers on its best transport. */
async function bannerOf(transports: readonly GuestTransport[], host: ContractHost): Promise<void> {
  const [best] = transports;
  if (best === undefined) throw new Error('no transport');
  (await reach(best, host)).destroy();
}

async function nextBytes(stream: Duplex, signal: AbortSignal): Promise<string> {
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  try {
    for (;;) {
      const bytes: unknown = stream.read();
      if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString('latin1');
      if (stream.destroyed || stream.readableEnded) throw new Error('the stream was closed');
      await Promise.race(
        ['readable', 'end', 'close'].map((event) => once(stream, event, { signal: either })),
      );
    }
  } finally {
    settled.abort();
  }
}
