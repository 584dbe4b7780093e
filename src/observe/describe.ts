import type { Audience } from '../demand/admitted.ts';
import { SandError } from '../errors.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { GuestEvent } from '../guest/events.ts';

/** Everything that happens, in one stream: the log, the live view and the report are fed by it. */
export type AppEvent =
  | FleetEvent
  | { readonly type: 'guest'; readonly sandbox: string; readonly event: GuestEvent }
  | { readonly type: 'waiting-for-github'; readonly error: SandError; readonly ms: number }
  | { readonly type: 'stopping'; readonly signal: string; readonly way: 'end' | 'leave' }
  | { readonly type: 'drained' | 'resumed' }
  | {
      readonly type: 'reloaded';
      /** Names of pools. */
      readonly added: readonly string[];
      readonly changed: readonly string[];
      readonly removed: readonly string[];
      /** Keys that changed, and whose change needs a restart. */
      readonly restart: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly type: 'reload-failed'; readonly error: SandError }
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'notify-failed'; readonly error: SandError }
  | { readonly type: 'audience'; readonly audience: Audience }
  | { readonly type: 'warning'; readonly text: string };

/** A log line: a fixed message with fields (DESIGN.md §10). */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Describers = {
  readonly [Type in AppEvent['type']]: (event: Extract<AppEvent, { type: Type }>) => LogLine;
};

const describers: Describers = {
  preparing: ({ pool, image }) => info('making an image ready', { pool, image }),
  starting: ({ sandbox, pool, job }) =>
    job === undefined
      ? info('starting a standby', { sandbox, pool })
      : info('starting a sandbox', { sandbox, pool, job: job.name, url: job.url }),
  taking: ({ sandbox, pool, job }) =>
    info('a standby gets a job', { sandbox, pool, job: job.name, url: job.url }),
  adopting: ({ sandbox, pool }) => info('taking over a sandbox that was left running', { sandbox, pool }),
  holding: ({ job, why, pool }) => {
    const fields = { job: job.name, url: job.url };
    if (why === 'covered') return debug('a sandbox is ready for a job', fields);
    if (why !== 'no-pool') return info('a job has to wait', { ...fields, why, pool });
    const error = new SandError('NO_POOL', `no pool has the labels ${job.labels.join(', ')}`);
    return warn('no pool serves a job', { ...fields, ...failure(error) });
  },
  phase: ({ sandbox, phase }) =>
    phase === 'held'
      ? info('holding the sandbox of a failed job', { sandbox, phase, enter: `sand-poller ssh ${sandbox}` })
      : debug('phase', { sandbox, phase }),
  'runner-started': ({ sandbox, transport, session }) =>
    info('runner started', { sandbox, transport, session }),
  'runner-line': ({ sandbox, text }) => debug('runner', { sandbox, text }),
  'job-started': ({ sandbox, job }) => info('job started', { sandbox, job }),
  'job-ended': ({ sandbox, job, result }) => info('job ended', { sandbox, job, result }),
  'ending-early': ({ sandbox, error }) => warn('ending a runner early', { sandbox, ...failure(error) }),
  'undo-failed': ({ sandbox, error }) => problem('could not clean up', { sandbox, ...failure(error) }),
  'evidence-failed': ({ sandbox, error }) => warn('could not keep evidence', { sandbox, ...failure(error) }),
  finished: ({ record }) => {
    const { sandbox, job, result, error, unused, left, phases, waitedMs, reclaimedBytes } = record;
    const fields = { sandbox, job, result, waitedMs, phases, reclaimedBytes };
    if (left) return info('left a sandbox running', fields);
    if (unused) return info('standby was not needed any more', fields);
    if (error === undefined) return info('sandbox finished', fields);
    return warn('sandbox finished with a problem', { ...fields, ...failure(error) });
  },
  'demand-failed': ({ error }) => warn('cannot ask GitHub for jobs', failure(error)),
  'sandbox-removed': ({ sandbox }) => info('a VM could be deleted after all', { sandbox }),
  'sandbox-kept': ({ sandbox }) => problem('a VM is still there: delete it with tart delete', { sandbox }),
  'stray-removed': ({ sandbox }) => info('stray registration removed', { sandbox }),
  'stray-kept': ({ sandbox }) => warn('stray registration left to GitHub', { sandbox }),
  reaped: ({ sandbox }) => info('sandbox without a future deleted', { sandbox }),
  'reap-skipped': ({ error }) => warn('could not compare with the host or GitHub', failure(error)),
  'reap-failed': ({ sandbox, error }) =>
    problem('could not delete a sandbox without a future', { sandbox, ...failure(error) }),
  guest: ({ sandbox, event }) => {
    const { type, ...fields } = event;
    const quiet = type === 'connected';
    return { level: quiet ? 'debug' : 'warn', message: `guest ${type}`, fields: { sandbox, ...fields } };
  },
  'waiting-for-github': ({ error, ms }) =>
    warn('waiting before asking GitHub again', { ms, ...failure(error) }),
  stopping: ({ signal, way }) =>
    info(way === 'end' ? 'stopping: VMs are ended and deleted' : 'stopping: running jobs are left alone', {
      signal,
    }),
  drained: () => info('drained: nothing new is taken until `sand-poller resume`', {}),
  resumed: () => info('jobs are taken again', {}),
  reloaded: ({ added, changed, removed, restart, warnings }) => {
    const fields = { added, changed, removed, restart, warnings };
    if (restart.length === 0) return info('configuration read again', fields);
    return warn('configuration read again; some keys need a restart to apply', fields);
  },
  'reload-failed': ({ error }) =>
    warn('the configuration is wrong: the one before stays in use', failure(error)),
  listening: ({ url }) => info('health and metrics are served', { url }),
  'notify-failed': ({ error }) => warn('could not tell the program of onProblem', failure(error)),
  audience: ({ audience }) => info('who can use the runners of this host', { ...audience }),
  warning: ({ text }) => warn(text, {}),
};

/** The log line of an event. */
export function describeEvent(event: AppEvent): LogLine {
  // The table has a describer for each type; the compiler cannot tie the two sides of the look-up together.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see the line above
  return (describers[event.type] as (event: AppEvent) => LogLine)(event);
}

/** The fields of an error in a log line. */
export function failure(error: SandError): { code: string; error: string; remedy: string } {
  return { code: error.code, error: error.message, remedy: error.remedy };
}

function debug(message: string, fields: LogLine['fields']): LogLine {
  return { level: 'debug', message, fields };
}

function info(message: string, fields: LogLine['fields']): LogLine {
  return { level: 'info', message, fields };
}

function warn(message: string, fields: LogLine['fields']): LogLine {
  return { level: 'warn', message, fields };
}

function problem(message: string, fields: LogLine['fields']): LogLine {
  return { level: 'error', message, fields };
}
