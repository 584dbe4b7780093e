import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { whatIsLeft } from '../../src/cli/left.ts';
import { isLocked } from '../../src/sim/tart/mac/lock.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../../src/sim/world.ts';
import { runCommand, startCommand } from './command.ts';

const nothing = { sandboxes: 0, runners: 0, processes: 0 };
const quick = { cloneMs: 0, bootMs: 100, sshMs: 20, stopMs: 0 };

async function queue({ github, repository }: SimulatedWorld, workflow: string): Promise<void> {
  await github.runWorkflow({ repository, path: '.github/workflows/ci.yml', workflow });
}

/** A kernel that would run more than we may start. */
const manySlots = 9;

/** Counts the VMs that the simulated kernel runs, again and again, until it is disposed. */
function countVms({ host }: SimulatedWorld) {
  const counts = new Set<number>();
  const slots = Array.from({ length: manySlots }, (_, index) => join(host.root, 'slots', String(index)));
  const timer = setInterval(() => counts.add(slots.filter((slot) => isLocked(slot)).length), 25);
  return { most: () => Math.max(...counts), [Symbol.dispose]: () => clearInterval(timer) };
}

describe.concurrent('a poller on a simulated Mac', { timeout: 120_000 }, () => {
  it('serves a matrix of three with two slots: never three VMs, each job in its own', async () => {
    await using world = await createSimulatedWorld({ host: { ...quick, vmLimit: manySlots } });
    const marks = join(world.host.root, 'marks');
    await mkdir(marks);
    await queue(
      world,
      `
on: push
jobs:
  build:
    strategy: { fail-fast: false, matrix: { number: [1, 2, 3] } }
    runs-on: [self-hosted]
    steps:
      - run: test ! -e "$HOME/used" && touch "$HOME/used"
      # Only another job that runs beside it, or has run before, lets a job end.
      - run: touch "${marks}/\${{ matrix.number }}"; until [ "$(ls "${marks}" | wc -l)" -gt 1 ]; do sleep 0.05; done
      - run: test \${{ matrix.number }} != 2
`,
    );
    using vms = countVms(world);

    const { exitCode } = await runCommand(['once', '--config', world.configFile], world.env);

    const jobs = world.github.jobs();
    expect(jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['build (1)', 'success'],
      ['build (2)', 'failure'],
      ['build (3)', 'success'],
    ]);
    expect(new Set(jobs.map(({ runnerName }) => runnerName)).size).toBe(3);
    expect(vms.most()).toBe(2);
    expect(await whatIsLeft(world)).toEqual(nothing);
    expect(exitCode).toBe(0);
  });

  it('reaches guests through tart exec when TCP to them is refused', async () => {
    await using world = await createSimulatedWorld({
      host: { ...quick, agentMs: 50, faults: [{ name: 'tcp-unreachable' }] },
    });
    await queue(world, 'on: push\njobs: { one: { runs-on: [self-hosted], steps: [{ run: "true" }] } }');

    const { stderr } = await runCommand(['once', '--verbose', '--config', world.configFile], world.env);

    expect(stderr).toContain('"transport":"tart-exec"');
    expect(world.github.jobs().map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(await whatIsLeft(world)).toEqual(nothing);
  });

  it('leaves a running job alone when run gets SIGTERM', async () => {
    await using world = await createSimulatedWorld({ host: quick });
    await queue(world, 'on: push\njobs: { slow: { runs-on: [self-hosted], steps: [{ run: sleep 4 }] } }');
    const command = startCommand(['run', '--config', world.configFile], world.env);

    await command.shows('job started');
    command.child.kill('SIGTERM');
    const { exitCode } = await command.ended;

    expect(exitCode).toBe(0);
    expect(world.github.jobs().map(({ status }) => status)).toEqual(['in_progress']);
    await eventually(() => expect(world.github.jobs()[0]?.conclusion).toBe('success'));
    expect((await whatIsLeft(world)).sandboxes).toBe(1);
  });

  it('undoes a start that has no runner yet when run gets SIGTERM', async () => {
    await using world = await createSimulatedWorld({ host: { ...quick, bootMs: 5000 } });
    await queue(world, 'on: push\njobs: { one: { runs-on: [self-hosted], steps: [{ run: "true" }] } }');
    const command = startCommand(['run', '--verbose', '--config', world.configFile], world.env);

    await command.shows('"phase":"ssh"');
    command.child.kill('SIGTERM');

    expect((await command.ended).exitCode).toBe(0);
    expect(await whatIsLeft(world)).toEqual(nothing);
  });
});
