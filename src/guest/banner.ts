import { once } from 'node:events';
import type { Duplex } from 'node:stream';

const wanted = Buffer.from('SSH-');

/**
 * Resolves when the first bytes of a stream are those of an SSH server, and leaves them unread. A server may print
 * other lines before (RFC 4253 §4.2), but OpenSSH does so only to refuse, so that anything else counts as a failure.
 */
export async function awaitBanner(stream: Duplex, signal: AbortSignal): Promise<void> {
  let seen = Buffer.alloc(0);
  while (seen.length < wanted.length) {
    const chunk: unknown = stream.read();
    if (chunk instanceof Uint8Array) seen = Buffer.concat([seen, chunk]);
    else await awaitBytes(stream, signal);
  }
  if (!seen.subarray(0, wanted.length).equals(wanted)) {
    throw new Error(`no SSH server answers there: ${JSON.stringify(seen.toString('latin1', 0, 60))}`);
  }
  stream.unshift(seen);
}

async function awaitBytes(stream: Duplex, signal: AbortSignal): Promise<void> {
  if (stream.readableEnded || stream.destroyed) throw new Error('closed before an SSH banner came');
  const settled = new AbortController();
  try {
    const either = AbortSignal.any([signal, settled.signal]);
    await Promise.race(['readable', 'end', 'close'].map((event) => once(stream, event, { signal: either })));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    settled.abort();
  }
}
