import { wallClock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { notify } from '../host/notify.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { AppEvent } from '../observe/describe.ts';
import { ProblemWatch } from '../observe/problem-watch.ts';
import packageJson from '../../package.json' with { type: 'json' };

type Emit = (event: AppEvent) => void;
type Viewed = Pick<Fleet, 'view'>;

/** Whoever follows a poller besides its log. */
export interface Watching {
  /** Tells everybody, the log first. */
  readonly emit: Emit;
  /** Begins to show and to tell what becomes of the fleet. */
  begin(fleet: Viewed): Promise<AsyncDisposable>;
}

/** Health and metrics over HTTP, and the operator's program: each only when it is configured. */
export function createWatching({ http, demand, onProblem }: Config, log: Emit): Watching {
  const watchers: Emit[] = [log];
  const emit: Emit = (event) => {
    for (const watcher of watchers) watcher(event);
  };
  return {
    emit,
    async begin(fleet) {
      await using undo = new AsyncDisposableStack();
      if (onProblem !== undefined) watchers.push(watchProblems(onProblem, fleet, emit));
      if (http !== undefined) {
        const { see, server } = await serve(http.listen, demand.interval, fleet);
        undo.use(server);
        watchers.push(see);
        emit({ type: 'listening', url: server.url });
      }
      return undo.move();
    },
  };
}

function watchProblems(program: string, fleet: Viewed, emit: Emit): Emit {
  const watch = new ProblemWatch({
    now: () => wallClock.now(),
    view: () => fleet.view(),
    tell: (problem) => {
      notify(program, problem).catch((reason: unknown) =>
        emit({ type: 'notify-failed', error: asSandError(reason, 'telling a problem') }),
      );
    },
  });
  return (event) => watch.see(event);
}

/** Most pollers serve none of it: its modules are loaded when they are needed. */
async function serve(listen: string, intervalMs: number, fleet: Viewed) {
  const [{ Metrics }, { Health, whyNotReady }, { serveHttp }] = await Promise.all([
    import('../observe/metrics.ts'),
    import('../observe/health.ts'),
    import('../observe/http.ts'),
  ]);
  const metrics = new Metrics(packageJson.version);
  const health = new Health(intervalMs, wallClock.now());
  const server = await serveHttp(listen, {
    whyHanging: () => health.whyHanging(fleet.view(), wallClock.now()),
    whyNotReady: () => whyNotReady(fleet.view()),
    metrics: () => metrics.render(fleet.view()),
  });
  const see: Emit = (event) => {
    metrics.see(event);
    health.see(event, wallClock.now());
  };
  return { server, see };
}
