import { z } from 'zod';
import type { Audience } from '../demand/admitted.ts';
import type { FleetView } from '../fleet/view.ts';
import { problemsOf } from '../observe/problems.ts';

const time = z.iso.datetime();

/** What a poller tells of itself; the document of `status --json`. Times are ISO 8601. */
export const statusSchema = z.object({
  pid: z.int(),
  version: z.string(),
  since: time,
  at: time,
  draining: z.boolean(),
  slots: z.object({ total: z.int(), ours: z.int(), foreign: z.array(z.string()) }),
  /** Who can let jobs run here; null until GitHub was asked. */
  audience: z
    .object({
      group: z.string().nullable(),
      /** Null: all of the organization. */
      repositories: z.array(z.string()).nullable(),
      public: z.boolean(),
    })
    .nullable()
    .default(null),
  pools: z.array(
    z.object({
      name: z.string(),
      image: z.string(),
      max: z.int(),
      /** Jobs that wait for it and have no sandbox yet. */
      waiting: z.int(),
      /** Its sandboxes, standbys and those on their way out included. */
      live: z.int(),
      standby: z.object({ wanted: z.int(), ready: z.int() }),
      paused: z.object({ until: time, failures: z.int(), code: z.string() }).nullable(),
    }),
  ),
  sandboxes: z.array(
    z.object({
      /** Null until its image is there. */
      sandbox: z.string().nullable(),
      pool: z.string(),
      state: z.string(),
      phase: z.string().nullable(),
      startedAt: time,
      phaseSince: time,
      job: z.string().nullable(),
    }),
  ),
  waiting: z.array(
    z.object({
      job: z.string(),
      repository: z.string(),
      url: z.string(),
      queuedAt: time,
      pool: z.string().nullable(),
      /** See `Hold` in fleet/decide.ts. */
      why: z.string(),
    }),
  ),
  problems: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      remedy: z.string(),
      pool: z.string().optional(),
    }),
  ),
});

/** See `statusSchema`. */
export type Status = z.infer<typeof statusSchema>;

/** The process that a status is of, and what it learned. `startedAt` in milliseconds since the epoch. */
export interface PollerProcess {
  readonly audience?: Audience | undefined;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: number;
}

/** Describes a poller. `now` in milliseconds since the epoch. */
export function statusOf(
  view: FleetView,
  { pid, version, startedAt, audience }: PollerProcess,
  now: number,
): Status {
  const { sandboxes, slots, foreign, draining } = view;
  return {
    pid,
    version,
    since: iso(startedAt),
    at: iso(now),
    draining,
    slots: { total: slots, ours: sandboxes.length, foreign: [...foreign] },
    audience: audience === undefined ? null : describeAudience(audience),
    pools: view.pools.map((pool) => describePool(pool, view)),
    sandboxes: sandboxes.map((each) => ({
      ...each,
      sandbox: each.sandbox ?? null,
      phase: each.phase ?? null,
      job: each.job ?? null,
      startedAt: iso(each.startedAt),
      phaseSince: iso(each.phaseSince),
    })),
    waiting: view.waiting.map(({ job: { name, repository, url, queuedAt }, pool, why }) => {
      return { job: name, repository, url, queuedAt: iso(queuedAt), pool: pool ?? null, why };
    }),
    problems: problemsOf(view),
  };
}

function describeAudience({ group, repositories, public: open }: Audience): Status['audience'] {
  return {
    group: group ?? null,
    repositories: repositories === undefined ? null : [...repositories],
    public: open,
  };
}

function describePool(
  { name, image, max, standby, paused }: FleetView['pools'][number],
  { sandboxes, waiting }: FleetView,
): Status['pools'][number] {
  const own = sandboxes.filter(({ pool }) => pool === name);
  return {
    name,
    image,
    max,
    waiting: waiting.filter(({ pool, why }) => pool === name && why !== 'covered').length,
    live: own.length,
    standby: { wanted: standby, ready: own.filter(({ phase }) => phase === 'standby').length },
    paused:
      paused === undefined
        ? null
        : { until: iso(paused.until), failures: paused.failures, code: paused.error.code },
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
