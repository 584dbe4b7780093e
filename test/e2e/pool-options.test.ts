import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createWorld,
  expectNoTrace,
  expectTrouble,
  onceWithin,
  workflow,
  type SharedWorld,
} from './operator.ts';

const password = 'hush-hush';
const proxy = { https: `http://me:${password}@proxy.example:3128`, noProxy: ['127.0.0.1'] };

/** Puts a script beside the configuration; returns its path. */
async function script(world: SharedWorld, name: string, text: string): Promise<string> {
  const file = join(dirname(world.configFile), name);
  await writeFile(file, text);
  return file;
}

describe.concurrent('a pool', { timeout: 120_000 }, () => {
  it('warms its guests up, calls its hooks around the job, and sets its proxies and variables', async () => {
    const step = 'cat "$HOME/warm" "$HOME/hooked" && echo "$LANGUAGE ${https_proxy##*@} $NO_PROXY"';
    await using world = await createWorld({ job: workflow(step) });
    const warmup = await script(
      world,
      'warmup.sh',
      'echo "warm ${HTTPS_PROXY##*@} $LANGUAGE" >"$HOME/warm"\n',
    );
    const jobStarted = await script(world, 'started.sh', '#!/bin/sh\necho hooked >"$HOME/hooked"\n');
    await world.configure({ pools: [{ warmup, hooks: { jobStarted }, proxy, env: { LANGUAGE: 'tlh' } }] });

    const shown = await onceWithin(world, {});

    expect(world.github.jobs()).toMatchObject([{ conclusion: 'success' }]);
    const log = world.github.jobs()[0]?.log ?? '';
    expect(log).toMatch(/warm proxy.example:3128 tlh\s.*hooked\s.*tlh proxy.example:3128 127\.0\.0\.1/su);
    expect(shown.stderr).toContain('"phase":"warmup"');
    expect(shown.stderr).not.toContain(password);
    await expectNoTrace(world, shown);
  });

  it('whose warmup fails says so, keeps its output without secrets, and registers nothing', async () => {
    await using world = await createWorld();
    const warmup = await script(world, 'warmup.sh', 'echo "no formula by $https_proxy" >&2; exit 3\n');
    await world.configure({ pools: [{ warmup, proxy }] });

    const shown = await onceWithin(world, {});

    expectTrouble(shown, 'WARMUP_FAILED', 'the warmup ended with 3: no formula by http://me:[secret]@proxy');
    expect(shown.stderr).not.toContain('"phase":"register"');
    const evidence = join(world.stateDir, 'evidence');
    const [sandbox = ''] = await readdir(evidence);
    const kept = await readFile(join(evidence, sandbox, 'guest-warmup.log'), 'utf8');
    expect(kept).toBe('no formula by http://me:[secret]@proxy.example:3128\n');
    expect(shown.stderr).not.toContain(password);
    await expectNoTrace(world, shown);
  });
});
