import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { type Listener, ScaleSetClient } from './scale-set-client.ts';

const sets = '_apis/runtime/runnerscalesets';
let github: SimulatedGitHub;
let client: ScaleSetClient;
let id: number;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { scaleSets: { pollMs: 20 } } });
  github.addRepository({ fullName: 'acme/app' });
  client = await ScaleSetClient.connect(github);
  id = await client.createSet('mac', ['macOS', 'ARM64']);
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

function sessionPath({ session }: Listener): string {
  return `${sets}/${String(id)}/sessions/${String(session.sessionId)}`;
}

/** A poll that is held for as long as it is let. */
async function heldPoll(listener: Listener): Promise<{ readonly answer: ReturnType<Listener['poll']> }> {
  github.changeSettings({ scaleSets: { pollMs: 60_000 } });
  const answer = listener.poll(1);
  answer.catch(() => undefined);
  await eventually(() => expect(github.scaleSets.sets()[0]?.session?.polls).toBe(1));
  return { answer };
}

describe('a session (§6)', () => {
  test('tells the set, its queue and its statistics at once', async () => {
    const { session } = await client.open(id);

    expect(session).toMatchObject({
      sessionId: expect.stringMatching(/^[-0-9a-f]{36}$/),
      ownerName: 'mac-mini',
      runnerScaleSet: { id, name: 'mac' },
      messageQueueUrl: expect.stringContaining(session.sessionId),
      messageQueueAccessToken: expect.stringMatching(/^.+\..+\..+$/),
      statistics: { totalAssignedJobs: 0 },
    });
  });

  test('keeps another one away with 409 until it is closed', async () => {
    const first = await client.open(id);

    const second = await client.call(`POST ${sets}/${String(id)}/sessions`, { ownerName: 'other' });
    const closing = await client.call(`DELETE ${sessionPath(first)}`);

    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({
      typeName: expect.stringContaining('RunnerScaleSetSessionConflictException'),
      message: expect.stringContaining('already has an active session for owner mac-mini'),
    });
    expect(closing.status).toBe(204);
    await expect(client.open(id)).resolves.toBeDefined();
    expect((await first.poll(1)).status).toBe(401);
  });

  test('that was not heard of for too long is no hindrance; one that polls is', async () => {
    github.changeSettings({ scaleSets: { sessionMs: 0 } });
    await client.open(id);
    const listener = await client.open(id);
    await heldPoll(listener);

    await expect(client.open(id)).rejects.toThrow('409');
  });

  test('gets a new queue token by PATCH, and the old one is worth nothing', async () => {
    const listener = await client.open(id);

    const { status, body } = await client.call(`PATCH ${sessionPath(listener)}`);

    expect([status, body.sessionId]).toEqual([200, listener.session.sessionId]);
    expect((await listener.poll(1)).status).toBe(401);
    Object.assign(listener.session, body);
    expect((await listener.poll(1)).status).toBe(202);
  });

  test('that was evicted gives 401 to polls and 404 to PATCH', async () => {
    const listener = await client.open(id);
    const { answer } = await heldPoll(listener);

    github.scaleSets.evictSession('mac');

    expect((await answer).status).toBe(401);
    const refresh = await client.call(`PATCH ${sessionPath(listener)}`);
    expect(refresh.status).toBe(404);
    expect(refresh.body.typeName).toContain('RunnerAdminException');
    await expect(client.open(id)).resolves.toBeDefined();
  });

  test('cannot be opened for a set that vanished', async () => {
    await client.open(id);

    github.scaleSets.vanish('mac');

    const opening = await client.call(`POST ${sets}/${String(id)}/sessions`, { ownerName: 'mac-mini' });
    expect(opening.status).toBe(404);
    expect(opening.body.typeName).toContain('RunnerScaleSetNotFoundException');
  });

  test('has no queue URL with empty-queue-url', async () => {
    github.changeSettings({ scaleSets: { quirks: ['empty-queue-url'] } });

    expect((await client.open(id)).session.messageQueueUrl).toBe('');
  });
});

describe('the long poll (§7)', () => {
  test('answers 202 without a message', async () => {
    const { status, text } = await (await client.open(id)).poll(1);

    expect([status, text]).toEqual([202, '']);
  });

  test('is held until there is a message', async () => {
    const { answer } = await heldPoll(await client.open(id));

    await client.start('macOS');

    const { status, body } = await answer;
    expect([status, body.messageType]).toEqual([200, 'RunnerScaleSetJobMessages']);
    expect(JSON.parse(body.body)).toMatchObject([{ messageType: 'JobAssigned' }]);
    expect(body.statistics).toMatchObject({ totalAssignedJobs: 1, totalRunningJobs: 0 });
  });

  test('delivers a message until it is acknowledged, but not those up to lastMessageId', async () => {
    const listener = await client.open(id);
    await client.start('macOS');
    const first = (await listener.poll(1)).body.messageId;
    await client.start('macOS');

    const again = await listener.poll(2);
    const next = await listener.poll(2, first);

    expect(again.body.messageId).toBe(first);
    expect(next.body.messageId).toBeGreaterThan(first);
    expect((await listener.acknowledge(first)).status).toBe(204);
    expect((await listener.poll(2)).body.messageId).toBe(next.body.messageId);
    await listener.acknowledge(next.body.messageId);
    expect((await listener.poll(2)).status).toBe(202);
  });

  test('keeps messages and their numbers for the next session', async () => {
    const first = await client.open(id);
    await client.start('macOS');
    const { messageId } = (await first.poll(1)).body;
    github.scaleSets.evictSession('mac');

    const second = await client.open(id);

    expect(second.session.statistics.totalAssignedJobs).toBe(1);
    expect((await second.poll(1)).body.messageId).toBe(messageId);
    expect((await second.poll(1, messageId)).status).toBe(202);
  });

  test('gives at most 50 job messages at once; the statistics count all', async () => {
    const listener = await client.open(id);
    await heldCapacity(listener, 60);
    for (let n = 0; n < 60; n += 1) await client.start('macOS');

    const { body } = await listener.poll(60);
    await listener.acknowledge(body.messageId);

    expect(JSON.parse(body.body)).toHaveLength(50);
    expect(body.statistics.totalAssignedJobs).toBe(60);
    expect(await listener.take(60)).toHaveLength(10);
  });

  test('refuses a capacity that is none', async () => {
    const listener = await client.open(id);

    expect((await listener.poll(-1)).status).toBe(400);
    expect((await listener.poll(NaN)).status).toBe(400);
  });
});

describe('faults of the poll (§12)', () => {
  test('a queue token ends: 401, and a refresh helps', async () => {
    const listener = await client.open(id);
    const { answer } = await heldPoll(listener);

    github.scaleSets.expireQueueTokens();

    expect((await answer).status).toBe(401);
    expect((await listener.poll(1)).status).toBe(401);
    const { body } = await client.call(`PATCH ${sessionPath(listener)}`);
    Object.assign(listener.session, body);
    github.changeSettings({ scaleSets: { pollMs: 20 } });
    expect((await listener.poll(1)).status).toBe(202);
  });

  test('401 and 5xx come by name', async () => {
    const listener = await client.open(id);
    const match = 'GET .*_apis.*/messages';
    github.changeSettings({
      faults: [
        { name: 'unauthorized-401', match, times: 1 },
        { name: 'http-500', match, times: 2, skip: 1 },
      ],
    });

    const statuses = [
      await listener.poll(1),
      await listener.poll(1),
      await listener.poll(1),
      await listener.poll(1),
    ];

    expect(statuses.map(({ status }) => status)).toEqual([401, 500, 500, 202]);
  });

  test('the connection is reset in the middle of a poll', async () => {
    const { answer } = await heldPoll(await client.open(id));

    github.scaleSets.dropPolls();

    await expect(answer).rejects.toThrow('fetch failed');
    await eventually(() =>
      expect(github.scaleSets.transcript().at(-1)).toMatchObject({ method: 'GET', status: 0 }),
    );
  });

  test('a message whose delivery is lost comes again', async () => {
    const listener = await client.open(id);
    await client.start('macOS');
    github.changeSettings({ faults: [{ name: 'lost-201', match: 'GET .*_apis.*/messages', times: 1 }] });

    await expect(listener.poll(1)).rejects.toThrow('fetch failed');

    expect(await listener.take(1)).toMatchObject([{ messageType: 'JobAssigned' }]);
  });
});

/** Lets the service know a capacity, with a poll that gets nothing. */
async function heldCapacity(listener: Listener, capacity: number): Promise<void> {
  expect((await listener.poll(capacity)).status).toBe(202);
}
