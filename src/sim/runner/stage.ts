import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../program-file.ts';
import { runnerPaths } from './paths.ts';

const defaultVersion = '2.336.0';
const warmupMs = 30_000;
const executable = 0o755;

/**
 * Writes a runner folder as an image has it: `run.sh`, `config.sh` and `bin/Runner.Listener`, which runs the simulated
 * listener with this Node. The folder may be copied anywhere afterwards.
 */
export async function stageRunner(folder: string, options: { version?: string } = {}): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'externals'), { recursive: true });
  await writeFile(runnerPaths.version(folder), `${options.version ?? defaultVersion}\n`);
  await writeScript(runnerPaths.listener(folder), listenerScript());
  await writeScript(join(folder, 'run.sh'), runScript);
  await writeScript(join(folder, 'config.sh'), configScript);
  if (process.env['NODE_COMPILE_CACHE'] !== undefined) return; // a shared cache is warm already
  await promisify(execFile)(runnerPaths.listener(folder), ['warmup'], { timeout: warmupMs });
}

async function writeScript(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, executable);
}

function listenerScript(): string {
  return `#!/bin/sh
NODE_COMPILE_CACHE=${compileCache()}
export NODE_COMPILE_CACHE
exec ${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(programFile('runner'))} "$0" "$@"
`;
}

/** In the image, and so in every clone, unless our tests share one. */
function compileCache(): string {
  const shared = process.env['NODE_COMPILE_CACHE'];
  return shared === undefined ? '"${0%/*}/.compile-cache"' : quote(shared);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

const refuseRoot = `if [ "$(id -u)" -eq 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then
  echo "Must not run interactively with sudo"
  exit 1
fi
`;

/** What becomes of each exit code of the listener: reference/github-runners.md §4.2. */
const runScript = `#!/bin/sh
${refuseRoot}root=$(cd "$(dirname "$0")" && pwd)
while :; do
  "$root/bin/Runner.Listener" run "$@"
  code=$?
  case $code in
    0) echo "Runner listener exit with 0 return code, stop the service, no retry needed."; break ;;
    1) echo "Runner listener exit with terminated error, stop the service, no retry needed."; break ;;
    2) echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."; sleep 5 ;;
    3 | 4) echo "Runner listener exit because of updating, re-launch runner after successful update" ;;
    5) echo "Runner listener exit with Session Conflict error, stop the service, no retry needed."; break ;;
    7) echo "Runner listener exit with deprecated version exit code: 7."; exit 7 ;;
    *) echo "Exiting with unknown error code: $code"; break ;;
  esac
  echo "Restarting runner..."
done
echo "Exiting runner..."
exit 0
`;

const configScript = `#!/bin/sh
${refuseRoot}exec "$(dirname "$0")/bin/Runner.Listener" configure "$@"
`;
