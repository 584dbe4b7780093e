import { generateKeyPairSync } from 'node:crypto';
import { wallClock } from '../../../src/clock.ts';
import { codeOf, type ErrorCode, SandError } from '../../../src/errors.ts';
import { emptyRegistration } from '../../../src/github/access.ts';
import { defaultDeadlineMs, defaultUserAgent } from '../../../src/github/client.ts';
import { Fields } from '../../../src/github/fields.ts';
import { createApp } from '../../../src/github/installation.ts';
import { createJobs } from '../../../src/github/jobs.ts';
import { classifyRunnerEnd } from '../../../src/guest/runner-end.ts';
import { Secret } from '../../../src/secret.ts';
import { confirmed, refuted, unknown, type Finding, type Probe } from './finding.ts';
import type { Lab } from './lab.ts';
import { probeLabel, type RunnerStory } from './runner-story.ts';

const defaultGroup = 1;
const nobody = 'sand-conformance-nobody';

/** One raw request for a registration: 201, or the code of the refusal. */
async function requestJit(lab: Lab, name: string, signal: AbortSignal): Promise<string> {
  const { client, scope } = lab.github();
  const path = `${scope.prefix}/actions/runners/generate-jitconfig`;
  const parameters = { name, runner_group_id: defaultGroup, labels: [nobody] };
  try {
    const { status } = await client.request({ method: 'POST', path, parameters }, signal, 'never');
    return String(status);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'GITHUB_CONFLICT') return code;
    throw error;
  }
}

/** 409 says that the name exists, and after a delete it is free at once. */
export const conflictMeansTaken: Probe = async (lab, signal) => {
  const { registrations } = lab.github();
  const name = lab.runnerName();
  const first = await requestJit(lab, name, signal);
  if (first !== '201') {
    const found = await registrations.find(name, signal);
    return found === undefined
      ? refuted('409 for a name that no runner has', { first, found: 'none' })
      : unknown('the first request was refused', { first, found });
  }
  const second = await requestJit(lab, name, signal);
  const removed = await registrations.remove(name, signal);
  const third = await requestJit(lab, name, signal);
  await registrations.remove(name, signal);
  const evidence = { first, second, removed, third };
  if (second !== 'GITHUB_CONFLICT') return refuted('a name that is taken was given again', evidence);
  if (third !== '201') return refuted('a name is not free after its runner was deleted', evidence);
  return confirmed(evidence);
};

/** 422 on a delete means busy. Half of it shows on an idle runner, the other half needs a job. */
export const refusedDeleteMeansBusy: Probe = async (lab, signal) => {
  const { registrations } = lab.github();
  const name = lab.runnerName();
  await registrations.register(name, [nobody], signal);
  const idle = await registrations.remove(name, signal);
  if (idle === 'busy') return refuted('422 for a runner that never had a job', { idle });
  const story = await lab.runner();
  const evidence = { idle, busy: story.removedWhileBusy };
  if (story.removedWhileBusy === 'busy') return confirmed(evidence);
  if (story.removedWhileBusy !== undefined) return refuted('a busy runner could be deleted', evidence);
  return unknown(needsJob, evidence);
};

const needsJob = `an idle runner is not enough: let a job with the label ${probeLabel} wait (docs/conformance.md)`;

/** runs with jobs that wait have one of the statuses that the product asks for. */
export const waitingRunsAreListed: Probe = async (lab, signal) => {
  const { client, scope } = lab.github();
  if (scope.kind !== 'repository') return unknown('name a repository with --github-url to probe this');
  const path = `${scope.prefix}/actions/runs`;
  const latest = await client.request({ method: 'GET', path, parameters: { per_page: 50 } }, signal);
  const waiting: { run: number; status: string }[] = [];
  for (const run of new Fields(latest.data, `GET ${path}`).each('workflow_runs')) {
    const [id, status] = [run.integer('id'), run.rawText('status')];
    if (status === 'completed') continue;
    const { data } = await client.request({ method: 'GET', path: `${path}/${String(id)}/jobs` }, signal);
    const jobs = new Fields(data, 'GET jobs').each('jobs');
    if (jobs.some((job) => job.rawText('status') === 'queued')) waiting.push({ run: id, status });
  }
  const found = (await createJobs(client, scope).waiting(signal)).map(({ name, url }) => ({ name, url }));
  const evidence = { waiting, found };
  if (waiting.length === 0) return unknown('no job waits: let one wait (docs/conformance.md)', evidence);
  const hidden = waiting.filter(({ status }) => status !== 'queued' && status !== 'in_progress');
  if (hidden.length === 0 && found.length > 0) return confirmed(evidence);
  return refuted('a run with a job that waits is listed otherwise', evidence);
};

function lines({ events, ...story }: RunnerStory): string {
  const said = events.map((event) => (event.type === 'line' ? event.text : `-> ${JSON.stringify(event)}`));
  return [JSON.stringify({ ...story, job: story.job?.url }), ...said].join('\n');
}

function has({ events }: RunnerStory, type: string): boolean {
  return events.some((event) => event.type === type);
}

/** the listener takes its configuration from the environment. */
export const configurationIsTaken: Probe = async (lab) => {
  const story = await lab.runner();
  if (story.online || has(story, 'listening')) return confirmed(lines(story));
  const other = otherReason(story);
  if (other !== undefined) return unknown(`the runner did not come up: ${other}`, lines(story));
  return refuted('the runner did not come up', lines(story));
};

const otherReasons: ReadonlySet<ErrorCode> = new Set(['RUNNER_DEPRECATED', 'RUNNER_CONFLICT']);

/** Why a runner ended that was not for want of a configuration. */
function otherReason({ events }: RunnerStory): ErrorCode | undefined {
  const said = events.flatMap((event) => (event.type === 'line' ? [event.text] : []));
  const end = events.find((event) => event.type === 'exited');
  const code = end === undefined ? undefined : classifyRunnerEnd({ code: end.code, lines: said });
  return code !== undefined && otherReasons.has(code) ? code : undefined;
}

/** the listener's lines are understood. */
export const linesAreKnown: Probe = async (lab) => {
  const story = await lab.runner();
  if (!story.online) return unknown('the runner did not come up', lines(story));
  const wanted = story.job === undefined ? ['listening'] : ['listening', 'job-started', 'job-ended'];
  const missing = wanted.filter((type) => !has(story, type));
  if (missing.length > 0 && !(story.endedMs === undefined && missing.join() === 'job-ended'))
    return refuted(`not understood: ${missing.join(', ')}`, lines(story));
  return story.job !== undefined && missing.length === 0
    ? confirmed(lines(story))
    : unknown(needsJob, lines(story));
};

/** an interrupt ends the runner and cancels its job. */
export const interruptIsObeyed: Probe = async (lab) => {
  const story = await lab.runner();
  if (!story.interrupted) return unknown('it ended before it could be interrupted', lines(story));
  if (story.endedMs === undefined) return refuted('the runner did not end', lines(story));
  if (story.job === undefined) return unknown(needsJob, lines(story));
  const end = story.events.find((event) => event.type === 'job-ended');
  if (end === undefined) return unknown('what it said of its job was not understood', lines(story));
  return afterJob(story, 'the job was not cancelled', end.result === 'Canceled');
};

/** after its job a registration goes by itself. */
export const registrationGoes: Probe = async (lab) => {
  const story = await lab.runner();
  if (story.job === undefined || story.endedMs === undefined) return unknown(needsJob, lines(story));
  return afterJob(story, 'the registration is still there', story.registrationGone);
};

function afterJob(story: RunnerStory, problem: string, fine: boolean): Finding {
  return fine ? confirmed(lines(story)) : refuted(problem, lines(story));
}

/** what may be written is looked at before what is to be written. */
export const emptyRequestIsRefused: Probe = async (lab, signal) => {
  const { client, scope } = lab.github();
  const call = emptyRegistration(scope);
  const refusal = await client.request(call, signal, 'never').then(
    ({ status }) => `status ${String(status)}`,
    (error: unknown) => (error instanceof SandError ? `${error.code}: ${error.message}` : String(error)),
  );
  if (refusal.startsWith('GITHUB_REJECTED')) return confirmed(refusal);
  if (refusal.startsWith('GITHUB_FORBIDDEN')) return unknown('the token may not register runners', refusal);
  return refuted('a request without content is answered otherwise', refusal);
};

/** GitHub's prefixes: of classic tokens, and of the others. */
const classic = /^(?:ghp|gho)_/;
const others = /^(?:github_pat|ghs|ghu)_/;

/** who has scopes, and only who has some, tells them. */
export const scopesAreTold: Probe = async (lab, signal) => {
  const { client, scope, token } = lab.github();
  const path = `${scope.prefix}/actions/runners`;
  const { headers } = await client.request({ method: 'GET', path, parameters: { per_page: 1 } }, signal);
  const scopes = headers['x-oauth-scopes'];
  const evidence = { 'x-oauth-scopes': scopes };
  const isClassic = classic.test(token.reveal());
  if (!isClassic && !others.test(token.reveal()))
    return unknown('the kind of the token is not known', evidence);
  return isClassic === (scopes !== undefined)
    ? confirmed(evidence)
    : refuted(`the token is ${isClassic ? 'a classic' : 'no classic'} one`, evidence);
};

/** an App that is not ours is not taken for one that is not installed. */
export const strangersAreRefused: Probe = async (lab, signal) => {
  const { scope } = lab.github();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const app = createApp({
    identity: { id: '1', key },
    scope,
    userAgent: defaultUserAgent,
    clock: wallClock,
    deadlineMs: defaultDeadlineMs,
  });
  const error: unknown = await app.findInstallation(signal).catch((thrown: unknown) => thrown);
  const told = error instanceof SandError ? `${error.code}: ${String(error.cause)}` : String(error);
  if (codeOf(error) === 'APP_UNKNOWN') return confirmed(told);
  return codeOf(error) === 'APP_NOT_INSTALLED'
    ? refuted('it is taken for one that is not installed', told)
    : unknown('GitHub could not be asked', told);
};
