import type { Settings } from './mac/settings.ts';

/** A failure as Tart reports it: what stands on stderr, and the exit code (reference/tart.md §1.2). */
export class TartFailure extends Error {
  override readonly name = 'TartFailure';
  readonly exitCode: number;

  constructor(exitCode: number, text: string) {
    super(text);
    this.exitCode = exitCode;
  }
}

/** A usage error: exit 64 with the usage of the command behind it. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
  /** The line that explains an argument, if Tart prints one. */
  readonly help: string | undefined;

  constructor(text: string, help?: string) {
    super(text);
    this.help = help;
  }
}

/** Tart's own errors: the bare text, exit 1. */
export function runtimeFailure(text: string): TartFailure {
  return new TartFailure(1, text);
}

/** Errors that are not Tart's own (files, registry, locks): `Error: ` before the text, exit 1. */
export function foreignFailure(text: string): TartFailure {
  return new TartFailure(1, `Error: ${text}`);
}

/** Exit 2 from a command's body. */
export function vmDoesNotExist(name: string): TartFailure {
  return new TartFailure(2, `the specified VM "${name}" does not exist`);
}

/** Exit 2: there is nothing to stop, or nowhere to execute. */
export function vmNotRunning(name: string): TartFailure {
  return new TartFailure(2, `VM "${name}" is not running`);
}

/** Exit 1: a running VM is neither deleted nor, in newer releases, cloned over. */
export function vmIsRunning(name: string): TartFailure {
  return runtimeFailure(`VM "${name}" is running`);
}

/** A message as this Mac's Tart words it: the quirk `other-messages` says the same, but in words that nobody knows. */
export function worded(text: string, { quirks }: Pick<Settings, 'quirks'>): string {
  return quirks.includes('other-messages') ? 'The operation could not be completed.' : text;
}
