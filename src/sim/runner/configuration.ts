import { createPrivateKey, sign } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a JIT configuration, in the order the runner says it removed them (§1.2, §4.3). */
const fileNames = ['.credentials', '.credentials_rsaparams', '.runner'] as const;
const ownerOnly = 0o600;
const assertionSeconds = 300;

/** The configuration of a runner: what its files say. */
export interface RunnerConfiguration {
  readonly agentName: string;
  readonly brokerUrl: string;
  readonly tokenUrl: string;
  readonly workFolder: string;
  /** A JWT signed with the key of the runner: exchanged for an access token. */
  readonly assertion: string;
}

/** Writes the files of a JIT configuration into the runner's root. Throws for a blob that is none. */
export function writeConfiguration(root: string, encodedJitConfig: string): void {
  const files: Record<string, string> = JSON.parse(decode(encodedJitConfig));
  for (const name of fileNames) {
    const content = files[name];
    if (typeof content !== 'string') throw new Error(`the JIT configuration has no ${name}`);
    writeFileSync(join(root, name), decode(content), { mode: ownerOnly });
  }
}

/** Reads the configuration; undefined when the runner is not configured. `clockMs`: how far its clock is ahead. */
export function readConfiguration(root: string, clockMs = 0): RunnerConfiguration | undefined {
  if (!existsSync(join(root, '.runner')) || !existsSync(join(root, '.credentials'))) return undefined;
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const runner: { AgentName: string; ServerUrlV2: string; WorkFolder: string } = JSON.parse(read('.runner'));
  const { data }: { data: { clientId: string; authorizationUrl: string } } = JSON.parse(read('.credentials'));
  return {
    agentName: runner.AgentName,
    brokerUrl: runner.ServerUrlV2,
    tokenUrl: data.authorizationUrl,
    workFolder: runner.WorkFolder,
    assertion: assert(data.clientId, JSON.parse(read('.credentials_rsaparams')), Date.now() + clockMs),
  };
}

/** Deletes the files; returns what the runner says about it. */
export function removeConfiguration(root: string): string[] {
  for (const name of fileNames) rmSync(join(root, name), { force: true });
  return ['√ Removed .credentials', '√ Removed .runner'];
}

function assert(clientId: string, parameters: Record<string, string>, now: number): string {
  const part = (name: string): string => Buffer.from(parameters[name] ?? '', 'base64').toString('base64url');
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      d: part('d'),
      dp: part('dp'),
      dq: part('dq'),
      e: part('exponent'),
      qi: part('inverseQ'),
      n: part('modulus'),
      p: part('p'),
      q: part('q'),
    },
  });
  const seconds = Math.floor(now / 1000);
  const claims = { sub: clientId, iss: clientId, iat: seconds, exp: seconds + assertionSeconds };
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((json) => Buffer.from(JSON.stringify(json)).toString('base64url'))
    .join('.');
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
