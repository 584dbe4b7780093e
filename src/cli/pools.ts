import type { Config, PoolConfig } from '../config/schema.ts';
import type { Pool } from '../fleet/pool.ts';
import type { Limits } from '../lifecycle/plan.ts';

/** Bounds that no setting changes (reference/tart.md §8; the runner waits up to 30 s for its job to stop). */
const guestMs = 180_000;
const registerMs = 120_000;
const graceMs = 45_000;
const undoMs = 60_000;

/** A pool of the configuration as the fleet wants it. */
export function toPool(
  pool: PoolConfig,
  { holdOnFailure }: Config['debug'],
  limits: Partial<Limits> = {},
): Pool {
  const { name, labels, image, max, standby, session, env } = pool;
  return {
    name,
    labels,
    image,
    max,
    standby,
    standbyMaxAgeMs: pool.standbyMaxAge,
    holdMs: holdOnFailure ?? 0,
    session,
    env,
    sandbox: {
      cpu: pool.cpu,
      memoryMiB: pool.memory,
      diskGb: pool.disk,
      network: pool.network,
      mounts: pool.mounts,
      nested: pool.nested,
    },
    limits: {
      guestMs,
      registerMs,
      idleMs: pool.idleTimeout,
      jobMs: pool.jobTimeout,
      graceMs,
      undoMs,
      ...limits,
    },
  };
}
