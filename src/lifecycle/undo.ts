import type { ErrorCode, SandError } from '../errors.ts';
import { asSandError } from './failure.ts';

/** How to take back one thing that was done. */
export interface UndoStep {
  /** For the message when it fails: `deleting sand-…`. */
  readonly doing: string;
  /** The code of a failure that brings none of its own. */
  readonly code: ErrorCode;
  readonly undo: (signal: AbortSignal) => Promise<void> | void;
}

/** What was done and must be undone: last in, first out. Each step is tried even when another fails. */
export class Undo {
  readonly #steps: UndoStep[] = [];

  push(step: UndoStep): void {
    this.#steps.push(step);
  }

  /** Undoes everything, each step within `deadlineMs`, and returns what failed. */
  async run(deadlineMs: number): Promise<SandError[]> {
    const failures: SandError[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo(AbortSignal.timeout(deadlineMs));
      } catch (reason) {
        failures.push(asSandError(reason, step.doing, step.code));
      }
    }
    return failures;
  }
}
