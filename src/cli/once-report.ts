import { serves } from '../demand/labels.ts';
import type { WaitingJob } from '../demand/demand.ts';
import { SandError } from '../errors.ts';
import type { ServiceRecord } from '../fleet/events.ts';
import type { FleetReport } from '../fleet/fleet.ts';
import { exitCodes } from './exit-codes.ts';
import { errorFields, type ErrorFields } from './print-error.ts';

/** A job that still waits, and why. */
export interface Unserved {
  readonly job: WaitingJob;
  readonly error: SandError;
}

/** What must be known of a pool to say why it did not take a job. */
interface LabelledPool {
  readonly name: string;
  readonly labels: readonly string[];
}

/** Why each job that `once` leaves behind was not served: no pool has its labels, or those that have kept failing. */
export function explainUnserved(report: FleetReport, pools: readonly LabelledPool[]): Unserved[] {
  return report.unserved.map((job) => {
    const fitting = pools.filter(({ labels }) => serves(labels, job.labels)).map(({ name }) => name);
    return { job, error: fitting.length === 0 ? noPool(job) : poolFailed(job, fitting, report.records) };
  });
}

function noPool({ name, labels, url }: WaitingJob): SandError {
  const wanted = labels.length === 0 ? 'it names no labels' : `labels: ${labels.join(', ')}`;
  return new SandError('NO_POOL', `no pool serves the job ${name} (${wanted}): ${url}`);
}

function poolFailed(job: WaitingJob, pools: string[], records: readonly ServiceRecord[]): SandError {
  const last = records.findLast(({ pool, error }) => pools.includes(pool) && error !== undefined)?.error;
  const message = `the pool ${pools.join(', ')} could not serve the job ${job.name} (${job.url})`;
  if (last === undefined) return new SandError('INTERNAL', message);
  return new SandError(last.code, `${message}: ${last.message}`, { cause: last.cause, remedy: last.remedy });
}

/** The document of `once --json`; times are milliseconds. */
export function onceDocument(report: FleetReport, unserved: readonly Unserved[]): unknown {
  return {
    sandboxes: report.records.map((record) => ({
      ...record,
      error: record.error && errorFields(record.error),
    })),
    unserved: unserved.map(({ job: { name, labels, url }, error }): UnservedDocument => {
      return { name, labels, url, error: errorFields(error) };
    }),
  };
}

interface UnservedDocument extends Pick<WaitingJob, 'name' | 'labels' | 'url'> {
  readonly error: ErrorFields;
}

/** The exit code of `once`: whether every job that waited got its runner. */
export function onceExitCode({ records, unserved }: FleetReport): number {
  return unserved.length > 0 || records.some(isFailure) ? exitCodes.failed : exitCodes.done;
}

/**
 * A job that failed by itself is the workflow's affair, and a job that never came is somebody else's; a sandbox that
 * could not serve one, or that is still there, is ours.
 */
function isFailure({ error, result, sandboxLeft }: ServiceRecord): boolean {
  return sandboxLeft || (error !== undefined && result === undefined && error.code !== 'NO_JOB');
}
