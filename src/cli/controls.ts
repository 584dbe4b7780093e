import type { Reloaded } from './reload.ts';
import type { Status } from './status-document.ts';

/** What an operator can ask of a running poller. */
export interface Controls {
  status(): Status;
  /** Takes nothing new, not even after a restart. */
  drain(): Promise<void>;
  resume(): Promise<void>;
  /** Compares with the host and GitHub at once. */
  reap(): void;
  /** Ends the poller; its VMs and their jobs too when `now`. */
  stop(now: boolean): void;
  /** Rejects with what is wrong with the configuration; the old one stays. */
  reload(): Promise<Reloaded>;
  /** Ends one sandbox; false when there is none of that name. */
  drop(sandbox: string): boolean;
}
