import { open } from 'node:fs/promises';
import { type ErrorCode, SandError } from '../errors.ts';
import { Secret } from '../secret.ts';

/** Where the operator keeps the token; a file wins over a variable. */
export interface TokenSource {
  /** Absolute path: `~` is expanded by the configuration. */
  readonly tokenFile?: string | undefined;
  /** Name of an environment variable. */
  readonly tokenEnv?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A token, and what is wrong with how it is kept. */
export interface Token {
  readonly token: Secret;
  readonly warning?: string;
}

/** Reads the token; `TOKEN_MISSING` names the file or variable that holds none. */
export async function readToken({ tokenFile, tokenEnv, env }: TokenSource): Promise<Token> {
  if (tokenFile !== undefined) return readTokenFile(tokenFile);
  if (tokenEnv === undefined) throw missing('Neither github.auth.tokenFile nor tokenEnv is set.');
  return { token: parseToken(env[tokenEnv] ?? '', `The environment variable ${tokenEnv}`) };
}

async function readTokenFile(path: string): Promise<Token> {
  const name = `token file ${path}`;
  const { text, warning } = await readSecretFile(path, name, 'TOKEN_MISSING');
  const token = parseToken(text, `The ${name}`);
  return warning === undefined ? { token } : { token, warning };
}

/** Reads a file that nobody else should be able to read; `code` when it cannot be read. `name` says what it is. */
export async function readSecretFile(
  path: string,
  name: string,
  code: ErrorCode,
): Promise<{ text: string; warning?: string }> {
  try {
    await using file = await open(path);
    const { mode } = await file.stat();
    const text = await file.readFile('utf8');
    if ((mode & 0o077) === 0) return { text };
    return { text, warning: `Other users may open the ${name}: chmod 600 it.` };
  } catch (cause) {
    throw new SandError(code, `The ${name} cannot be read.`, { cause });
  }
}

/** The shape matters: fetch repeats a header value that it refuses in its error, so a refused one must not get there. */
function parseToken(text: string, place: string): Secret {
  const token = text.trim();
  if (token === '') throw missing(`${place} is missing or empty.`);
  if (!/^[\x21-\x7E]+$/.test(token)) throw missing(`${place} holds more than one token and nothing else.`);
  return new Secret(token);
}

function missing(message: string): SandError {
  return new SandError('TOKEN_MISSING', message);
}
