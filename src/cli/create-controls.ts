import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Audience } from '../demand/admitted.ts';
import { SandError } from '../errors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { AppEvent } from '../observe/describe.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Controls } from './controls.ts';
import { noteDrained } from './drain-file.ts';
import { toPools } from './pools.ts';
import { comparePools, keysToRestartFor } from './reload.ts';
import { statusOf } from './status-document.ts';
import type { SignalStops } from './stops.ts';

/** A poller at work. */
export interface Poller {
  readonly fleet: Pick<Fleet, 'view' | 'drain' | 'resume' | 'resyncNow' | 'reconfigure' | 'drop'>;
  /** What it was started with, and where that was read. */
  readonly config: Config;
  readonly configFile: string;
  readonly stops: Pick<SignalStops, 'ask'>;
  readonly emit: (event: AppEvent) => void;
  /** Who can let jobs run here, as far as is known. */
  readonly audience: () => Audience | undefined;
}

/** What an operator can do to a poller. */
export function createControls(poller: Poller): Controls {
  const { fleet, config, stops, emit, audience } = poller;
  const { stateDir } = config.host;
  const self = { pid: process.pid, version: packageJson.version, startedAt: Date.now() };
  return {
    status: () => statusOf(fleet.view(), { ...self, audience: audience() }, Date.now()),
    // First the file: what was promised holds after a crash as well.
    async drain() {
      await noteDrained(stateDir, true);
      fleet.drain();
      emit({ type: 'drained' });
    },
    async resume() {
      await noteDrained(stateDir, false);
      fleet.resume();
      emit({ type: 'resumed' });
    },
    reap: () => fleet.resyncNow(),
    stop: (now) => stops.ask(now ? 'end' : 'leave', 'sand-poller stop'),
    reload: createReload(poller),
    drop: (sandbox) => fleet.drop(sandbox, dropped),
  };
}

const dropped = new SandError('INTERRUPTED', 'it was ended by `sand-poller drop`', {
  remedy: 'Nothing to do: the operator wanted it.',
});

/** Reads the configuration again and gives the fleet its pools; a broken one changes nothing. */
function createReload({ fleet, config: started, configFile, emit }: Poller): Controls['reload'] {
  let current = started;
  return async () => {
    try {
      const { config, warnings } = await loadConfig(configFile);
      const pools = await toPools(config);
      const reloaded = {
        ...comparePools(current, config),
        restart: keysToRestartFor(started, config),
        warnings: [...warnings],
      };
      fleet.reconfigure(pools);
      current = config;
      emit({ type: 'reloaded', ...reloaded });
      return reloaded;
    } catch (error) {
      if (error instanceof SandError) emit({ type: 'reload-failed', error });
      throw error;
    }
  };
}
