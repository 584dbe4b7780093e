import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createControls } from '../../src/cli/create-controls.ts';
import type { Controls } from '../../src/cli/controls.ts';
import { isDrained } from '../../src/cli/drain-file.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import type { AppEvent } from '../../src/observe/describe.ts';
import { FleetWorld } from '../fleet/fleet-world.ts';

let stateDir: string;
let configFile: string;
let fleet: Fleet;
let controls: Controls;
let events: AppEvent[];
let stops: string[];

function configuration(pools: readonly string[], changes: object = {}): string {
  return stringify({
    github: { url: 'https://github.com/acme', auth: { tokenEnv: 'T' } },
    host: { stateDir },
    pools: pools.map((name) => ({ name, labels: ['self-hosted'], image: 'tahoe' })),
    ...changes,
  });
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sand-controls-'));
  configFile = join(stateDir, 'config.yaml');
  await writeFile(configFile, configuration(['old', 'kept']));
  fleet = new FleetWorld().fleet();
  [events, stops] = [[], []];
  controls = createControls({
    fleet,
    configFile,
    config: (await loadConfig(configFile)).config,
    stops: { ask: (way) => void stops.push(way) },
    emit: (event) => events.push(event),
    audience: () => undefined,
  });
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

describe('the controls of a poller', () => {
  it('drain it for the next process too, and resume it', async () => {
    await controls.drain();
    expect([fleet.view().draining, await isDrained(stateDir)]).toEqual([true, true]);
    await controls.resume();
    expect([fleet.view().draining, await isDrained(stateDir)]).toEqual([false, false]);
    expect(events.map(({ type }) => type)).toEqual(['drained', 'resumed']);
  });

  it('stop it in two ways', () => {
    controls.stop(false);
    controls.stop(true);
    expect(stops).toEqual(['leave', 'end']);
  });

  it('know no sandbox that is not there', () => {
    expect(controls.drop('sand-ownerabc-xcode-0000001-abcdef')).toBe(false);
  });

  it('give it the pools of a changed configuration, and name what needs a restart', async () => {
    await writeFile(configFile, configuration(['kept', 'new'], { host: { stateDir, slots: 1 } }));
    expect(await controls.reload()).toMatchObject({
      added: ['new'],
      changed: [],
      removed: ['old'],
      restart: ['host'],
    });
    expect(fleet.view().pools.map(({ name }) => name)).toEqual(['kept', 'new']);
    expect(events).toMatchObject([{ type: 'reloaded', restart: ['host'] }]);
    // Compared with what is in use: pools with the last reload, the rest with the start.
    expect(await controls.reload()).toMatchObject({ added: [], removed: [], restart: ['host'] });
  });

  it('leave the old configuration in use when the new one is broken', async () => {
    const before = fleet.view().pools;
    await writeFile(configFile, 'pools: []');
    await expect(controls.reload()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(fleet.view().pools).toEqual(before);
    expect(events).toMatchObject([{ type: 'reload-failed', error: { code: 'CONFIG_INVALID' } }]);
  });
});
