import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatIsLeft } from '../../src/cli/left.ts';
import { createSimulatedWorld } from '../../src/sim/world.ts';
import { runCommand } from './command.ts';

describe('a poller that is a GitHub App', { timeout: 120_000 }, () => {
  it('serves a job, with tokens that end and one that is revoked meanwhile', async () => {
    await using world = await createSimulatedWorld({
      host: { cloneMs: 0, bootMs: 100, sshMs: 20, stopMs: 0 },
      github: {
        installations: [{ id: 7, account: 'acme' }],
        // Good for some calls only: what ends is made anew.
        installationTokenMs: 2000,
        faults: [{ name: 'unauthorized-401', match: 'POST .*/generate-jitconfig', times: 1 }],
      },
    });
    const { github, repository } = world;
    const { clientId, privateKey } = github.app;
    const privateKeyFile = join(world.host.root, 'app.pem');
    await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
    await world.configure({ github: { auth: { app: { clientId, privateKeyFile } } } });
    const workflow = 'on: push\njobs: { one: { runs-on: [self-hosted], steps: [{ run: sleep 2 }] } }';
    await github.runWorkflow({ repository, path: '.github/workflows/ci.yml', workflow });

    const { exitCode, stderr } = await runCommand(
      ['once', '--verbose', '--config', world.configFile],
      world.env,
    );

    expect(github.jobs().map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(exitCode).toBe(0);
    expect(await whatIsLeft(world)).toEqual({ sandboxes: 0, runners: 0, processes: 0 });
    const made = github.requests().filter(({ path }) => path === '/app/installations/7/access_tokens');
    expect(made.length).toBeGreaterThan(2);
    expect(stderr).not.toMatch(/ghs_|eyJ|PRIVATE KEY/);
  });
});
