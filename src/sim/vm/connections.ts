import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Faults } from '../tart/mac/faults.ts';

/** How a connection came in: over the guest's address, or through its agent, which needs none. */
type Way = 'tcp' | 'vsock';

/** The connections to a guest's SSH server, and what befalls them. */
export interface Connections {
  /** Takes a new one in. */
  admit(stream: Duplex, way: Way): void;
  /** Cuts all of them. */
  cut(): void;
  /** Nothing comes through those over TCP any more, and nobody is told: the guest's address is gone. */
  silenceTcp(): void;
}

interface Connection {
  readonly way: Way;
  readonly stream: Duplex;
  readonly silence: () => void;
}

/** Hands each new connection to `serve`, with the faults of this boot. Call it when the server comes up. */
export function createConnections(faults: Faults, serve: (stream: Duplex) => void): Connections {
  const open = new Set<Connection>();
  const garbage = faults['ssh-banner-garbage'];
  const garbageUntil = garbage === undefined ? 0 : Date.now() + (garbage.ms ?? Infinity);
  // A stream between, which can be shut: only where it is needed, because it costs time.
  const silenceable = faults['ssh-half-open'] !== undefined || faults['address-changes'] !== undefined;
  return {
    admit: (stream, way) => {
      stream.on('error', () => stream.destroy());
      const inside = silenceable ? withSwitch(stream) : { stream, silence: () => undefined };
      const connection: Connection = { way, stream, silence: inside.silence };
      open.add(connection);
      stream.once('close', () => open.delete(connection));
      befall(connection, faults);
      if (Date.now() < garbageUntil) talkNonsense(stream);
      else serve(inside.stream);
    },
    cut: () => {
      for (const { stream } of open) stream.destroy();
    },
    silenceTcp: () => {
      for (const { way, silence } of open) if (way === 'tcp') silence();
    },
  };
}

/** A stream that gives the same bytes until it is silenced; the other end is not told. */
function withSwitch(stream: Duplex): Pick<Connection, 'stream' | 'silence'> {
  const [near, far] = duplexPair();
  near.on('error', () => near.destroy());
  stream.pipe(near).pipe(stream);
  stream.once('close', () => near.end());
  const silence = (): void => {
    stream.unpipe(near);
    near.unpipe(stream);
    stream.pause();
  };
  return { stream: far, silence };
}

function befall({ stream, silence }: Connection, faults: Faults): void {
  const drops = faults['ssh-drops'];
  const halfOpen = faults['ssh-half-open'];
  const timers = [
    drops && setTimeout(() => stream.destroy(), drops.ms ?? 0),
    halfOpen && setTimeout(silence, halfOpen.ms ?? 0),
  ];
  stream.once('close', () => timers.forEach((timer) => clearTimeout(timer)));
}

/** Lines that no SSH version follows: a client may read other lines before it, but not for ever. */
function talkNonsense(stream: Duplex): void {
  const line = Buffer.from('\u00FF\u0000\u001B[31mnot a banner\r\n', 'latin1');
  const timer = setInterval(() => stream.write(line), 100);
  stream.write(line);
  stream.resume();
  stream.once('end', () => stream.end());
  stream.once('close', () => clearInterval(timer));
}
