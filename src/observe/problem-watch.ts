import { SandError } from '../errors.ts';
import type { FleetView } from '../fleet/view.ts';
import type { AppEvent } from './describe.ts';
import { problemsOf, type Problem } from './problems.ts';

/** A pool that fails once or twice mends itself often enough. */
const fewestFailures = 3;
/** GitHub may be away for some minutes. */
const unreachableMs = 5 * 60_000;
/** Of each code no more than one problem is told in this time. */
const quietMs = 60_000;

/** What a watch needs. Times in milliseconds since the epoch. */
export interface ProblemWatchOptions {
  readonly now: () => number;
  readonly view: () => FleetView;
  /** Must not throw. */
  readonly tell: (problem: Problem) => void;
}

/** Tells the problems that a person should look at: a broken pool, a VM that cannot be deleted, GitHub away for long. */
export class ProblemWatch {
  readonly #options: ProblemWatchOptions;
  readonly #startedAt: number;
  readonly #toldAt = new Map<string, number>();

  constructor(options: ProblemWatchOptions) {
    this.#options = options;
    this.#startedAt = options.now();
  }

  /** Looks for problems after what may bring one. */
  see(event: AppEvent): void {
    if (event.type === 'sandbox-kept') this.#tell(kept(event.sandbox));
    // The fleet itself draws its conclusions after it has told of an event.
    if (event.type === 'finished' || event.type === 'demand-failed') queueMicrotask(() => this.#look());
  }

  #look(): void {
    const view = this.#options.view();
    const { lookedAt = this.#startedAt, demandError } = view;
    const isLong = this.#options.now() - lookedAt > unreachableMs;
    const lasting = {
      ...view,
      pools: view.pools.filter(({ paused }) => (paused?.failures ?? 0) >= fewestFailures),
      demandError: isLong ? demandError : undefined,
      troubles: [],
    };
    for (const problem of problemsOf(lasting)) this.#tell(problem);
  }

  #tell(problem: Problem): void {
    const now = this.#options.now();
    if (now - (this.#toldAt.get(problem.code) ?? -Infinity) < quietMs) return;
    this.#toldAt.set(problem.code, now);
    this.#options.tell(problem);
  }
}

function kept(sandbox: string): Problem {
  const { code, message, remedy } = new SandError('DESTROY_INCOMPLETE', `the VM ${sandbox} is still there`);
  return { code, message, remedy, sandbox };
}
