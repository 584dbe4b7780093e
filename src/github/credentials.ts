import { open } from 'node:fs/promises';
import { SandError } from '../errors.ts';
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
  const { text, mode } = await readWithMode(path);
  const token = parseToken(text, `The token file ${path}`);
  const shared = (mode & 0o077) !== 0;
  return shared
    ? { token, warning: `Other users may open the token file ${path}: chmod 600 it.` }
    : { token };
}

async function readWithMode(path: string): Promise<{ text: string; mode: number }> {
  try {
    await using file = await open(path);
    const { mode } = await file.stat();
    return { text: await file.readFile('utf8'), mode };
  } catch (cause) {
    throw missing(`The token file ${path} cannot be read.`, cause);
  }
}

/** The shape matters: fetch repeats a header value that it refuses in its error, so a refused one must not get there. */
function parseToken(text: string, place: string): Secret {
  const token = text.trim();
  if (token === '') throw missing(`${place} is missing or empty.`);
  if (!/^[\x21-\x7E]+$/.test(token)) throw missing(`${place} holds more than one token and nothing else.`);
  return new Secret(token);
}

function missing(message: string, cause?: unknown): SandError {
  return new SandError('TOKEN_MISSING', message, { cause });
}
