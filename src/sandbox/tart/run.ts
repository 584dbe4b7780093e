import { execa } from 'execa';
import { SandError } from '../../errors.ts';
import type { Mount, Network, SandboxRequest } from '../backend.ts';
import { tartEnvironment } from './environment.ts';
import { classify } from './messages.ts';
import { ending, type TartSettings } from './program.ts';
import { runWrapper, type RunFiles, type RunRecord } from './run-files.ts';

/** Starts `tart run` in a session of its own, so that it outlives us; returns once the process is on its way. */
export function spawnRun(request: SandboxRequest, files: RunFiles, settings: TartSettings): void {
  const command = [settings.program, ...runArguments(request)];
  const child = execa('/bin/sh', ['-c', runWrapper, files.folder, ...command], {
    env: tartEnvironment(settings.env, { tartHome: settings.tartHome }),
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    stdio: 'ignore',
  });
  child.unref();
}

/**
 * The arguments of `tart run` for a request (reference/tart.md §3.1); headless and without the host's clipboard.
 * `NOT_SUPPORTED` for a mount that Tart would read differently.
 */
export function runArguments(request: SandboxRequest): string[] {
  return [
    'run',
    request.name,
    '--no-graphics',
    '--no-audio',
    '--no-clipboard',
    ...networkArguments(request.network),
    ...request.mounts.map(mountArgument),
    ...(request.nested ? ['--nested'] : []),
  ];
}

function networkArguments(network: Network): string[] {
  switch (network.kind) {
    case 'softnet':
      return [
        '--net-softnet',
        ...(network.allow.length > 0 ? [`--net-softnet-allow=${network.allow.join(',')}`] : []),
        ...(network.block.length > 0 ? [`--net-softnet-block=${network.block.join(',')}`] : []),
      ];
    case 'bridged':
      return [`--net-bridged=${network.interface}`];
    case 'nat':
      return [];
  }
}

function mountArgument({ name, path, readOnly }: Mount): string {
  if (readOnly) return `--dir=${name}:${path}:ro`;
  const tail = path.split(':').at(-1) ?? '';
  if (!tail.split(',').some((part) => part === 'ro' || part.startsWith('tag=')))
    return `--dir=${name}:${path}`;
  throw new SandError('NOT_SUPPORTED', `Tart takes the end of the path ${path} for options`);
}

/**
 * Why a run ended, from its record. Exit 0 proves nothing and exit 1 has many causes, so the text decides: what
 * Tart calls an error before what it only tells (reference/tart.md §3.3).
 */
export function endOfRun(name: string, { exitCode, stdout, stderr }: RunRecord): SandError {
  const said = classify(stderr) ?? classify(stdout) ?? unclassified(exitCode);
  // It is our own clone that Tart does not find.
  const code = said === 'IMAGE_MISSING' ? 'BOOT_FAILED' : said;
  const text = `${stderr}\n${stdout}`.trim().slice(-longestQuote) || 'no output';
  return new SandError(code, `\`tart run ${name}\` ${ending(exitCode)}: ${text}`);
}

/** What a message quotes at most; the evidence has it all. */
const longestQuote = 2000;

function unclassified(exitCode: number | undefined): 'VM_STOPPED' | 'BOOT_FAILED' | 'TART_MISSING' {
  if (exitCode === 127) return 'TART_MISSING';
  return exitCode === undefined || exitCode === 0 || exitCode > 128 ? 'VM_STOPPED' : 'BOOT_FAILED';
}
