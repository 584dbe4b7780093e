import type { RunnerScope } from '../registrations.ts';
import { MessageQueue } from './message-queue.ts';

/** A label of a scale set; clients send the type `System` (reference/github-scale-sets.md §5). */
interface ScaleSetLabel {
  readonly type: string;
  readonly name: string;
}

/** What a client says of a scale set. */
export interface ScaleSetWish {
  readonly name: string;
  readonly groupId: number;
  readonly labels: readonly ScaleSetLabel[];
  readonly disableUpdate: boolean;
}

/** A listener that is there for the set. */
export interface ListenerSession {
  readonly id: string;
  readonly owner: string;
  /** The polls that are open now; aborting one ends it with the reason. */
  readonly polls: Set<AbortController>;
  /** What the last poll said it can run in all; nothing is assigned before the first one. */
  capacity: number;
  /** Milliseconds since the epoch. */
  lastSeen: number;
}

/** A scale set. */
export interface ScaleSet extends ScaleSetWish {
  readonly id: number;
  readonly scope: RunnerScope;
  readonly createdAt: number;
  readonly queue: MessageQueue;
  name: string;
  groupId: number;
  labels: readonly ScaleSetLabel[];
  disableUpdate: boolean;
  session: ListenerSession | undefined;
}

/** All scale sets of all scopes, oldest first. */
export class ScaleSets {
  readonly #sets = new Map<number, ScaleSet>();
  #lastId = 0;

  add(scope: RunnerScope, wish: ScaleSetWish): ScaleSet {
    const set: ScaleSet = {
      ...wish,
      id: (this.#lastId += 1),
      scope,
      createdAt: Date.now(),
      queue: new MessageQueue(),
      session: undefined,
    };
    this.#sets.set(set.id, set);
    return set;
  }

  all(): ScaleSet[] {
    return [...this.#sets.values()];
  }

  in(scope: RunnerScope): ScaleSet[] {
    return this.all().filter((set) => set.scope === scope);
  }

  byId(id: number): ScaleSet | undefined {
    return this.#sets.get(id);
  }

  remove({ id }: ScaleSet): void {
    this.#sets.delete(id);
  }
}

/** Whether a session still keeps others away (§6). */
export function isActive(
  session: ListenerSession | undefined,
  sessionMs: number,
): session is ListenerSession {
  return session !== undefined && (session.polls.size > 0 || Date.now() - session.lastSeen < sessionMs);
}
