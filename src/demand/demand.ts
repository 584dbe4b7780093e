/** A job that waits for a runner, as GitHub shows it. Its texts are clean and bounded. */
export interface WaitingJob {
  readonly id: number;
  readonly name: string;
  /** `owner/name` */
  readonly repository: string;
  /** What `runs-on` asks for. */
  readonly labels: readonly string[];
  /** Milliseconds since the epoch. */
  readonly queuedAt: number;
  /** Its page at GitHub. */
  readonly url: string;
}

/** How many runners are wanted, as GitHub sees it. */
export interface Demand {
  /** Every job that waits now, whichever pool it is for, the longest waiting first. */
  waiting(signal: AbortSignal): Promise<readonly WaitingJob[]>;
}
