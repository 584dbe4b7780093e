import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** The scripts under test. */
export const scriptsFolder = join(import.meta.dirname, '../../runner-scripts');

/** What the scripts and the shells' start files may use: commands that macOS has, too. */
const commandsOfMacos =
  'bash cat chmod curl date dirname env grep gzip head id ls mkdir mv ps rm sed shasum sleep tail tar true uname';

/** The MAC address that the fake `ifconfig` shows. */
export const macOfHome = '3e:09:aa:00:0b:01';

const fakes: Record<string, string> = {
  ifconfig: `printf 'lo0: flags=8049\\n\\tinet 127.0.0.1\\nen0: flags=8863\\n\\tether ${macOfHome}\\n'`,
  stat: '[ "$1 $2 $3" = "-f %Su /dev/console" ] && cat "$HOME/console-user"',
  defaults: 'cat "$HOME/automatic-login" 2>/dev/null',
  sudo: `[ -e "$HOME/no-sudo" ] && exit 1
    while :; do case $1 in -u) shift 2 ;; -*) shift ;; *) break ;; esac; done
    exec "$@"`,
  launchctl: '[ "$1" = asuser ] || exit 64; shift 2; SESSION=gui; export SESSION; exec "$@"',
};

const fakeListener = `#!/bin/sh
[ "$*" = run ] || exit 64
echo launch >>"$HOME/launches"
printf %s "$ACTIONS_RUNNER_INPUT_JITCONFIG" >"$HOME/jit-seen"
unset ACTIONS_RUNNER_INPUT_JITCONFIG
launches=$(grep -c launch "$HOME/launches")
. "$HOME/plan"
`;

/** A guest user's home in a temporary folder, with a fake runner and commands as on macOS. */
export class GuestHome implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'sand-guest-'));
  readonly user = userInfo().username;
  readonly #bin = join(this.path, 'bin');

  constructor() {
    mkdirSync(this.#bin);
    for (const name of commandsOfMacos.split(' ')) {
      const target = findCommand(name);
      if (target !== undefined) symlinkSync(target, join(this.#bin, name));
    }
    for (const [name, body] of Object.entries(fakes)) this.addCommand(name, body);
    this.write('console-user', this.user);
  }

  /** The environment that sshd would give, and nothing of ours. */
  get env(): Record<string, string> {
    return { HOME: this.path, PATH: this.#bin, USER: this.user, LOGNAME: this.user };
  }

  /** Puts a fake into the commands folder. What stands there may be a link to a command of this machine. */
  addCommand(name: string, body: string): void {
    rmSync(join(this.#bin, name), { force: true });
    // "wx" never writes through a link: the machine's own command stays as it is, whatever happens here.
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755, flag: 'wx' });
  }

  removeCommand(name: string): void {
    rmSync(join(this.#bin, name));
  }

  /** Puts a runner into ~/actions-runner whose listener follows a plan; `$launches` counts from 1. */
  addRunner(plan: string): void {
    mkdirSync(join(this.path, 'actions-runner/bin'), { recursive: true });
    writeFileSync(join(this.path, 'actions-runner/bin/Runner.Listener'), fakeListener, { mode: 0o755 });
    this.write('plan', plan);
  }

  /** An archive of the fake runner. */
  makeArchive(): { readonly url: string; readonly sha256: string } {
    const folder = join(this.path, 'archive');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin/Runner.Listener'), fakeListener, { mode: 0o755 });
    const file = join(this.path, 'runner.tar.gz');
    spawnSync('tar', ['-czf', file, '-C', folder, '.']);
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    return { url: `file://${file}`, sha256 };
  }

  /** Puts the scripts where `deliver` puts them, with another `sh` to run them if one is given. */
  addScripts(sh = '/bin/sh'): void {
    const folder = join(this.path, '.sand-action');
    cpSync(scriptsFolder, folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      writeFileSync(join(folder, name), text.replace('#!/bin/sh', `#!${sh}`));
      chmodSync(join(folder, name), 0o700);
    }
  }

  /** A link called `sh`, under which bash behaves as macOS's `sh` does. */
  shLinkedTo(shell: string): string {
    const folder = mkdtempSync(join(this.path, 'sh-'));
    symlinkSync(shell, join(folder, 'sh'));
    return join(folder, 'sh');
  }

  /** Runs a delivered script to its end. */
  async run(name: string, args: readonly string[] = [], stdin = ''): Promise<Result> {
    return runProcess(join(this.path, '.sand-action', name), args, { env: this.env, stdin });
  }

  /** Starts the runner as `guest` does: hangs up when the script has said "started" or has ended. */
  async start(mode: string, stdin: string, loginShell = '/bin/sh'): Promise<Result> {
    const env = { ...this.env, SHELL: loginShell };
    const script = join(this.path, '.sand-action/start-runner');
    return runProcess(script, [mode], { env, stdin, until: /^started$/mu });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }

  read(name: string): string {
    return existsSync(join(this.path, name)) ? readFileSync(join(this.path, name), 'utf8') : '';
  }

  /** The log of the runner. */
  get log(): string {
    return this.read('.sand-action/run/runner.log');
  }

  /** The exit status file, empty as long as the runner runs. */
  get status(): string {
    return this.read('.sand-action/run/exit-status').trim();
  }

  [Symbol.dispose](): void {
    for (const file of ['supervisor.pid', 'listener.pid']) {
      const pid = Number(this.read(`.sand-action/run/${file}`));
      if (pid > 1 && this.status === '') killQuietly(pid);
    }
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What a process said and how it ended. */
export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; with `until`, hangs up as soon as its output matches. */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: { env: Record<string, string>; stdin?: string; until?: RegExp },
): Promise<Result> {
  const child = spawn(program, args, { env: options.env, stdio: 'pipe', timeout: 20_000 });
  let stdout = '';
  let stderr = '';
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (options.until?.test(stdout) === true) resolve({ code: null, stdout, stderr });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.on('error', reject).on('close', (code) => {
    resolve({ code, stdout, stderr });
  });
  // Not every script reads what it is given.
  child.stdin.on('error', () => undefined).end(options.stdin ?? '');
  try {
    return await promise;
  } finally {
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** Where a command is on this machine; undefined when it is not installed. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
