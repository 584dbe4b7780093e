import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startCommand } from '../e2e/command.ts';
import { createBenchWorld } from './world.ts';

/** What a poller costs while nothing is to be done. */
export interface Idle {
  readonly minutes: number;
  readonly cpuPercent: number;
  readonly rssMb: number;
  /** An hour: those that count against the limit, and those answered with 304, which do not (github-runners.md §1.5). */
  readonly restCalls: { readonly counted: number; readonly notModified: number };
}

/** DESIGN.md §9. */
export const idleBudget = { cpuPercent: 0.2, rssMb: 140, restCalls: 0 };

/** After its start a process still compiles and collects garbage. */
const settleMs = 20_000;
const hourMs = 3_600_000;

/** Watches an idle `sand-poller run` with the demand of a repository that is asked every 15 seconds. */
export async function measureIdle(ms: number): Promise<Idle> {
  await using world = await createBenchWorld();
  await world.configure({ demand: { interval: '15s' } });
  const compiled = join(import.meta.dirname, '../../node_modules/.cache/node');
  const command = startCommand(['run', '--config', world.configFile], {
    ...world.env,
    NODE_COMPILE_CACHE: compiled,
  });
  const pid = command.child.pid ?? 0;
  await delay(settleMs);
  const before = await usageOf(pid);
  const beganAt = Date.now();
  await delay(ms);
  const after = await usageOf(pid);
  const tookMs = Date.now() - beganAt;
  const calls = world.github
    .requests()
    .filter(({ path, at }) => at >= beganAt && !path.startsWith('/_broker/'));
  const notModified = calls.filter(({ status }) => status === 304).length;
  command.child.kill('SIGTERM');
  await command.ended;
  return {
    minutes: tookMs / 60_000,
    cpuPercent: ((after.cpuMs - before.cpuMs) / tookMs) * 100,
    rssMb: after.rssBytes / 1e6,
    restCalls: {
      counted: ((calls.length - notModified) * hourMs) / tookMs,
      notModified: (notModified * hourMs) / tookMs,
    },
  };
}

/** CPU time and resident memory of a process. */
async function usageOf(pid: number): Promise<{ cpuMs: number; rssBytes: number }> {
  return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
}

async function fromProc(pid: number): Promise<{ cpuMs: number; rssBytes: number }> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // proc(5): the name may hold anything; behind it utime and stime are the 12th and 13th field, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, rssBytes: kilobytes * 1024 };
}

async function fromPs(pid: number): Promise<{ cpuMs: number; rssBytes: number }> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'time=,rss=', '-p', String(pid)]);
  const [time = '', kilobytes] = stdout.trim().split(/\s+/);
  const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return { cpuMs: seconds * 1000, rssBytes: Number(kilobytes) * 1024 };
}
