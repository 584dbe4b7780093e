import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWatching } from '../../src/cli/watching.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import type { AppEvent } from '../../src/observe/describe.ts';
import { eventually } from '../eventually.ts';
import { FleetWorld } from '../fleet/fleet-world.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-watching-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept: AppEvent = { type: 'sandbox-kept', sandbox: 'sand-x' };

function configWith(line: string): Config {
  const github = 'github: { url: https://github.com/acme, auth: { tokenEnv: T } }';
  const pools = 'pools: [{ name: xcode, labels: [self-hosted], image: tahoe }]';
  return parseConfig([github, pools, line].join('\n'), 'config.yaml').config;
}

describe('whoever watches a poller', () => {
  it("tells the operator's program of a problem, and the log of everything", async () => {
    const program = join(folder, 'tell');
    await writeFile(
      program,
      `#!/bin/sh\ncat >'${folder}/told.new'; mv '${folder}/told.new' '${folder}/told'\n`,
      { mode: 0o700 },
    );
    const logged: AppEvent[] = [];
    const watching = createWatching(configWith(`onProblem: ${program}`), (event) => logged.push(event));
    await using _ = await watching.begin(new FleetWorld().fleet());
    watching.emit(kept);
    const told: unknown = JSON.parse(await eventually(() => readFile(join(folder, 'told'), 'utf8')));
    expect(told).toMatchObject({ code: 'DESTROY_INCOMPLETE', sandbox: 'sand-x' });
    expect(logged).toEqual([kept]);
  });

  it('goes on when that program fails, and says so', async () => {
    const logged: AppEvent[] = [];
    const watching = createWatching(configWith(`onProblem: ${folder}/absent`), (event) => logged.push(event));
    await using _ = await watching.begin(new FleetWorld().fleet());
    watching.emit(kept);
    await eventually(() =>
      expect(logged).toMatchObject([kept, { type: 'notify-failed', error: { code: 'NOTIFY_FAILED' } }]),
    );
  });

  it('is nobody unless it is configured', async () => {
    const logged: AppEvent[] = [];
    const watching = createWatching(configWith(''), (event) => logged.push(event));
    await using _ = await watching.begin(new FleetWorld().fleet());
    expect(logged).toEqual([]);
  });
});
