/** A process to be killed: does what its first argument says, tells so, and then waits for its end. Options come on stdin. */
import { text } from 'node:stream/consumers';
import { wallClock } from '../../../src/clock.ts';
import type { SandboxRequest } from '../../../src/sandbox/backend.ts';
import { TartBackend, type TartBackendOptions } from '../../../src/sandbox/tart/backend.ts';
import { HostLock } from '../../../src/sandbox/tart/lock.ts';

/** What it is told. */
export interface StarterOrder {
  /** Its clock does not survive the way. */
  readonly backend: TartBackendOptions;
  readonly request?: SandboxRequest;
  readonly deadlineMs: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own process wrote it
const order = JSON.parse(await text(process.stdin)) as StarterOrder;
const { backend, request, deadlineMs } = order;
const signal = AbortSignal.timeout(deadlineMs);
if (request !== undefined) {
  await new TartBackend({ ...backend, clock: wallClock }).start(request, signal);
  await tellAndWait();
} else {
  const lock = new HostLock({ tartHome: backend.tart.tartHome, clock: wallClock, deadlineMs });
  await lock.hold(signal, tellAndWait);
}

async function tellAndWait(): Promise<void> {
  process.stdout.write('done\n');
  await wallClock.sleep(deadlineMs, signal);
}
