import { z } from 'zod';
import type { Config } from '../config/schema.ts';

export const reloadedSchema = z.object({
  /** Names of pools. */
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  /** Keys that changed, and whose change needs a restart. */
  restart: z.array(z.string()),
  warnings: z.array(z.string()),
});

/** What reading the configuration again has changed. */
export type Reloaded = z.infer<typeof reloadedSchema>;

/** Keys that a running poller takes over. */
const live = new Set<string>(['pools', 'debug']);

/** Names of the pools that differ between two configurations. */
export function comparePools(
  { pools: before }: Config,
  { pools: after }: Config,
): Pick<Reloaded, 'added' | 'changed' | 'removed'> {
  const old = new Map(before.map((pool) => [pool.name, JSON.stringify(pool)]));
  const names = after.map(({ name }) => name);
  return {
    added: names.filter((name) => !old.has(name)),
    changed: after
      .filter((pool) => old.has(pool.name) && old.get(pool.name) !== JSON.stringify(pool))
      .map(({ name }) => name),
    removed: [...old.keys()].filter((name) => !names.includes(name)),
  };
}

/** The keys that differ from those the process was started with, and that only a restart applies. */
export function keysToRestartFor(started: Config, now: Config): string[] {
  const keys = new Set([...Object.keys(started), ...Object.keys(now)]);
  return [...keys].filter((key) => !live.has(key) && textOf(started, key) !== textOf(now, key));
}

function textOf(config: Config, key: string): string | undefined {
  return JSON.stringify(Object.entries(config).find(([name]) => name === key));
}
