import { describe, expect, test } from 'vitest';
import { parseScope } from '../../src/github/scope.ts';
import { switches } from '../../src/sim/assumptions.ts';
import { createSimulatedWorld, type SimulatedWorld, type WorldOptions } from '../../src/sim/world.ts';
import { Secret } from '../../src/secret.ts';
import { assumptions } from '../contract/assumptions.ts';
import { conform } from '../contract/probes/conform.ts';
import type { Finding } from '../contract/probes/finding.ts';
import { drawOwner, Lab, type LabOptions } from '../contract/probes/lab.ts';
import { probeLabel } from '../contract/probes/runner-story.ts';

const all = assumptions.map(({ id }) => id);

/** Assumptions whose switches do not spoil each other's probes share a world: a boot costs a second of CPU. */
const together: readonly (readonly string[])[] = [
  ['A-04', 'A-06', 'A-11', 'A-12', 'A-13', 'A-21', 'A-26'],
  ['A-05', 'A-10', 'A-24'],
  ['A-01', 'A-07', 'A-08', 'A-23'],
  ['A-09', 'A-14', 'A-20'],
  ['A-02', 'A-18'],
  ['A-03', 'A-19'],
  ['A-15', 'A-17'],
  ['A-16'],
];

describe.concurrent('the probes, in the simulated world', { timeout: 300_000 }, () => {
  test('confirm what is true, and leave nothing behind', async () => {
    const { findings, left } = await probe({}, all);

    expect(verdicts(findings, all)).toEqual({
      ...Object.fromEntries(all.map((id) => [id, 'confirmed'])),
      // TCP to a guest is allowed in this world, which tells nothing about how it is refused.
      'A-10': expect.stringMatching(/^unknown/),
    });
    expect(left).toEqual([]);
  });

  test.each(together.map((ids) => ({ ids })))('refute what a switch makes false: $ids', async ({ ids }) => {
    const { findings, left } = await probe(worldWithout(ids), ids);

    expect(verdicts(findings, ids)).toEqual(
      Object.fromEntries(ids.map((id) => [id, expect.stringMatching(/^refuted/)])),
    );
    expect(left).toEqual([]);
  });

  test('leave nothing behind when they are interrupted, either', async () => {
    const { findings, left } = await probe({}, ['A-08', 'A-23'], 'A-08');

    expect(verdicts(findings, ['A-08', 'A-23'])).toEqual({
      'A-08': 'confirmed',
      'A-23': expect.stringMatching(/^unknown: interrupted/),
    });
    expect(left).toEqual([]);
  });

  test('are tried with every switch there is', () => {
    expect(together.flat().toSorted()).toEqual(Object.keys(switches).toSorted());
  });
});

function verdicts(findings: ReadonlyMap<string, Finding>, ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, brief(findings.get(id))]));
}

/** A world in which these assumptions are false. */
function worldWithout(ids: readonly string[]): WorldOptions {
  const worlds = ids.map((id) => switches[id] ?? {});
  const host = worlds.map((world) => world.host ?? {});
  const github = worlds.map((world) => world.github ?? {});
  return {
    host: { ...Object.assign({}, ...host), quirks: host.flatMap(({ quirks }) => quirks ?? []) },
    github: { ...Object.assign({}, ...github), quirks: github.flatMap(({ quirks }) => quirks ?? []) },
  };
}

/** For a message that tells more than a verdict. */
function brief(finding: Finding | undefined): string {
  if (finding === undefined) return 'not probed';
  const { verdict, reason, evidence } = finding;
  return verdict === 'confirmed' ? verdict : `${verdict}: ${reason ?? ''}: ${evidence}`;
}

/** Long enough for a busy machine to see the password refused. */
const quick = {
  passwordLateMs: 8000,
  cloneMs: 0,
  bootMs: 50,
  sshMs: 10,
  agentMs: 10,
  stopMs: 0,
  pullMs: 0,
};
const image = 'golden';

/** Tries assumptions in a world of their own, with a job that waits, and is interrupted after one of them. */
async function probe(options: WorldOptions, ids: readonly string[], interruptAfter?: string) {
  const host = { ...quick, ...options.host };
  await using world = await createSimulatedWorld({ ...options, host, image: { name: image } });
  const { github, repository } = world;
  const job = { 'runs-on': ['self-hosted', probeLabel], steps: [{ run: 'exec sleep 60' }] };
  const workflow = JSON.stringify({ on: 'push', jobs: { long: job } });
  await github.runWorkflow({ repository, path: '.github/workflows/conformance.yml', workflow });
  const interrupt = new AbortController();
  const lab = await Lab.open({ ...labOptions(world), signal: interrupt.signal });
  let findings: ReadonlyMap<string, Finding>;
  try {
    findings = await conform(lab, new Set(ids), (id) => {
      if (id === interruptAfter) interrupt.abort(new Error('interrupted'));
    });
  } finally {
    await lab[Symbol.asyncDispose]();
  }
  const processes = (await world.host.processes()).map(({ command }) => command);
  const left = options.host?.quirks?.includes('list-other-keys') === true ? [] : await lab.leftovers();
  return { findings, left: [...left, ...processes] };
}

function labOptions({ host, github, env, repository }: SimulatedWorld): Omit<LabOptions, 'signal'> {
  return {
    tart: { program: 'tart', tartHome: host.tartHome, env },
    image,
    leaseFile: host.leaseFile,
    guestPort: host.guestPort,
    credentials: { user: 'admin', password: new Secret('admin') },
    github: {
      scope: parseScope(`https://github.com/${repository}`, github.apiUrl),
      token: new Secret(github.token),
    },
    pace: {
      guestMs: 60_000,
      quietMs: 5000,
      soonMs: 10_000,
      interruptMs: 20_000,
      probeMs: 60_000,
      writtenMiB: 128,
    },
    owner: drawOwner(),
  };
}
