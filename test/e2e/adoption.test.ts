import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { startCommand, type RunningCommand } from './command.ts';
import { createWorld, workflow, type SharedWorld } from './operator.ts';
import { whatIsLeft } from '../../src/cli/left.ts';

function startRun(world: SharedWorld): RunningCommand {
  return startCommand(['run', '--verbose', '--config', world.configFile], world.env);
}

async function end(poller: RunningCommand): Promise<void> {
  poller.child.kill('SIGTERM');
  await poller.ended;
}

describe.concurrent('a poller that is killed with SIGKILL, on real simulated VMs:', () => {
  it.each([
    '"phase":"clone"',
    '"phase":"boot"',
    '"phase":"ssh"',
    '"phase":"register"',
    'runner started',
    'job started',
  ])('at %s the next one brings the job to its end, and nothing is left', async (moment) => {
    await using world = await createWorld({ job: workflow('echo run >>"$TMPDIR/runs"; sleep 1; exit 3') });
    const first = startRun(world);
    await first.shows(moment);
    first.child.kill('SIGKILL');
    await first.ended;

    const second = startRun(world);
    await eventually(() => expect(world.github.jobs()[0]?.conclusion).toBe('failure'));
    await eventually(async () => expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 0, runners: 0 }));
    await end(second);

    expect(await whatIsLeft(world)).toEqual({ sandboxes: 0, runners: 0, processes: 0 });
    expect(world.github.jobs()[0]?.log.match(/exit code 3/g) ?? []).toHaveLength(1);
  });

  it('while GitHub is away, the next one takes the job over all the same', async () => {
    await using world = await createWorld({ job: workflow('sleep 4') });
    const first = startRun(world);
    await first.shows('job started');
    first.child.kill('SIGKILL');
    await first.ended;
    world.github.outage(3000);

    const second = startRun(world);
    await second.shows('taking over');
    await eventually(() => expect(world.github.jobs()[0]?.conclusion).toBe('success'));
    await eventually(async () => expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 0, runners: 0 }));
    await end(second);
  });
});
