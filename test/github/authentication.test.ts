import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAuthentication, type AppSource } from '../../src/github/authentication.ts';
import { parseScope } from '../../src/github/scope.ts';
import { appId, appKeys, claimsOf, installed, pkcs8 } from './app.ts';
import { never, startGitHub, startOfTime } from './server.ts';

const pkcs1 = appKeys.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const scope = parseScope('https://github.com/acme');

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sand-app-'))));
afterAll(async () => rm(folder, { recursive: true }));

async function keyFile(text: string, mode = 0o600): Promise<string> {
  const path = join(folder, String(Math.random()));
  await writeFile(path, text, { mode });
  return path;
}

function withApp(app: Partial<AppSource> & { privateKeyFile: string }) {
  return { env: {}, app: { clientId: appId, ...app } };
}

describe('a private key', () => {
  it.each([
    ['PKCS#1, as downloaded', pkcs1],
    ['PKCS#8', pkcs8],
    ['with the line ends of Windows', pkcs1.replaceAll('\n', '\r\n')],
    ['with text around it', `\n${pkcs8}\n\n`],
  ])('in %s signs for its App', async (_, text) => {
    await using github = await startGitHub(
      'acme',
      installed(() => startOfTime),
    );
    const source = withApp({ privateKeyFile: await keyFile(text) });

    const { tokens, warning } = await readAuthentication(source, github.scope, { clock: github.clock });

    expect((await tokens.current(never)).reveal()).toBe('ghs_1');
    expect(github.asked.map(claimsOf)).toMatchObject([{ iss: appId }, { iss: appId }]);
    expect(warning).toBeUndefined();
  });

  it('signs by App ID, too', async () => {
    await using github = await startGitHub(
      'acme',
      installed(() => startOfTime),
    );
    const source = withApp({ clientId: undefined, appId: 12_345, privateKeyFile: await keyFile(pkcs8) });
    const { tokens } = await readAuthentication(source, github.scope, { clock: github.clock });
    await tokens.current(never);
    expect(github.asked.map(claimsOf)).toMatchObject([{ iss: '12345' }, { iss: '12345' }]);
  });

  it('that others may read is warned of', async () => {
    const path = await keyFile(pkcs8, 0o644);
    expect((await readAuthentication(withApp({ privateKeyFile: path }), scope)).warning).toBe(
      `Other users may open the private key file ${path}: chmod 600 it.`,
    );
  });

  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  it.each([
    ['nothing', ' \n', /holds nothing/],
    ['anything else', 'ghp_abc', /holds no private key in PEM format/],
    ['half of it', pkcs1.slice(0, 500), /holds no private key in PEM format/],
    ['the public key', publicKey.export({ type: 'spki', format: 'pem' }).toString(), /public key/],
    ['another kind', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /type ed25519/],
    ['an SSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n', /an SSH key/],
    [
      'one with a passphrase',
      appKeys.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      /passphrase/,
    ],
  ])('that is %s cannot be used, and is not shown', async (_, text, message) => {
    const privateKeyFile = await keyFile(text);
    const error: unknown = await readAuthentication(withApp({ privateKeyFile }), scope).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'APP_KEY_INVALID', message: expect.stringMatching(message) });
    expect(error).toHaveProperty('message', expect.stringContaining(privateKeyFile));
    const lines = text.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
    for (const line of lines) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(line);
  });

  it('that is not there is missed', async () => {
    await expect(readAuthentication(withApp({ privateKeyFile: '/nowhere' }), scope)).rejects.toMatchObject({
      code: 'APP_KEY_INVALID',
      message: 'The private key file /nowhere cannot be read.',
    });
  });
});

describe('an authentication', () => {
  it('by a token needs no GitHub', async () => {
    const { tokens } = await readAuthentication({ tokenEnv: 'GH', env: { GH: 'ghp_1' } }, scope);
    const token = await tokens.current(never);
    expect([token.reveal(), tokens.discard(token), tokens.granted]).toStrictEqual([
      'ghp_1',
      false,
      undefined,
    ]);
    expect(tokens.used).toStrictEqual([token]);
  });

  it('by an App cannot be used for an enterprise', async () => {
    const enterprise = parseScope('https://github.com/enterprises/acme');
    const source = withApp({ privateKeyFile: '/nowhere' });
    await expect(readAuthentication(source, enterprise)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      remedy: expect.stringContaining('manage_runners:enterprise'),
    });
  });
});
