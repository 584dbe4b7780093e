import { readOperatorScripts } from '../config/operator-scripts.ts';
import { proxySecrets, proxyVariables } from '../config/proxy.ts';
import type { Config, PoolConfig } from '../config/schema.ts';
import type { Pool } from '../fleet/pool.ts';
import type { Limits } from '../lifecycle/plan.ts';

/** From SIGINT on: the runner waits up to 30 s for its job to stop. */
const graceMs = 45_000;

/** The pools of the configuration as the fleet wants them. Rejects with `CONFIG_INVALID` when a script cannot be read. */
export async function toPools(config: Config, limits: Partial<Limits> = {}): Promise<Pool[]> {
  const scripts = await readOperatorScripts(config);
  return config.pools.map((pool) => ({
    ...toPool(pool, config.debug, limits),
    ...equipmentOf(pool, (path) => (path === undefined ? undefined : scripts.get(path))),
  }));
}

/** What the operator wants in the guests. Variables that are named outweigh those that follow from `proxy`. */
function equipmentOf(
  { env, proxy, hooks, warmup, warmupTimeout }: PoolConfig,
  textOf: (path: string | undefined) => string | undefined,
): Pick<Pool, 'env' | 'hooks' | 'warmup' | 'secrets'> {
  const { jobStarted, jobCompleted } = hooks;
  const hasHooks = jobStarted !== undefined || jobCompleted !== undefined;
  const script = textOf(warmup);
  return {
    env: proxy === undefined ? env : { ...proxyVariables(proxy), ...env },
    secrets: proxy === undefined ? [] : proxySecrets(proxy),
    hooks: hasHooks ? { jobStarted: textOf(jobStarted), jobCompleted: textOf(jobCompleted) } : undefined,
    warmup: script === undefined ? undefined : { script, timeoutMs: warmupTimeout },
  };
}

function toPool(
  pool: PoolConfig,
  { holdOnFailure }: Config['debug'],
  limits: Partial<Limits>,
): Omit<Pool, 'env'> {
  const { name, labels, image, max, standby, session } = pool;
  return {
    name,
    labels,
    image,
    max,
    standby,
    standbyMaxAgeMs: pool.standbyMaxAge,
    holdMs: holdOnFailure ?? 0,
    session,
    sandbox: {
      cpu: pool.cpu,
      memoryMiB: pool.memory,
      diskGb: pool.disk,
      network: pool.network,
      mounts: pool.mounts,
      nested: pool.nested,
    },
    limits: {
      guestMs: pool.bootTimeout,
      registerMs: pool.registerTimeout,
      idleMs: pool.idleTimeout,
      jobMs: pool.jobTimeout,
      graceMs,
      undoMs: pool.deleteTimeout,
      ...limits,
    },
  };
}
