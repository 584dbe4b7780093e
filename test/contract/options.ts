import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SandError } from '../../src/errors.ts';
import { readToken } from '../../src/github/credentials.ts';
import { parseScope } from '../../src/github/scope.ts';
import { Secret } from '../../src/secret.ts';
import { assumptions } from './assumptions.ts';
import { drawOwner, type LabOptions, type Pace } from './probes/lab.ts';

export const help = `Usage: npm run --silent conformance -- [options]

Tries on this Mac what sand-action believes about Tart, macOS and GitHub (docs/conformance.md).

  --json               one JSON document on stdout
  --image NAME         what VMs start from (default: the public base image)
  --only A-04,A-07     these assumptions only, and not the contract suite
  --no-contract        the probes only
  --github-url URL     a repository or organization, for the beliefs about GitHub
  --github-api-url URL where its REST API is, when that does not follow from the URL
  --token-file FILE    a token for it (mode 0600)

Exit code: 0 nothing is refuted, 1 something is, 2 wrong usage, 3 there is no Tart that works, 130 interrupted
`;

/** What was asked for. */
export interface Wanted {
  readonly lab: Omit<LabOptions, 'signal'>;
  readonly ids: ReadonlySet<string>;
  readonly contract: boolean;
  readonly json: boolean;
}

const baseImage = 'ghcr.io/cirruslabs/macos-tahoe-base:latest';
/** A Mac (reference/tart.md §8): a first boot on a slow host, with its login. */
const pace: Pace = {
  guestMs: 300_000,
  quietMs: 30_000,
  soonMs: 500,
  interruptMs: 90_000,
  probeMs: 20 * 60_000,
  writtenMiB: 1024,
};

/** Understands the command line. Throws `USAGE` and the errors of the token; undefined means that help is wanted. */
export async function parseOptions(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Wanted | undefined> {
  const values = parseFlags(argv);
  if (values.help) return undefined;
  return {
    json: values.json,
    contract: values.contract && values.only === undefined,
    ids: idsOf(values.only),
    lab: {
      tart: { program: 'tart', tartHome: env['TART_HOME'] ?? join(homedir(), '.tart'), env },
      image: values.image,
      leaseFile: '/var/db/dhcpd_leases',
      guestPort: 22,
      // As the public images have it (reference/tart.md §7).
      credentials: { user: 'admin', password: new Secret('admin') },
      github: await githubOf(values),
      pace,
      owner: drawOwner(),
    },
  };
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        contract: { type: 'boolean', default: true },
        image: { type: 'string', default: baseImage },
        only: { type: 'string' },
        'github-url': { type: 'string' },
        'github-api-url': { type: 'string' },
        'token-file': { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new SandError('USAGE', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function idsOf(only: string | undefined): ReadonlySet<string> {
  const all = assumptions.map(({ id }) => id);
  if (only === undefined) return new Set(all);
  const wanted = only.split(',').map((id) => id.trim().toUpperCase());
  const odd = wanted.filter((id) => !all.includes(id));
  if (odd.length > 0) throw new SandError('USAGE', `there is no assumption ${odd.join(', ')}`);
  return new Set(wanted);
}

async function githubOf(values: ReturnType<typeof parseFlags>): Promise<LabOptions['github']> {
  const { 'github-url': url, 'github-api-url': apiUrl, 'token-file': tokenFile } = values;
  if (url === undefined && tokenFile === undefined) return undefined;
  if (url === undefined || tokenFile === undefined)
    throw new SandError('USAGE', '--github-url and --token-file belong together');
  const { token } = await readToken({ tokenFile, env: {} });
  return { scope: parseScope(url, apiUrl), token };
}
