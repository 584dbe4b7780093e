import { wallClock } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { askPoller } from './control-client.ts';
import { exitCodes } from './exit-codes.ts';
import { describeError, errorFields } from './print-error.ts';
import { statusSchema, type Status } from './status-document.ts';
import { statusText } from './status-text.ts';
import { stopsOnSignal } from './stops.ts';

/** Options of `status`. */
export interface StatusOptions {
  readonly config: string;
  readonly json: boolean;
  readonly watch: boolean;
}

const redrawMs = 1000;

/** `sand-poller status`: what the poller does now. Returns the exit code; rejects with `POLLER_NOT_RUNNING`. */
export async function status({ config, json, watch }: StatusOptions): Promise<number> {
  const { stateDir } = (await loadConfig(config)).config.host;
  using stops = stopsOnSignal('end', () => undefined);
  if (watch) return await follow(stateDir, json, stops.end);
  const now = await readStatus(stateDir, stops.end);
  process.stdout.write(`${json ? JSON.stringify(now) : statusText(now)}\n`);
  return exitCodes.done;
}

/** Asks a poller for its status. */
export async function readStatus(stateDir: string, signal: AbortSignal): Promise<Status> {
  return await askPoller({ stateDir, call: 'GET /status', signal }, statusSchema);
}

/** Shows it again each second until it is interrupted; a poller that goes away may come back. */
async function follow(stateDir: string, json: boolean, signal: AbortSignal): Promise<number> {
  const update = json
    ? (line: string) => process.stdout.write(`${line}\n`)
    : (await import('log-update')).createLogUpdate(process.stdout);
  while (!signal.aborted) {
    const shown = await readStatus(stateDir, signal).then(
      json ? JSON.stringify : statusText,
      (error: unknown) => (json ? JSON.stringify({ error: errorFields(error) }) : describeError(error)),
    );
    if (!signal.aborted) update(shown);
    await wallClock.sleep(redrawMs, signal).catch(() => undefined);
  }
  return exitCodes.interrupted;
}
