import type { ErrorCode } from '../../errors.ts';

/** A piece of text that Tart or Softnet prints, and what it means. */
interface Message {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

/**
 * What Tart says, most telling first (reference/tart.md §1.3, §3.3, §5.1, §12). Seen with 2.32.1 to 2.35.0; when
 * another release words something differently, this table is the only thing to change.
 */
const messages: readonly Message[] = [
  { pattern: /number of VMs exceeds the system limit/, code: 'VM_LIMIT' },
  { pattern: /softnet not found in PATH/, code: 'SOFTNET_MISSING' },
  { pattern: /root privileges are required to run and passwordless sudo/, code: 'SOFTNET_UNPRIVILEGED' },
  { pattern: /Softnet process terminated prematurely|failed to initialize proxy/, code: 'SOFTNET_DIED' },
  { pattern: /network attachment .*has been disconnected/, code: 'NETWORK_DETACHED' },
  { pattern: /guest has stopped the virtual machine/, code: 'VM_STOPPED' },
  { pattern: /Interaction is not allowed|-25308|VZErrorDomain Code=1 /, code: 'KEYCHAIN_LOCKED' },
  { pattern: /Error Domain=VZErrorDomain/, code: 'BOOT_FAILED' },
  { pattern: /do not support nested virtualization|no bridge interfaces matched/, code: 'NOT_SUPPORTED' },
  { pattern: /there isn.t enough space|No space left on device/, code: 'DISK_FULL' },
  { pattern: /the specified VM ".*" does not exist/, code: 'IMAGE_MISSING' },
  {
    pattern: /UnexpectedHTTPStatusCode|AuthFailed|OCI storage error|failed to decompress disk/,
    code: 'IMAGE_PULL_FAILED',
  },
];

/** The code of what Tart printed, or undefined when the table does not know the text. */
export function classify(text: string): ErrorCode | undefined {
  return messages.find(({ pattern }) => pattern.test(text))?.code;
}

/** A clone that another tart command's garbage collection interrupted; it is tried once more (reference/tart.md §2.2). */
export function isLostInCollection(text: string): boolean {
  return /failed to lock|couldn.t be copied/.test(text) && classify(text) !== 'DISK_FULL';
}

/** A VM whose folder lacks a file: Tart cannot run it, and perhaps not delete it (reference/tart.md §1.3, §2.6). */
export function isIncomplete(text: string): boolean {
  return text.includes('VM is missing some of its files');
}
