import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  configJsonSchema,
  defaultConfigFile,
  expandHome,
  loadConfig,
  parseConfig,
} from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { sizeWarnings } from '../../src/config/warnings.ts';
import { SandError } from '../../src/errors.ts';

/** The few lines of DESIGN.md §6. */
const minimal = `github:
  url: https://github.com/acme
  auth: { tokenFile: ~/.sand-poller/token }
pools:
  - name: xcode26
    labels: [self-hosted, macOS, ARM64, xcode26]
    image: ghcr.io/cirruslabs/macos-tahoe-xcode:26
    max: 2
`;

/** The problems that a text has, one a line. */
function problemsOf(text: string): string[] {
  try {
    parseConfig(text, 'config.yaml');
  } catch (error) {
    if (!(error instanceof SandError) || error.code !== 'CONFIG_INVALID') throw error;
    const [, ...problems] = error.message.split('\n');
    return problems.map((problem) => problem.trim());
  }
  return [];
}

/** What the few lines and another one mean. */
function configWith(line: string): Config {
  return parseConfig(`${minimal}${line}\n`, 'config.yaml').config;
}

/** Puts a line into the pool. */
function pool(line: string): string {
  return `${minimal}    ${line}\n`;
}

describe('the few lines that are enough', () => {
  it('have a default for everything else', () => {
    const { config, warnings } = parseConfig(minimal, 'config.yaml');
    expect(warnings).toStrictEqual([]);
    expect(config.pools).toMatchObject([
      {
        os: 'darwin',
        network: { kind: 'softnet', allow: [], block: [] },
        session: 'auto',
        mounts: [],
        env: {},
      },
    ]);
    expect(config.pools[0]).toMatchObject({ jobTimeout: 6 * 3_600_000, idleTimeout: 600_000, max: 2 });
    expect(config.demand).toStrictEqual({ interval: 15_000 });
    expect(config.host).toMatchObject({ slots: 2, tart: 'tart', leaseFile: '/var/db/dhcpd_leases' });
    expect(config.guest).toMatchObject({ user: 'admin', port: 22 });
  });

  it('may be in a home folder', () => {
    const places = 'host: { tart: ~/bin/tart, tartHome: ~/.tart }';
    const { config } = parseConfig(`${minimal}${places}\n`, 'config.yaml');
    expect(config.github.auth.tokenFile).toBe(join(homedir(), '.sand-poller/token'));
    const app = minimal.replace(/auth: .*/u, 'auth: { app: { appId: 1, privateKeyFile: ~/app.pem } }');
    expect(parseConfig(app, 'config.yaml').config.github.auth.app).toStrictEqual({
      appId: 1,
      privateKeyFile: join(homedir(), 'app.pem'),
    });
    expect(config.host.stateDir).toBe(join(homedir(), '.sand-poller'));
    expect(config.host.tartHome).toBe(join(homedir(), '.tart'));
    expect(config.host.tart).toBe(join(homedir(), 'bin/tart'));
    expect(expandHome('~')).toBe(homedir());
    expect(expandHome('~other/x')).toBe('~other/x');
    expect(expandHome(defaultConfigFile)).toBe(join(homedir(), '.sand-poller/config.yaml'));
  });

  it('serve no HTTP; an address has a default once it is wanted', () => {
    expect(configWith('').http).toBeUndefined();
    expect(configWith('http: {}').http).toStrictEqual({ listen: '127.0.0.1:9180' });
    expect(configWith('http: { listen: "[::1]:0" }').http).toStrictEqual({ listen: '[::1]:0' });
    expect(configWith('onProblem: ~/bin/tell').onProblem).toBe(join(homedir(), 'bin/tell'));
  });

  it.each(['9180', '127.0.0.1', '"::1:80"', '127.0.0.1:65536', '1.2.3.4:80/x'])(
    'listen nowhere at %s',
    (listen) => {
      expect(problemsOf(`${minimal}http: { listen: ${listen} }\n`)).toHaveLength(1);
    },
  );

  it.each(['tell', './tell', '~', '""'])('tell problems to no program %s', (program) => {
    expect(problemsOf(`${minimal}onProblem: ${program}\n`)).toHaveLength(1);
  });

  it('mount read-only unless it is said otherwise', () => {
    const { config } = parseConfig(pool('mounts: [{ name: cache, path: /var/cache }]'), 'config.yaml');
    expect(config.pools[0]?.mounts).toStrictEqual([{ name: 'cache', path: '/var/cache', readOnly: true }]);
  });
});

describe('a problem', () => {
  it.each<[string, string, string]>([
    ['an unknown key', `${minimal}gihub: 1\n`, 'line 9: gihub is not a known key; did you mean github?'],
    [
      'an unknown key inside',
      pool('lables: [a]'),
      'line 9: pools[0].lables is not a known key; did you mean labels?',
    ],
    [
      'an unknown key in a choice',
      pool('network: { kind: nat, alow: [] }'),
      'line 9: pools[0].network.alow is not a known key; did you mean allow?',
    ],
    [
      'a key that is like no other',
      `${minimal}zzz: 1\n`,
      'line 9: zzz is not a known key; known are github, demand, pools, guest, host, debug, http, onProblem',
    ],
    ['a wrong type', minimal.replace('max: 2', 'max: two'), 'line 8: pools[0].max must be a number'],
    ['a list that is none', minimal.replace(/\[.*\]/u, 'macOS'), 'line 6: pools[0].labels must be a list'],
    [
      'a missing key',
      minimal.replace('    image: ghcr.io/cirruslabs/macos-tahoe-xcode:26\n', ''),
      'line 5: pools[0].image is missing',
    ],
    ['an empty key', minimal.replace(/image: .*/u, 'image:'), 'line 7: pools[0].image must be a text'],
    ['no pool', minimal.replace(/pools:[^]*/u, 'pools: []'), 'line 4: pools needs at least one pool'],
    [
      'a pool name that the codec refuses',
      minimal.replace('xcode26\n', 'Xcode_26\n'),
      'line 5: pools[0].name may hold 1 to 24 of a-z, 0-9 and -',
    ],
    [
      'no label',
      minimal.replace(/\[.*\]/u, '[]'),
      'line 6: pools[0].labels can never match: needs at least one label',
    ],
    [
      'a label with a comma',
      minimal.replace('ARM64', '"macOS,ARM64"'),
      'line 6: pools[0].labels[2] can never match: a label has 1 to 256 characters and no comma',
    ],
    [
      'an empty label',
      minimal.replace('ARM64', '""'),
      'line 6: pools[0].labels[2] can never match: a label has 1 to 256 characters and no comma',
    ],
    [
      'both tokens',
      minimal.replace('token }', 'token, tokenEnv: T }'),
      'line 3: github.auth needs exactly one of tokenFile, tokenEnv and app',
    ],
    [
      'no token',
      minimal.replace(/auth: .*/u, 'auth: {}'),
      'line 3: github.auth needs exactly one of tokenFile, tokenEnv and app',
    ],
    [
      'an App and a token',
      minimal.replace('token }', 'token, app: { clientId: a, privateKeyFile: b } }'),
      'line 3: github.auth needs exactly one of tokenFile, tokenEnv and app',
    ],
    [
      'an App without an id',
      minimal.replace(/auth: .*/u, 'auth: { app: { privateKeyFile: b } }'),
      'line 3: github.auth.app needs exactly one of clientId and appId',
    ],
    [
      'an App with two ids',
      minimal.replace(/auth: .*/u, 'auth: { app: { clientId: a, appId: 1, privateKeyFile: b } }'),
      'line 3: github.auth.app needs exactly one of clientId and appId',
    ],
    [
      'an App without a key',
      minimal.replace(/auth: .*/u, 'auth: { app: { appId: 1 } }'),
      'line 3: github.auth.app.privateKeyFile is missing',
    ],
    [
      'an address that is none',
      minimal.replace('https://github.com/acme', 'acme'),
      'line 2: github.url must be a URL, such as https://github.com/acme',
    ],
    [
      'a choice that there is not',
      pool('session: tty'),
      'line 9: pools[0].session must be one of auto, gui, ssh',
    ],
    [
      'a network that there is not',
      pool('network: { kind: lan }'),
      "line 9: pools[0].network.kind Invalid discriminator value. Expected 'softnet' | 'nat' | 'bridged'",
    ],
    ['a number that is too small', pool('cpu: 0'), 'line 9: pools[0].cpu must be at least 1'],
    ['a fraction', pool('disk: 1.5'), 'line 9: pools[0].disk must be a whole number'],
    [
      'a port that is too large',
      `${minimal}guest: { port: 70000 }\n`,
      'line 9: guest.port must be at most 65535',
    ],
    ['a variable that is none', pool('env: { "A B": x }'), 'line 9: pools[0].env.A B is not a variable name'],
    [
      'a mount that is not absolute',
      pool('mounts: [{ name: a, path: ~/x }]'),
      'line 9: pools[0].mounts[0].path must be an absolute path without a colon',
    ],
    ['a list instead of a map', '- a\n', 'line 1: the file must be a map of keys'],
    ['nothing at all', '', 'line 1: the file must be a map of keys'],
  ])('is %s, told with its line', (_, text, expected) => {
    expect(problemsOf(text)).toStrictEqual([expected]);
  });

  it.each(['5', '5 minutes', '1.5h', '0m', '-1h', '""', '90S', '1000000s'])('is the duration %s', (text) => {
    expect(problemsOf(pool(`idleTimeout: ${text}`)).join('\n')).toMatch(/^line 9: pools\[0\]\.idleTimeout /u);
  });

  it('is a duration longer than any job', () => {
    expect(problemsOf(pool('jobTimeout: 999999d'))).toStrictEqual([
      'line 9: pools[0].jobTimeout is too long: at most 7d',
    ]);
  });

  it('is a pool name that is used twice, also when there are others', () => {
    const twice = `${minimal}  - name: xcode26\n    labels: [a]\n    image: b\n    maxx: 1\n`;
    expect(problemsOf(twice)).toStrictEqual([
      'line 4: pools uses a name twice: xcode26',
      'line 12: pools[1].maxx is not a known key; did you mean max?',
    ]);
  });

  it('is told together with all others, from top to bottom', () => {
    const text = minimal.replace('max: 2', 'max: two').replace('url:', 'urll:').concat('hots: {}\n');
    expect(problemsOf(text)).toStrictEqual([
      'line 1: github.url is missing',
      'line 2: github.urll is not a known key; did you mean url?',
      'line 8: pools[0].max must be a number',
      'line 9: hots is not a known key; did you mean host?',
    ]);
  });

  it('is one of thirty at most', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `strange${String(index)}: 1\n`);
    const problems = problemsOf(minimal + keys.join(''));
    expect(problems).toHaveLength(31);
    expect(problems.at(-1)).toBe('and 470 more');
  });
});

describe('text that is no YAML', () => {
  it.each<[string, string, RegExp]>([
    ['a tab', 'a:\n\t- b\n', /^line 2: Tabs are not allowed/u],
    ['an open bracket', `${minimal}guest: {\n`, /^line 1\d: /u],
    ['a key twice', `${minimal}pools: []\n`, /^line 9: Map keys must be unique/u],
    ['a second document', `${minimal}---\n${minimal}`, /^line 9: Source contains multiple documents/u],
    ['an alias of nothing', `${minimal}guest: *g\n`, /Unresolved alias/u],
    ['a tag that could make an object', `${minimal}guest: !!binary aGk=\n`, /^line 9: Unresolved tag/u],
    ['nesting without end', '['.repeat(20_000), /./u],
  ])('is wrong for %s', (_, text, expected) => {
    expect(problemsOf(text)[0]).toMatch(expected);
    expect(problemsOf(text).length).toBeLessThanOrEqual(3);
  });

  it('is wrong for aliases that would fill the memory', () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const inner =
        level === 0
          ? 'x'
          : Array(9)
              .fill(`*l${String(level - 1)}`)
              .join(', ');
      return `l${String(level)}: &l${String(level)} [${inner}]\n`;
    });
    expect(problemsOf(levels.join(''))).toStrictEqual([expect.stringMatching(/Excessive alias count/u)]);
  });
});

describe('any other text', () => {
  /** Keys of the schema, so that arbitrary files get deep into it. */
  const key = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        'github',
        'url',
        'auth',
        'pools',
        'name',
        'labels',
        'host',
        'network',
        'kind',
        'env',
        'mounts',
        'guest',
      ),
    },
    fc.string(),
  );
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double(),
      fc.constantFrom('nat', '5m'),
    ),
    tree: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.array(tie('tree')),
      fc.dictionary(key, tie('tree')),
    ),
  }));
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('ab:-&*!?|>[]{}#"\'\n\t ,<%@')) }),
    tree.map((value) => stringify(value)),
    fc
      .tuple(fc.string(), fc.nat(minimal.length))
      .map(([inner, at]) => minimal.slice(0, at) + inner + minimal.slice(at)),
  );

  it('is a configuration or fails with CONFIG_INVALID, never otherwise', () => {
    fc.assert(
      fc.property(text, (given) => {
        const problems = problemsOf(given);
        expect(problems.every((problem) => problem.length > 0)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('is taken as it was meant when it was printed from a configuration', () => {
    const { config } = parseConfig(minimal, 'config.yaml');
    const { pools, ...rest } = config;
    const durations = pools.map((each) => ({
      ...each,
      jobTimeout: '6h',
      idleTimeout: '10m',
      standbyMaxAge: '4h',
      warmupTimeout: '10m',
      bootTimeout: '3m',
      registerTimeout: '2m',
      deleteTimeout: '1m',
    }));
    const printed = stringify({ ...rest, demand: { interval: '15s' }, pools: durations });
    expect(parseConfig(printed, 'config.yaml').config).toStrictEqual(config);
  });
});

describe('a network rule', () => {
  it.each(['nonsense', '10.0.0.0', '10.0.0.0/8,172.16.0.0/12', '--net-bridged'])('cannot be %s', (target) => {
    const text = pool(`network: { kind: softnet, allow: ['${target}'] }`);
    expect(() => parseConfig(text, 'config.yaml')).toThrow(
      'must be an IPv4 network such as 10.0.0.0/8, or @host',
    );
  });
});

it('takes a SHA-256 in either case', () => {
  const runner = `guest: { runner: { url: 'https://example.com/r.tar.gz', sha256: ${'AB'.repeat(32)} } }`;
  expect(parseConfig(`${minimal}${runner}\n`, 'config.yaml').config.guest.runner?.sha256).toBe(
    'ab'.repeat(32),
  );
});

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['20m', 1_200_000],
    ['6h', 21_600_000],
    ['2d', 172_800_000],
    ['7d', 604_800_000],
  ])('%s are %i ms', (text, ms) => {
    expect(parseConfig(pool(`jobTimeout: ${text}`), 'config.yaml').config.pools[0]?.jobTimeout).toBe(ms);
  });
});

describe('a warning', () => {
  it.each<[string, string, string[]]>([
    [
      'few CPUs for macOS',
      pool('cpu: 2'),
      ['pool xcode26: macOS guests with fewer than 4 CPUs tend to freeze'],
    ],
    ['not few CPUs for Linux', `${pool('cpu: 2')}    os: linux\n`, []],
    ['not four CPUs', pool('cpu: 4'), []],
    [
      'labels of hosted runners alone',
      minimal.replace(/\[.*\]/u, '[macos-26-xlarge, Ubuntu-Latest]'),
      ["pool xcode26: jobs with the label macos-26-xlarge, Ubuntu-Latest go to GitHub's own runners"],
    ],
    ['not labels of hosted runners among others', minimal.replace('ARM64', 'macos-26'), []],
    [
      'a network that also opens the VMs to each other',
      pool('network: { kind: softnet, allow: [0.0.0.0/0] }'),
      ['pool xcode26: allowing 0.0.0.0/0 also lets its VMs reach each other'],
    ],
    [
      'a network that shuts us out, too',
      pool('network: { kind: softnet, block: [0.0.0.0/0] }'),
      ['pool xcode26: blocking the host without allowing @host also blocks SSH to the guest'],
    ],
    [
      'not a network that lets the host in',
      pool("network: { kind: softnet, allow: ['@host'], block: [0.0.0.0/0] }"),
      [],
    ],
    [
      'more slots than a Mac has',
      `${minimal}host: { slots: 3 }\n`,
      ['host.slots is 3, but a Mac runs 2 macOS VMs at once'],
    ],
  ])('is for %s', (_, text, expected) => {
    expect(parseConfig(text, 'config.yaml').warnings).toStrictEqual(expected);
  });
});

describe('a warning about sizes', () => {
  const host = { cpus: 10, memoryMiB: 16_384 };
  it.each([
    ['what fits', 'memory: 12288', []],
    ['more CPUs than the host has', 'cpu: 12', [/^pool xcode26: a VM with 12 CPUs .* which has 10$/u]],
    [
      'memory that the host needs itself',
      'memory: 12289',
      [/^pool xcode26: no VM .*12289 MiB .*12288 MiB are left$/u],
    ],
    ['no sizes', 'nested: false', []],
  ])('is right about %s', (_, line, expected) => {
    const { config } = parseConfig(pool(line), 'config.yaml');
    expect(sizeWarnings(config, host)).toStrictEqual(expected.map((text) => expect.stringMatching(text)));
  });
});

describe('a configuration file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sand-config-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('is read', async () => {
    const file = join(folder, 'config.yaml');
    await writeFile(file, minimal);
    const { config } = await loadConfig(file);
    expect(config.github.url).toBe('https://github.com/acme');
  });

  it('is compared with this host', async () => {
    const file = join(folder, 'large.yaml');
    await writeFile(file, pool('cpu: 99999'));
    const { warnings } = await loadConfig(file);
    expect(warnings).toStrictEqual([expect.stringContaining('99999 CPUs does not boot on this host')]);
  });

  it('is named when it is wrong', async () => {
    const file = join(folder, 'wrong.yaml');
    await writeFile(file, 'a: 1\n');
    await expect(loadConfig(file)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(file),
    });
  });

  it.each(['missing.yaml', '.'])('that is %s is missing', async (name) => {
    await expect(loadConfig(join(folder, name))).rejects.toMatchObject({ code: 'CONFIG_MISSING' });
  });
});

describe('the JSON Schema', () => {
  it('knows the keys of the file, and requires what has no default', () => {
    expect(configJsonSchema()).toMatchObject({
      type: 'object',
      required: ['github', 'pools'],
      additionalProperties: false,
      properties: { pools: { type: 'array', items: { required: ['name', 'labels', 'image'] } } },
    });
  });

  it('can be printed', () => {
    expect(JSON.parse(JSON.stringify(configJsonSchema()))).toStrictEqual(configJsonSchema());
  });
});
