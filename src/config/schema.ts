import { z } from 'zod';
import { poolNamePattern } from '../naming/name.ts';
import { duration } from './duration.ts';

const nonEmpty = z.string().min(1, 'must not be empty');

const app = z
  .strictObject({
    clientId: nonEmpty.optional().describe('Client ID of the App, such as Iv23li…'),
    appId: z.int().min(1).optional().describe('App ID, when there is no client ID.'),
    installationId: z.int().min(1).optional().describe('Found by url when left out.'),
    privateKeyFile: nonEmpty.describe('Private key of the App as downloaded, mode 0600.'),
  })
  .refine((given) => hasOne([given.clientId, given.appId]), {
    message: 'needs exactly one of clientId and appId',
  });

const auth = z
  .strictObject({
    tokenFile: nonEmpty.optional().describe('File that holds a GitHub token, mode 0600.'),
    tokenEnv: nonEmpty.optional().describe('Name of the environment variable that holds a GitHub token.'),
    app: app.optional().describe('A GitHub App that is installed on the organization or repository.'),
  })
  .refine((given) => hasOne([given.tokenFile, given.tokenEnv, given.app]), {
    message: 'needs exactly one of tokenFile, tokenEnv and app',
  });

const github = z.strictObject({
  url: z
    .url()
    .describe('Organization or repository: https://github.com/acme or https://github.com/acme/app.'),
  apiUrl: z.url().optional().describe('Base of the REST API; follows from url when left out.'),
  auth,
  runnerGroup: nonEmpty
    .optional()
    .describe('Runner group of an organization; its default group when left out.'),
  allowPublic: z
    .boolean()
    .default(false)
    .describe('Take jobs also where everybody could send some: of public repositories.'),
});

/** What a rule of Softnet speaks of (reference/tart.md §5.3). */
const target = z
  .string()
  .regex(
    /^(?:@host|(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2})$/,
    'must be an IPv4 network such as 10.0.0.0/8, or @host',
  );

const network = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('softnet'),
      allow: z
        .array(target)
        .default([])
        .describe('IPv4 networks that the guest may reach besides the internet.'),
      block: z.array(target).default([]).describe('IPv4 networks that the guest may not reach.'),
    }),
    z.strictObject({ kind: z.literal('nat') }),
    z.strictObject({
      kind: z.literal('bridged'),
      interface: nonEmpty.refine((name) => name !== 'list', 'is no interface: `list` makes Tart print them'),
    }),
  ])
  .default({ kind: 'softnet', allow: [], block: [] });

const mount = z.strictObject({
  name: z.string().regex(/^[\w-]+$/, 'may hold letters, digits, - and _'),
  path: z.string().regex(/^\/[^:]*$/, 'must be an absolute path without a colon'),
  readOnly: z.boolean().default(true),
});

const label = z
  .string()
  .regex(/^[^\s,](?:[^,]{0,254}[^\s,])?$/, 'can never match: a label has 1 to 256 characters and no comma');

const proxyAddress = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as http://proxy.example:3128',
});

const pool = z.strictObject({
  name: z.string().regex(poolNamePattern, 'may hold 1 to 24 of a-z, 0-9 and -'),
  labels: z.array(label).min(1, 'can never match: needs at least one label'),
  image: nonEmpty.describe('Registry reference, or the name of a local Tart VM.'),
  max: z.int().min(1).default(2).describe('How many VMs of this pool may exist at once.'),
  standby: z
    .int()
    .min(0)
    .default(0)
    .describe('How many VMs are kept booted before a job wants them; each takes a slot.'),
  standbyMaxAge: duration.prefault('4h').describe('After so long a standby is made anew.'),
  os: z.enum(['darwin', 'linux']).default('darwin'),
  cpu: z.int().min(1).optional(),
  memory: z.int().min(512).optional().describe('Memory in MiB.'),
  disk: z.int().min(1).optional().describe('Disk size in GB; disks only grow.'),
  network,
  mounts: z.array(mount).default([]),
  nested: z.boolean().default(false),
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'is not a variable name'), z.string()).default({}),
  warmup: nonEmpty
    .optional()
    .describe('Script of this host that sh runs in each guest before the guest may have a job.'),
  warmupTimeout: duration.prefault('10m').describe('How long the warmup may take.'),
  hooks: z
    .strictObject({
      jobStarted: nonEmpty.optional().describe('Script of this host that the runner calls before the job.'),
      jobCompleted: nonEmpty.optional().describe('Script of this host that the runner calls after the job.'),
    })
    .prefault({}),
  proxy: z
    .strictObject({
      http: proxyAddress.optional(),
      https: proxyAddress.optional().describe('Proxy for https addresses, such as those of GitHub.'),
      noProxy: z
        .array(z.string().regex(/^[^\s,]+$/, 'must be a host without spaces and commas'))
        .default([])
        .describe('Hosts that are reached without a proxy.'),
    })
    .optional()
    .describe('Proxies for the runner, its job and the warmup; jobs can read the password.'),
  session: z.enum(['auto', 'gui', 'ssh']).default('auto'),
  bootTimeout: duration
    .prefault('3m')
    .describe('How long a VM may take from its start until its guest is reached over SSH.'),
  registerTimeout: duration.prefault('2m').describe('How long GitHub may take to register a runner.'),
  jobTimeout: duration.prefault('6h'),
  idleTimeout: duration.prefault('10m').describe('How long a runner waits for its job.'),
  deleteTimeout: duration
    .prefault('1m')
    .describe('How long deleting a VM may take before it is told and tried again later.'),
});

const guest = z.strictObject({
  user: nonEmpty.default('admin'),
  password: z
    .string()
    .optional()
    .describe('Password for SSH; "admin" when neither password nor keyFile is given.'),
  keyFile: nonEmpty.optional().describe('Private SSH key, mode 0600.'),
  port: z.int().min(1).max(65_535).default(22),
  runner: z
    .strictObject({
      url: z.url(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
        .transform((hex) => hex.toLowerCase()),
    })
    .optional()
    .describe('Runner archive for images that have none.'),
});

const host = z.strictObject({
  stateDir: nonEmpty.default('~/.sand-poller'),
  tartHome: nonEmpty.optional().describe('TART_HOME; that of the environment, or ~/.tart, when left out.'),
  tart: nonEmpty.default('tart').describe('The tart program: a name on the PATH, or a path.'),
  slots: z.int().min(1).default(2).describe('macOS VMs that may run at once; a Mac allows two.'),
  diskFloor: z.int().min(0).default(20).describe('GB that must stay free on the volume of tartHome.'),
  leaseFile: nonEmpty.default('/var/db/dhcpd_leases').describe("macOS's DHCP lease file."),
});

const demand = z.strictObject({
  interval: duration.prefault('15s').describe('Pause between two looks at GitHub.'),
});

const debug = z.strictObject({
  holdOnFailure: duration
    .optional()
    .describe('How long the VM of a failed job is kept for a person to look at; its slot stays taken.'),
});

const http = z.strictObject({
  listen: z
    .string()
    .regex(/^(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/iu, {
      error: 'must be an address and a port, such as 127.0.0.1:9180',
      abort: true,
    })
    .refine((text) => Number(text.slice(text.lastIndexOf(':') + 1)) <= 65_535, 'has no such port')
    .default('127.0.0.1:9180')
    .describe('Where /healthz, /readyz and /metrics are served.'),
});

const pools = z
  .array(pool)
  .min(1, 'needs at least one pool')
  .refine((given) => repeatedNames(given).length === 0, {
    // Checked even while other keys are wrong, so that all problems are reported together.
    when: ({ value }) => Array.isArray(value),
    error: ({ input }) => `uses a name twice: ${repeatedNames(input).join(', ')}`,
  });

/** The configuration file (DESIGN.md §6). Every key that has a default may be left out. */
export const configSchema = z.strictObject({
  github,
  demand: demand.prefault({}),
  pools,
  guest: guest.prefault({}),
  host: host.prefault({}),
  debug: debug.prefault({}),
  http: http.optional().describe('Health and metrics over HTTP; off when left out.'),
  onProblem: z
    .string()
    .regex(/^(?:\/|~\/)./u, 'must be the absolute path of a program')
    .optional()
    .describe('A program that is given each problem as JSON on its standard input.'),
});

function hasOne(given: readonly unknown[]): boolean {
  return given.filter((each) => each !== undefined).length === 1;
}

function repeatedNames(given: unknown): string[] {
  const names = z
    .array(z.looseObject({ name: z.unknown() }))
    .catch([])
    .parse(given);
  const seen = names.map(({ name }) => String(name));
  return [...new Set(seen.filter((name, index) => seen.indexOf(name) !== index))];
}

/** A configuration as the program uses it: defaults filled in, durations in milliseconds. */
export type Config = z.output<typeof configSchema>;

/** One pool of it. */
export type PoolConfig = Config['pools'][number];
