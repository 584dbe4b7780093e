import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Runner } from './registrations.ts';
import { startModes, type RunnerMode } from '../runner/protocol.ts';

/** The key pair that all JIT configurations of one process share: making an RSA key takes long. */
export interface RunnerKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const modulusLength = 2048;
let shared: Promise<RunnerKey> | undefined;

/** The key of this process; made at the first call. */
export async function runnerKey(): Promise<RunnerKey> {
  shared ??= promisify(generateKeyPair)('rsa', { modulusLength }).then(({ privateKey }) => ({
    privateKey,
    publicKey: createPublicKey(privateKey),
  }));
  return shared;
}

/**
 * `encoded_jit_config`: base64 of a JSON object from file names to base64 of the files (§1.2). A mode that shows before
 * the runner has connected is one more file, which GitHub does not know.
 */
export function encodeJitConfig(
  runner: Runner,
  at: { webUrl: string; key: RunnerKey; group: string; mode: RunnerMode },
): string {
  const broker = `${at.webUrl}/_broker/`;
  const files = {
    '.runner': {
      AgentId: String(runner.id),
      AgentName: runner.name,
      PoolId: String(runner.groupId),
      PoolName: at.group,
      ServerUrl: broker,
      ServerUrlV2: broker,
      UseV2Flow: true,
      Ephemeral: true,
      DisableUpdate: false,
      WorkFolder: runner.workFolder,
      SkipSessionRecover: true,
    },
    '.credentials': {
      scheme: 'OAuth',
      data: {
        clientId: runner.clientId,
        authorizationUrl: `${broker}token`,
        requireFipsCryptography: 'True',
      },
    },
    '.credentials_rsaparams': rsaParameters(at.key.privateKey),
    ...(startModes.has(at.mode) ? { '.sim-mode': at.mode } : {}),
  };
  return base64(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, base64(content)])));
}

function rsaParameters(key: KeyObject): Record<string, string> {
  const jwk = key.export({ format: 'jwk' });
  const parts = {
    d: jwk.d,
    dp: jwk.dp,
    dq: jwk.dq,
    exponent: jwk.e,
    inverseQ: jwk.qi,
    modulus: jwk.n,
    p: jwk.p,
    q: jwk.q,
  };
  return Object.fromEntries(
    Object.entries(parts).map(([name, value = '']) => [
      name,
      Buffer.from(value, 'base64url').toString('base64'),
    ]),
  );
}

function base64(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64');
}
