import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SandboxRequest } from '../../../src/sandbox/backend.ts';
import type { TartBackendOptions } from '../../../src/sandbox/tart/backend.ts';
import type { StarterOrder } from './starter.ts';

const program = fileURLToPath(new URL('starter.ts', import.meta.url));
const starterMs = 600_000;

/** A process of ours that has done something and waits to be killed. */
export interface Starter {
  /** Kills it as nobody can be prepared for; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Lets a process start the VM and kills it: resolves when only the VM is left. */
export async function startOrphan(
  backend: TartBackendOptions,
  request: SandboxRequest,
  signal: AbortSignal,
): Promise<void> {
  const starter = await startStarter(backend, request, signal);
  await starter.kill();
}

/** Starts a process that boots the VM, or without a request takes the host's lock; resolves when it has. */
export async function startStarter(
  backend: TartBackendOptions,
  request: SandboxRequest | undefined,
  signal: AbortSignal,
): Promise<Starter> {
  const node = ['--disable-warning=ExperimentalWarning', program];
  const child = spawn(process.execPath, node, { stdio: ['pipe', 'pipe', 'pipe'] });
  const gone = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const order: StarterOrder = {
    backend,
    deadlineMs: starterMs,
    ...(request === undefined ? {} : { request }),
  };
  child.stdin.end(JSON.stringify(order));
  try {
    await Promise.race([
      once(child.stdout, 'data', { signal }),
      gone.then(() => {
        throw new Error(`the process that starts failed: ${said.slice(-2000)}`);
      }),
    ]);
    return { kill };
  } catch (error) {
    await kill();
    throw error;
  }
}
