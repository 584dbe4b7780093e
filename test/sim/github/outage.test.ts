import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

const hourMs = 3_600_000;
let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

test('an outage resets REST and runners alike, also calls that are under way; then all is as before', async () => {
  const runner = await HandRunner.connect(await register(github, 'mac'));
  const listening = runner.message();
  await eventually(() => expect(github.runners()[0]?.online).toBe(true));

  github.outage(hourMs);

  await expect(listening).rejects.toThrow(/hang up|ECONNRESET/);
  await expect(rest(github, 'GET /repos/acme/app')).rejects.toThrow('fetch failed');
  github.outage(0);
  const back = await eventually(async () => rest(github, 'GET /repos/acme/app/actions/runners'));
  expect(back.body.runners).toMatchObject([{ name: 'mac' }]);
});

test('a clock that is ahead shifts the date, the reset of the rate limit and every time of a body', async () => {
  const straight = await times();
  github.changeSettings({ clockSkewMs: hourMs });
  const skewed = await times();

  // The calls are not made at the same moment: half an hour is near enough to none and to one.
  expect(skewed.map((ms, index) => Math.round((ms - (straight[index] ?? 0)) / hourMs))).toEqual([
    1, 1, 1, 1, 1,
  ]);
});

test('runners do not mind the skew of REST', async () => {
  github.changeSettings({ clockSkewMs: hourMs });

  await expect(HandRunner.connect(await register(github, 'mac'))).resolves.toBeDefined();
});

async function times(): Promise<number[]> {
  const { headers, body } = await rest(github, 'GET /repos/acme/app');
  const limit = await rest(github, 'GET /rate_limit');
  const token = await rest(github, 'POST /repos/acme/app/actions/runners/registration-token');
  return [
    Date.parse(headers.get('date') ?? ''),
    Number(headers.get('x-ratelimit-reset')) * 1000,
    limit.body.resources.core.reset * 1000,
    Date.parse(body.created_at),
    Date.parse(token.body.expires_at),
  ];
}
