import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { newConfig, readConfig, writeConfig } from '../../../src/sim/tart/config.ts';
import { overwriteVm } from '../../../src/sim/vm/overwrite.ts';

const homeModule = new URL('../../../src/sim/tart/home.ts', import.meta.url).href;

/** Collects garbage without a pause, as many `tart` commands side by side would; a failure is only noise (§1.1). */
const collector = `
  import(${JSON.stringify(homeModule)}).then(({ collectGarbage, openHome }) => {
    const home = openHome();
    require('node:worker_threads').parentPort.postMessage('collecting');
    for (;;) try { collectGarbage(home); } catch {}
  });`;

test('a VM is overwritten whole while other commands collect garbage', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sim-overwrite-'));
  const directory = join(root, 'vms', 'replaced');
  mkdirSync(directory, { recursive: true });
  const former = newConfig('darwin');
  writeConfig(directory, former, []);
  for (const file of ['disk.img', 'nvram.bin']) writeFileSync(join(directory, file), '');
  const worker = new Worker(collector, { eval: true, env: { ...process.env, TART_HOME: root } });
  await new Promise((resolve) => void worker.once('message', resolve));

  for (let round = 0; round < 20; round += 1) overwriteVm(directory, []);

  expect(readConfig(directory).macAddress).not.toBe(former.macAddress);
  await worker.terminate();
});
