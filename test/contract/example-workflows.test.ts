import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createSimulatedWorld } from '../../src/sim/world.ts';
import { runCommand } from '../e2e/command.ts';
import { assumptions } from './assumptions.ts';
import { probeLabel } from './probes/runner-story.ts';

const folder = join(import.meta.dirname, '../../examples');
const read = async (name: string) => await readFile(join(folder, name), 'utf8');

const step = z.object({
  run: z.string(),
  'continue-on-error': z.boolean().optional(),
  'timeout-minutes': z.number().optional(),
});
const workflow = z.object({
  jobs: z.record(z.string(), z.object({ 'runs-on': z.array(z.string()), steps: z.array(step) })),
});

test('no step of the workflow for guests stops another one, and each names what there is', async () => {
  const { jobs } = workflow.parse(parse(await read('conformance.yml')));
  const steps = jobs['guest']?.steps.slice(1, -1) ?? [];

  expect(steps.length).toBeGreaterThan(10);
  expect(steps.filter((each) => each['continue-on-error'] !== true)).toEqual([]);
  expect(steps.filter((each) => each['timeout-minutes'] === undefined)).toEqual([]);
  const ids = steps.flatMap(({ run }) => [...run.matchAll(/^about (\S+) /gm)].map(([, id]) => id));
  expect(ids).toHaveLength(steps.length);
  expect(['-', 'Softnet', ...assumptions.map(({ id }) => id)]).toEqual(expect.arrayContaining(ids));
});

test('it runs in a simulated guest, which is no Mac, and says so', async () => {
  await using world = await createSimulatedWorld({ image: { name: 'golden' } });
  const { github, repository } = world;
  const path = '.github/workflows/conformance.yml';
  await github.runWorkflow({ repository, path, workflow: await read('conformance.yml') });

  await runCommand(['once', '--json', '--config', world.configFile], world.env);

  const [job] = github.jobs();
  expect(job).toMatchObject({ conclusion: 'success' });
  const lines = (job?.summary ?? '').split('\n').filter((line) => /^\| (A-\d\d|-|Softnet) /.test(line));
  expect(lines.length).toBeGreaterThan(10);
  const known = lines.filter((line) => !line.endsWith('| unknown | not macOS |'));
  expect(known).toEqual([expect.stringMatching(/^\| A-14 .*environment.* \| confirmed \|/)]);
});

test('the job that waits has the label that the probes look for', async () => {
  const { jobs } = workflow.parse(parse(await read('mac/hold.yml')));

  expect(jobs['hold']?.['runs-on']).toContain(probeLabel);
});
