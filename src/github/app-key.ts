import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SandError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { readSecretFile } from './credentials.ts';

/** The private key of a GitHub App as PKCS#8 PEM, and what is wrong with how it is kept. */
export interface AppKey {
  readonly key: Secret;
  readonly warning?: string;
}

/** Reads the private key that GitHub made for an App (github-runners.md §3). `APP_KEY_INVALID` names the file. */
export async function readAppKey(path: string): Promise<AppKey> {
  const name = `private key file ${path}`;
  const { text, warning } = await readSecretFile(path, name, 'APP_KEY_INVALID');
  const key = parseKey(text, name).export({ type: 'pkcs8', format: 'pem' });
  return { key: new Secret(key.toString()), ...(warning === undefined ? {} : { warning }) };
}

/** The error of OpenSSL is not kept as the cause: nobody promises that it repeats nothing of the key. */
function parseKey(text: string, name: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new SandError('APP_KEY_INVALID', `The ${name} holds ${whatItIs(text)}.`);
  }
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new SandError(
    'APP_KEY_INVALID',
    `The ${name} holds a key of the type ${String(key.asymmetricKeyType)}; those of GitHub Apps are RSA keys.`,
  );
}

/** What is taken for the private key now and then. */
function whatItIs(text: string): string {
  if (text.trim() === '') return 'nothing';
  if (/BEGIN (?:RSA )?PUBLIC KEY/.test(text)) return 'a public key, not the private one';
  if (/BEGIN OPENSSH PRIVATE KEY/.test(text)) return 'an SSH key, not one that GitHub made for the App';
  if (/ENCRYPTED/.test(text)) return 'a key with a passphrase, which cannot be asked for here';
  return 'no private key in PEM format';
}
