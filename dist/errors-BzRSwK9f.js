// src/errors.ts
/**
* Every failure the product can report: a stable code, what it means, and what the reader can do about it.
* `docs/errors.md` lists the same codes; `test/errors.test.ts` keeps both equal.
*/
const errorCatalogue = {
	CONFIG_MISSING: "Write the configuration file, or name another one with --config.",
	CONFIG_INVALID: "Correct the lines named above; `sand-poller config schema` prints what is allowed.",
	USAGE: "Run the command with --help to see what it takes.",
	NODE_TOO_OLD: "Install Node 24 or newer and start the command again.",
	INTERNAL: "This is a bug in sand-action: please report it with the output above.",
	TOKEN_MISSING: "Put a GitHub token into the file named by github.auth.tokenFile (mode 0600), or set the variable named by tokenEnv.",
	APP_KEY_INVALID: "Make a private key on the page of the GitHub App and put the file, as downloaded, where privateKeyFile says (mode 0600).",
	APP_UNKNOWN: "Compare clientId (or appId) with the page of the GitHub App, and see that its list of private keys has this one; github.apiUrl must be the GitHub where the App is.",
	APP_NOT_INSTALLED: "Install the GitHub App there (its page, \"Install App\") and let it have the repository; check github.url and installationId.",
	APP_SUSPENDED: "Let an owner lift the suspension: settings of the organization, GitHub Apps, Configure.",
	GITHUB_CLOCK: "Let the host set its time from the network: `sudo sntp -sS time.apple.com`.",
	RUNNERS_PUBLIC: "Give the runner group to chosen private repositories, without public ones; or, if everybody shall run code here, set github.allowPublic: true.",
	GITHUB_UNREACHABLE: "Check the network, github.url and github.apiUrl; the poller tries again by itself while it runs.",
	GITHUB_UNAUTHORIZED: "The token is wrong, expired or revoked: create a new one and replace it.",
	GITHUB_FORBIDDEN: "Give the token the missing permission: Administration (repository) or Self-hosted runners (organization), read and write, and Actions: read.",
	GITHUB_NOT_FOUND: "Check github.url for a typing mistake and that the token may see that repository or organization.",
	GITHUB_CONFLICT: "A runner of the same name exists and could not be removed: delete it in the runner settings.",
	GITHUB_REJECTED: "GitHub refused the request as invalid: compare labels and runner group with the message.",
	GITHUB_RATE_LIMITED: "Wait until the limit resets, poll less often, or use a token of its own for this host.",
	GITHUB_UNAVAILABLE: "GitHub answers with errors: see https://www.githubstatus.com and try again later.",
	GITHUB_MALFORMED: "GitHub answered something unexpected: check github.apiUrl and any proxy in between.",
	OWNER_BUSY: "One sand-poller at a time works with a state folder: stop the other one, or give this one its own host.stateDir.",
	POLLER_NOT_RUNNING: "Start it with `sand-poller run`, or name the configuration it uses with --config.",
	POLLER_SILENT: "Run the command as the user of the poller; if it hangs, read its log and stop it with SIGTERM. Its jobs go on.",
	WAIT_TIMEOUT: "It goes on by itself: look with `sand-poller status`, or wait longer with --timeout.",
	TART_MISSING: "Install Tart (`brew install openai/tools/tart`) and see that it is on the PATH of the service.",
	TART_BROKEN: "Reinstall Tart; release 2.33.0 cannot run at all.",
	TART_FAILED: "Read the output of tart above; it is kept with the evidence of the sandbox.",
	TART_TIMEOUT: "The Mac is overloaded or tart hangs: look for a tart process that waits for a password or a lock.",
	IMAGE_MISSING: "Check the image name of the pool; `tart list` shows what is on this Mac.",
	IMAGE_RUNNING: "Shut the image VM down and stop it: a running VM cannot be cloned safely.",
	IMAGE_PULL_FAILED: "Check the image name, the network and the registry credentials (TART_REGISTRY_USERNAME and _PASSWORD).",
	NAME_TAKEN: "A VM of this name exists already; it was left alone. Try again: names are drawn at random.",
	CLONE_FAILED: "Read the output of tart above; check that the golden VM is stopped and whole.",
	DISK_FULL: "Free disk space on the volume of TART_HOME: delete unused VMs and images with `tart delete`.",
	DISK_FLOOR: "Free disk space on the volume of TART_HOME, or lower host.diskFloor.",
	VM_LIMIT: "A Mac runs two macOS VMs at once: stop other VMs, or restart the Mac if none is running.",
	NO_SLOT: "Stop the VMs named above, or raise host.slots if the Mac allows it.",
	LOCK_TIMEOUT: "Another process holds the lock of this TART_HOME for too long: look for a hanging sand-poller or tart.",
	KEYCHAIN_LOCKED: "Log the runner user in automatically, or unlock the login keychain with `security unlock-keychain` before the poller starts.",
	SOFTNET_MISSING: "Install Softnet (`brew install openai/tools/softnet`) and put it on the PATH of the service.",
	SOFTNET_UNPRIVILEGED: "Give Softnet its privilege: set the SUID bit on the real file, or allow it in sudoers without a password.",
	SOFTNET_DIED: "See the Softnet lines above; compare its version with what Tart needs.",
	BOOT_FAILED: "Read the output of tart above; try `tart run` with the golden VM by hand.",
	VM_STOPPED: "The VM ended before its job did: look at the tart output and the runner log in the evidence.",
	NETWORK_DETACHED: "The network of the VM was cut off: check VPN and firewall software on the Mac.",
	DESTROY_INCOMPLETE: "The VM could not be deleted completely: `tart delete` it by hand, or wait for the next reap.",
	SANDBOX_UNKNOWN: "Run `sand-poller logs` to see what there is; of a sandbox that did its work no log is kept.",
	EVIDENCE_FAILED: "Check that host.stateDir is writable and that its volume has space; the sandbox itself was deleted.",
	NOTIFY_FAILED: "Run the program of onProblem by hand, with a JSON document on its standard input.",
	NOT_SUPPORTED: "Choose another setting or another backend for this pool.",
	GUEST_UNREACHABLE: "No way to port 22 of the VM worked: check Remote Login in the image, DHCP leases, and the Local Network permission of this program.",
	GUEST_AUTH: "The guest refused the credentials: check guest.user and guest.password, or the key.",
	GUEST_FOREIGN: "Another machine answered at the address of the VM (stale DHCP lease): shorten the lease time of the Mac.",
	GUEST_LOST: "The connection to the guest could not be restored in time; the VM may be frozen or out of memory.",
	GUEST_COMMAND: "A script of ours failed inside the guest: see its output above.",
	WARMUP_FAILED: "Read the output of the warmup in the evidence, and try the script by hand in a VM of the same image.",
	RUNNER_MISSING: "The image has no GitHub runner: use an image with one, or set guest.runner with url and sha256.",
	RUNNER_ARCHIVE: "The runner archive could not be installed: check its URL and SHA-256.",
	RUNNER_SESSION: "Session mode gui needs a logged-in user and passwordless sudo in the image; use session: auto or ssh.",
	RUNNER_REJECTED: "The runner refused its configuration or GitHub refused the runner: see the runner log in the evidence.",
	RUNNER_DEPRECATED: "GitHub refuses this runner version: put a newer runner into the image.",
	RUNNER_CONFLICT: "Another runner uses this registration; it is given up and a new one is made for the next job.",
	RUNNER_CLOCK: "The clock of the guest is wrong by more than five minutes: let the image set its time from the network.",
	RUNNER_MUTE: "The runner works, but its words are unknown here: see its log in the evidence, and report its version as a bug.",
	RUNNER_FAILED: "The runner ended without finishing a job: see the runner log in the evidence.",
	NO_POOL: "Give a pool of the configuration the labels of that job, or correct runs-on in its workflow.",
	NO_JOB: "No job came in time: another runner took it, or it was cancelled. Nothing to do.",
	JOB_DEADLINE: "The job took longer than jobTimeout of its pool: raise it, or set timeout-minutes in the workflow.",
	JOB_OVER: "Somebody or GitHub ended the job, its runner did not hear of it: see the runner log in the evidence.",
	INTERRUPTED: "The command was interrupted; its VMs were ended and deleted."
};
/**
* A failure for the person who reads it. `message` says what was tried, on what, and what was seen; `remedy` says
* what to do. Code branches on `code`, never on wording.
*/
var SandError = class extends Error {
	name = "SandError";
	code;
	remedy;
	constructor(code, message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.code = code;
		this.remedy = options.remedy ?? errorCatalogue[code];
	}
};
/** The code of an error of ours, or undefined for any other thrown value. */
function codeOf(error) {
	return error instanceof SandError ? error.code : void 0;
}

export { codeOf as n, errorCatalogue as r, SandError as t };