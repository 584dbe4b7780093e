import { once as nextEvent } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { logs } from '../../src/cli/logs.ts';
import { parseName } from '../../src/naming/name.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import { runCommand, startCommand } from './command.ts';
import {
  createWorld,
  expectNoTrace,
  expectTokenHidden,
  once,
  onceWithin,
  startOnce,
  workflow,
} from './operator.ts';

const patient = workflow('exec sleep 60');
const runsWork = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: Running job: work$/mu;

describe.concurrent('logs', { timeout: 120_000 }, () => {
  it('shows the lines of the runner and the verdict of a job whose VM was killed', async () => {
    const github = { leaseMs: 3000, renewMs: 1000 };
    await using world = await createWorld({ job: patient, github });
    let killed: Promise<void> | undefined;
    await onceWithin(world, { strayRetryMs: 500 }, (event) => {
      if (event.type === 'job-started') killed = killVm(world, event.sandbox);
    });
    await killed;
    const [sandbox = ''] = await readdir(join(world.stateDir, 'evidence'));

    const nonce = parseName(sandbox)?.nonce ?? '';
    const shown = await runCommand(['logs', nonce, '--config', world.configFile], world.env);

    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toMatch(runsWork);
    expect(shown.stdout).toMatch(/\nVM_STOPPED: \S.+\n {2}what to do: \S.+\n {2}job: work\n/u);
    const list = await runCommand(['logs', '--config', world.configFile], world.env);
    expect(list.stdout).toMatch(new RegExp(`^${sandbox} +\\S+Z +VM_STOPPED +work *$`, 'mu'));
    await expectTokenHidden(world, shown);
    expect(await readdir(join(world.stateDir, 'logs'))).toEqual([]);
  });

  it('follows the job of another process until its end, or until Ctrl-C', async () => {
    await using world = await createWorld({ job: patient });
    const serving = startOnce(world);
    await serving.shows('job started');
    const [file = ''] = await readdir(join(world.stateDir, 'logs'));
    const sandbox = file.replace(/\.log$/u, '');
    const { printed, ended } = follow(world, sandbox);
    await eventually(() => expect(printed()).toMatch(runsWork));

    const interrupted = startCommand(['logs', sandbox, '--config', world.configFile], world.env);
    if (interrupted.child.stdout !== null) await nextEvent(interrupted.child.stdout, 'data');
    interrupted.child.kill('SIGINT');
    expect(await interrupted.ended).toMatchObject({ exitCode: 130, stderr: '' });
    expect(world.github.jobs().map(({ status }) => status)).toEqual(['in_progress']);

    serving.child.kill('SIGINT');
    await serving.ended;
    expect(await ended).toBe(0);
    expect(printed()).toMatch(/Job work completed with result: Canceled\n[^]*\nINTERRUPTED: /u);
  });

  it('a job that fails by itself leaves no log and no evidence', async () => {
    await using world = await createWorld({ job: workflow('exit 1') });

    const shown = await once(world);

    expect(shown.exitCode).toBe(0);
    expect(shown.document.sandboxes).toMatchObject([{ result: 'Failed' }]);
    await expectNoTrace(world, shown);
    expect(await readdir(join(world.stateDir, 'logs'))).toEqual([]);
    expect(await readdir(world.stateDir)).not.toContain('evidence');
  });
});

async function killVm({ host }: SimulatedWorld, sandbox: string): Promise<void> {
  const processes = await host.processes();
  const vm = processes.find(({ command }) => /sim.vm/.test(command) && command.includes(sandbox));
  process.kill(vm?.pid ?? Number.NaN, 'SIGKILL');
}

/** Follows a log in this process. */
function follow({ configFile }: SimulatedWorld, sandbox: string) {
  const output = new PassThrough().setEncoding('utf8');
  let text = '';
  output.on('data', (chunk: string) => (text += chunk));
  const ended = logs(sandbox, { config: configFile, json: false }, output);
  return { printed: () => text, ended };
}
