/** A belief about macOS, Tart or GitHub that the product rests on. */
export interface Assumption {
  readonly id: string;
  readonly belief: string;
  /** `reference/tart.md` is "tart", `reference/github-runners.md` is "runners". */
  readonly source: string;
  /** The files to change when it is wrong, the first one first. */
  readonly owners: readonly string[];
  /** What an operator sees when it is false. */
  readonly shows: string;
  /** What its probe does on a Mac, and what is left for a person. */
  readonly probe: string;
}

const tart = 'src/sandbox/tart';

/** Every belief of docs/assumptions.md. The switch that makes it false in the simulation is in src/sim/assumptions.ts. */
export const assumptions: readonly Assumption[] = [
  {
    id: 'A-01',
    belief: "Tart's messages and exit codes are those of the table",
    source: 'tart §1.2, §1.3, §3.3',
    owners: [`${tart}/messages.ts`],
    shows: '`TART_FAILED` or `BOOT_FAILED` where a better code exists',
    probe: 'six commands that must fail, one VM too many among them',
  },
  {
    id: 'A-02',
    belief: '`tart list --format json` has `Source`, `Name`, and `Running` or `State`',
    source: 'tart §2.7',
    owners: [`${tart}/listing.ts`],
    shows: '`TART_FAILED` at the start',
    probe: 'the list with a stopped and a running VM',
  },
  {
    id: 'A-03',
    belief: '`vms/<name>/config.json` has `os` and `macAddress`',
    source: 'tart §6',
    owners: [`${tart}/vm-files.ts`],
    shows: '`TART_FAILED` after the boot',
    probe: 'the file of a clone',
  },
  {
    id: 'A-04',
    belief: "The lease file holds the guest's address, with unpadded MAC bytes",
    source: 'tart §4',
    owners: [`${tart}/leases.ts`],
    shows: 'half a second more until the guest is reached: `tart ip` answers',
    probe: 'the file, compared with `tart ip`',
  },
  {
    id: 'A-05',
    belief: 'The lease file is readable without root',
    source: 'not stated',
    owners: [`${tart}/addresses.ts`],
    shows: 'the same',
    probe: "reads it as the poller's user",
  },
  {
    id: 'A-06',
    belief: 'A clone of a local VM always gets a MAC address of its own',
    source: 'tart §2.2',
    owners: [`${tart}/golden.ts`],
    shows: '`GUEST_FOREIGN` with two VMs at once',
    probe: 'golden and two clones',
  },
  {
    id: 'A-07',
    belief: '`control.sock` appears only after the start was accepted',
    source: 'tart §3.2 (derived)',
    owners: [`${tart}/backend.ts`],
    shows: '`VM_LIMIT` as a failed job instead of a wait',
    probe: 'starts VMs until one is refused',
  },
  {
    id: 'A-08',
    belief: '`tart run` outlives us in a session of its own, also under launchd with `AbandonProcessGroup`',
    source: 'tart §11.4, §11.8',
    owners: [`${tart}/run.ts`],
    shows: 'jobs end when the poller is restarted',
    probe: 'kills the process that started a VM; by hand: the same under launchd',
  },
  {
    id: 'A-09',
    belief: '`tart exec -i <vm> /usr/bin/nc 127.0.0.1 22` is a clean byte stream',
    source: 'tart §2.11',
    owners: [`${tart}/transports.ts`],
    shows: '`GUEST_UNREACHABLE` where TCP does not work',
    probe: 'an SSH login through it, and half a megabyte',
  },
  {
    id: 'A-10',
    belief: 'Local Network privacy shows as EHOSTUNREACH on TCP',
    source: 'tart §9.1',
    owners: ['src/guest/dial.ts'],
    shows: 'a quarter of a second more until `tart exec` is tried',
    probe: 'TCP to a guest; tells only from launchd (docs/conformance.md)',
  },
  {
    id: 'A-11',
    belief: "The guest's `ifconfig` shows the MAC address of config.json",
    source: 'tart §9 row 8',
    owners: ['src/guest/facts.ts', 'runner-scripts/guest-facts'],
    shows: '`GUEST_FOREIGN` for each job',
    probe: 'guest-facts in a guest, over `tart exec` in doubt',
  },
  {
    id: 'A-12',
    belief:
      '`sudo -n launchctl asuser <uid> sudo -n -u <user>` gives the session in which the login keychain and windows work',
    source: 'DESIGN §4',
    owners: ['runner-scripts/start-runner'],
    shows: 'codesign and simulators fail in jobs; or a warning that the session is `ssh`',
    probe: 'asks for the session on that way; the rest: examples/conformance.yml',
  },
  {
    id: 'A-13',
    belief: 'The image has bash, zsh with `~/.zprofile`, and `~/actions-runner`',
    source: 'tart §7',
    owners: ['runner-scripts/guest-facts', 'runner-scripts/start-runner'],
    shows: '`RUNNER_MISSING` or `GUEST_COMMAND`',
    probe: 'runs and looks for them',
  },
  {
    id: 'A-14',
    belief: '`Runner.Listener run` honours `ACTIONS_RUNNER_INPUT_JITCONFIG` and removes it',
    source: 'runners §4.1',
    owners: ['runner-scripts/exec-listener'],
    shows: '`RUNNER_REJECTED` for each job',
    probe: 'starts a runner; that it is removed: examples/conformance.yml',
  },
  {
    id: 'A-15',
    belief: 'The listener prints the markers of the table on stdout',
    source: 'runners §4.3',
    owners: ['src/guest/runner-lines.ts'],
    shows: '`NO_JOB` although a job ran',
    probe: 'a runner with a job that waits',
  },
  {
    id: 'A-16',
    belief: 'SIGINT to the listener cancels the job and tells GitHub',
    source: 'runners §4.3',
    owners: ['runner-scripts/interrupt-runner'],
    shows: 'an interrupted job stays in progress at GitHub for minutes',
    probe: 'interrupts the runner in its job',
  },
  {
    id: 'A-17',
    belief: 'A registration whose job was reported as ended needs no removal',
    source: 'runners §5.7',
    owners: ['src/lifecycle/serve.ts'],
    shows: 'offline runners add up at GitHub until the hourly look',
    probe: 'the list of runners after that job',
  },
  {
    id: 'A-18',
    belief: '409 on a JIT request means that the name exists; it can be used again at once after a delete',
    source: 'runners §1.1, §5.11',
    owners: ['src/github/runners.ts'],
    shows: '`GITHUB_CONFLICT`',
    probe: 'the same name twice, a delete, the name again',
  },
  {
    id: 'A-19',
    belief: '422 on deleting a runner means busy',
    source: 'runners §1.3',
    owners: ['src/github/runners.ts'],
    shows: 'offline runners add up, called busy',
    probe: 'deletes an idle runner and one with a job',
  },
  {
    id: 'A-20',
    belief: 'A run with a queued job is listed as `queued` or `in_progress`',
    source: 'runners §1.5',
    owners: ['src/github/jobs.ts'],
    shows: 'a job waits for ever',
    probe: 'the latest fifty runs, while a job waits',
  },
  {
    id: 'A-21',
    belief: "The volume's free space grows at once when a clone is deleted",
    source: 'tart §6',
    owners: [`${tart}/disk.ts`],
    shows: '`once --json` reports no bytes reclaimed; `DISK_FLOOR` too early',
    probe: 'a guest writes a gigabyte and is deleted',
  },
  {
    id: 'A-22',
    belief: "SQLite's exclusive lock works on the volume of TART_HOME (APFS, local)",
    source: 'DESIGN §4',
    owners: [`${tart}/lock.ts`],
    shows: '`VM_LIMIT` with two pollers, or `LOCK_TIMEOUT`',
    probe: 'two processes, one of them killed',
  },
  {
    id: 'A-23',
    belief: 'sshd answers a password login of the public images',
    source: 'tart §7',
    owners: ['src/guest/connection.ts'],
    shows: '`GUEST_AUTH`',
    probe: 'logs in',
  },
  {
    id: 'A-24',
    belief: 'An inherited named pipe is held open by `tart run` and let go when it ends',
    source: '–',
    owners: [`${tart}/run-files.ts`],
    shows: 'a running VM counts as ended when its shell is killed, or an ended one as running',
    probe: 'kills the shell around `tart run`, then stops the VM',
  },
  {
    id: 'A-25',
    belief: 'A change in a folder is told by `fs.watch` soon; the safety look is every second',
    source: '–',
    owners: [`${tart}/run-files.ts`],
    shows: 'up to a second more until the end of a VM is seen',
    probe: 'three changes in a folder',
  },
  {
    id: 'A-26',
    belief: 'A guest that boots does not refuse the right password for longer than about 2.5 s',
    source: 'tart §7',
    owners: ['src/guest/link.ts'],
    shows: '`GUEST_AUTH` now and then',
    probe: 'times the first login; one boot proves little',
  },
  {
    id: 'A-27',
    belief:
      'A request for a registration without content is refused with 422 when the token may write, else with 403',
    source: 'runners §1.1 (the order is not stated)',
    owners: ['src/github/access.ts'],
    shows:
      'a fine-grained token that may only read passes the start, and each job fails with `GITHUB_FORBIDDEN`',
    probe: 'sends one; that a token which may only read gets 403: by hand, with such a token',
  },
  {
    id: 'A-28',
    belief: 'Answers to classic tokens, and to no others, have `x-oauth-scopes`',
    source: 'not stated',
    owners: ['src/github/needs.ts'],
    shows: 'a missing permission is told only when GitHub refuses, or a good token is refused at the start',
    probe: 'the header, compared with the prefix of the token',
  },
  {
    id: 'A-29',
    belief:
      'GitHub answers an App that it does not know, or whose key is another, with 401, or 404 `Integration not found`',
    source: 'not stated; reports of users',
    owners: ['src/github/app-refusal.ts'],
    shows: '`APP_NOT_INSTALLED` where `APP_UNKNOWN` is right',
    probe: 'asks for the installation of App 1 with a key that was just made',
  },
];
