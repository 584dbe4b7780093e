import { readFile } from 'node:fs/promises';
import { cpus, homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { SandError } from '../errors.ts';
import { describeProblems } from './problems.ts';
import { configSchema, type Config } from './schema.ts';
import { sizeWarnings, warningsOf } from './warnings.ts';
import { wording } from './wording.ts';
import { readYaml } from './yaml.ts';

/** A configuration that is right, and what is odd about it. */
export interface LoadedConfig {
  readonly config: Config;
  readonly warnings: readonly string[];
}

/** More than anybody reads at once. */
const mostProblems = 30;

/** Where the configuration is looked for when no file is named. */
export const defaultConfigFile = '~/.sand-poller/config.yaml';

/** `~` and `~/…` as the shell would expand them. */
export function expandHome(path: string): string {
  if (path === '~') return homedir();
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

/** Reads a configuration file. Rejects with `CONFIG_MISSING` or `CONFIG_INVALID`. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const path = expandHome(file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new SandError('CONFIG_MISSING', `cannot read the configuration file ${path}`, { cause });
  }
  const { config, warnings } = parseConfig(text, path);
  const machine = { cpus: cpus().length, memoryMiB: totalmem() / 2 ** 20 };
  return { config, warnings: [...warnings, ...sizeWarnings(config, machine)] };
}

/** The JSON Schema of the configuration file, for editors and for `config schema`. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, { io: 'input' });
}

/** Parses the text of a configuration; throws `CONFIG_INVALID` with all problems and their lines. */
export function parseConfig(text: string, file: string): LoadedConfig {
  const source = readYaml(text);
  if ('problems' in source) throw invalid(file, source.problems);
  const parsed = configSchema.safeParse(source.value, { error: wording });
  if (!parsed.success) {
    throw invalid(file, describeProblems(parsed.error.issues, { ...source, schema: configJsonSchema() }));
  }
  return { config: withPaths(parsed.data), warnings: warningsOf(parsed.data) };
}

function invalid(file: string, problems: readonly string[]): SandError {
  const more = problems.length - mostProblems;
  const shown = [...problems.slice(0, mostProblems), ...(more > 0 ? [`and ${String(more)} more`] : [])];
  return new SandError('CONFIG_INVALID', [`the configuration ${file} is wrong:`, ...shown].join('\n  '));
}

function withPaths(config: Config): Config {
  const { github, guest, host, onProblem, pools } = config;
  const { tokenFile, app } = github.auth;
  const auth = {
    ...github.auth,
    tokenFile: expandOptional(tokenFile),
    app: app === undefined ? undefined : { ...app, privateKeyFile: expandHome(app.privateKeyFile) },
  };
  const { keyFile } = guest;
  return {
    ...config,
    github: { ...github, auth },
    pools: pools.map((pool) => ({
      ...pool,
      warmup: expandOptional(pool.warmup),
      hooks: {
        jobStarted: expandOptional(pool.hooks.jobStarted),
        jobCompleted: expandOptional(pool.hooks.jobCompleted),
      },
    })),
    guest: keyFile === undefined ? guest : { ...guest, keyFile: expandHome(keyFile) },
    onProblem: onProblem === undefined ? undefined : expandHome(onProblem),
    host: {
      ...host,
      stateDir: resolve(expandHome(host.stateDir)),
      tartHome: host.tartHome === undefined ? undefined : resolve(expandHome(host.tartHome)),
      tart: expandHome(host.tart),
    },
  };
}

function expandOptional(path: string | undefined): string | undefined {
  return path === undefined ? undefined : expandHome(path);
}
