import { describe, expect, it } from 'vitest';
import { classify, isIncomplete, isLostInCollection } from '../../../src/sandbox/tart/messages.ts';
import { failure } from '../../../src/sandbox/tart/program.ts';
import { endOfRun } from '../../../src/sandbox/tart/run.ts';

const startFailed =
  'Error Domain=VZErrorDomain Code=1 "The virtual machine failed to start." UserInfo={NSLocalizedFailure=Internal Virtualization error.}';
const detached =
  'virtual machine\'s network attachment <VZFileHandleNetworkDeviceAttachment: 0x6000> has been disconnected with error: Error Domain=VZErrorDomain Code=1 "Internal Network Error."';

describe('what Tart prints (reference/tart.md §1.3, §3.3, §5.1)', () => {
  it.each([
    ['The number of VMs exceeds the system limit', 'VM_LIMIT'],
    [
      'The number of VMs exceeds the system limit (other running VMs: a, softnet not found in PATH)',
      'VM_LIMIT',
    ],
    ['Error: InitializationFailed(why: "softnet not found in PATH")', 'SOFTNET_MISSING'],
    [
      'root privileges are required to run and passwordless sudo was not available\nRuntimeFailed(why: "Softnet process terminated prematurely")',
      'SOFTNET_UNPRIVILEGED',
    ],
    ['RuntimeFailed(why: "Softnet process terminated prematurely")', 'SOFTNET_DIED'],
    [
      'failed to initialize proxy: failed to initialize vmnet interface: …\nRuntimeFailed(why: "Softnet process terminated prematurely")',
      'SOFTNET_DIED',
    ],
    [startFailed, 'KEYCHAIN_LOCKED'],
    ['Error Domain=VZErrorDomain Code=2 "Failed to lock auxiliary storage."', 'BOOT_FAILED'],
    ['Error Domain=VZErrorDomain Code=-9 "…security error."', 'BOOT_FAILED'],
    ['macOS virtual machines do not support nested virtualization', 'NOT_SUPPORTED'],
    [
      'Error: no bridge interfaces matched "en7", available interfaces: en0 (or "Ethernet")\nUsage: tart run …',
      'NOT_SUPPORTED',
    ],
    ['Error: “disk.img” couldn’t be copied to “x” because there isn’t enough space.', 'DISK_FULL'],
    ['the specified VM "base" does not exist', 'IMAGE_MISSING'],
    [
      'Error: UnexpectedHTTPStatusCode(when: "pulling manifest", code: 404, details: "…")',
      'IMAGE_PULL_FAILED',
    ],
    ['Error: AuthFailed(why: "…", details: "…")', 'IMAGE_PULL_FAILED'],
    ["OCI storage error: ghcr.io/a/b:c is not a digest and doesn't point to a digest", 'IMAGE_PULL_FAILED'],
    ['failed to decompress disk: …', 'IMAGE_PULL_FAILED'],
    ["TART_HOME is invalid: /x does not exist, yet we can't create it: read-only", undefined],
    ['Failed to perform garbage collection: the folder “A” does not exist', undefined],
  ] as const)('%s', (text, code) => {
    expect(classify(text)).toBe(code);
  });

  it('about a clone that garbage collection interrupted is told from a full disk', () => {
    expect(isLostInCollection('Error: Failed("failed to lock file:///…: 2")')).toBe(true);
    expect(
      isLostInCollection('Error: “disk.img” couldn’t be copied to “tmp” because it does not exist.'),
    ).toBe(true);
    expect(
      isLostInCollection('Error: “disk.img” couldn’t be copied … because there isn’t enough space.'),
    ).toBe(false);
    expect(isIncomplete('VM is missing some of its files (config.json, disk.img or nvram.bin)')).toBe(true);
  });
});

describe('a command that failed', () => {
  const failed = { exitCode: 1, stdout: '', stderr: '' };

  it.each([
    [['pull', 'x/y'], { stderr: 'The Internet connection appears to be offline.' }, 'IMAGE_PULL_FAILED'],
    [['clone', 'a', 'b'], { stderr: 'VM is missing some of its files (config.json, …)' }, 'CLONE_FAILED'],
    [['list'], { stderr: 'whatever' }, 'TART_FAILED'],
    [['list'], { exitCode: undefined }, 'TART_FAILED'],
  ])('%s without known words has the code of what was tried', (args, seen, code) => {
    expect(failure(args, { ...failed, ...seen })).toMatchObject({ code });
  });

  it('is not explained by a warning on stdout', () => {
    const warning =
      'Failed to retrieve credentials using Keychain, authentication may fail: Keychain returned unsuccessful status -25308';

    expect(
      failure(['pull', 'ghcr.io/a/b:c'], {
        ...failed,
        stdout: warning,
        stderr: 'Error: UnexpectedHTTPStatusCode(when: "pulling manifest", code: 404, details: "")',
      }),
    ).toMatchObject({ code: 'IMAGE_PULL_FAILED', message: expect.stringContaining('-25308') });
  });
});

describe('the end of a run', () => {
  const record = { exitCode: 0, stdout: '', stderr: '' };

  it.each([
    ['Stopping VM...', 'VM_STOPPED'],
    ['guest has stopped the virtual machine', 'VM_STOPPED'],
    [`guest has stopped the virtual machine due to error: ${startFailed}`, 'VM_STOPPED'],
    [detached, 'NETWORK_DETACHED'],
    ['', 'VM_STOPPED'],
  ] as const)('with exit 0 is told by stdout: %s', (stdout, code) => {
    expect(endOfRun('x', { ...record, stdout })).toMatchObject({ code });
  });

  it.each([
    [{ exitCode: 1, stderr: startFailed }, 'KEYCHAIN_LOCKED'],
    [
      { exitCode: 1, stderr: 'The number of VMs exceeds the system limit', stdout: 'Stopping VM...' },
      'VM_LIMIT',
    ],
    [{ exitCode: 1, stderr: 'something new' }, 'BOOT_FAILED'],
    [{ exitCode: 2, stderr: 'VM "x" is already running!' }, 'BOOT_FAILED'],
    [{ exitCode: 64, stderr: 'Error: Unknown option' }, 'BOOT_FAILED'],
    [{ exitCode: 127, stderr: 'sh: tart: not found' }, 'TART_MISSING'],
    [{ exitCode: 137 }, 'VM_STOPPED'],
    [{ exitCode: undefined }, 'VM_STOPPED'],
  ] as const)('that left %o is %s', (seen, code) => {
    expect(endOfRun('x', { ...record, ...seen })).toMatchObject({ code });
  });
});
