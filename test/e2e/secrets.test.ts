import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { createSimulatedWorld } from '../../src/sim/world.ts';
import { startCommand } from './command.ts';

/** For what comes at once on an idle machine. */
const procIsThere = existsSync('/proc/self/environ');

const workflow = `
on: push
jobs:
  patient:
    runs-on: [self-hosted]
    steps:
      - run: exec sleep 60
`;

/** What one process shows to others: its arguments and its environment, NUL-separated. */
interface Shown {
  readonly argv: string;
  readonly environ: string;
}

it.runIf(procIsThere)(
  'token and JIT config show in no argument, no log, no file that stays, and no process of the job',
  { timeout: 120_000 },
  async () => {
    await using world = await createSimulatedWorld({ host: { bootMs: 100, sshMs: 20 } });
    await using spy = await createJitSpy(world.github.apiUrl);
    await world.configure({ github: { apiUrl: spy.url } });
    const { github, repository } = world;
    await github.runWorkflow({ repository, path: '.github/workflows/ci.yml', workflow });
    const command = startCommand(['once', '--json', '--verbose', '--config', world.configFile], world.env);

    await command.shows('job started');
    const processes = await eventually(async () => {
      const seen = await allProcesses();
      expect(seen.some(isOfTheJob)).toBe(true);
      return seen;
    });
    command.child.kill('SIGINT');
    const { stdout, stderr } = await command.ended;

    const jitConfig = spy.jitConfigs()[0] ?? '';
    expect(jitConfig.length).toBeGreaterThan(1000);
    for (const { argv, environ } of processes) {
      expect(argv).not.toContain(jitConfig);
      expect(argv).not.toContain(github.token);
      expect(environ).not.toContain(github.token);
    }
    const holders = processes.filter(({ environ }) => environ.includes(jitConfig));
    expect(holders.every(({ argv }) => /Runner\.Listener|listener\.ts/.test(argv))).toBe(true);
    expect(processes.filter(isOfTheJob).some(({ environ }) => environ.includes(jitConfig))).toBe(false);
    for (const output of [stdout, stderr, ...(await allFiles(world.stateDir))]) {
      expect(output).not.toContain(jitConfig);
      expect(output).not.toContain(github.token);
    }
    expect(await readdir(join(world.stateDir, 'evidence'))).toHaveLength(1);
  },
);

/** GitHub's runner marks every process of a job (reference/tart.md §11.10). */
function isOfTheJob({ environ }: Shown): boolean {
  return environ.includes('RUNNER_TRACKING_ID=');
}

async function allProcesses(): Promise<Shown[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return await Promise.all(
    pids.map(async (pid) => ({
      argv: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      environ: await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
    })),
  );
}

async function allFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
}

/** Passes requests on to the simulated GitHub and remembers the JIT configs in its answers. */
async function createJitSpy(apiUrl: string) {
  const jitConfigs: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const pass = async () => {
      const request = await text(incoming);
      const { authorization = '', 'content-type': type = 'application/json' } = incoming.headers;
      const answer = await fetch(`${apiUrl}${incoming.url ?? ''}`, {
        method: incoming.method ?? 'GET',
        headers: { authorization, 'content-type': type },
        ...(request === '' ? {} : { body: request }),
      });
      const body = await answer.text();
      const [, jitConfig] = /"encoded_jit_config":\s*"([^"]+)"/.exec(body) ?? [];
      if (jitConfig !== undefined) jitConfigs.push(jitConfig);
      outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    };
    pass().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    jitConfigs: () => jitConfigs,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
