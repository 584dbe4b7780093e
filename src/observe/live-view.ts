import { createLogUpdate } from 'log-update';
import { describeEvent, type AppEvent } from './describe.ts';

/** A sandbox on the screen. */
interface Row {
  readonly sandbox: string;
  readonly startedAt: number;
  job: string;
  phase: string;
}

const redrawMs = 100;
const nonceLength = 6;

/** Shows what each sandbox is doing, redrawn in place; finished ones and problems scroll by above. */
export function createLiveView(): { readonly emit: (event: AppEvent) => void } & Disposable {
  const rows = new Map<string, Row>();
  const held = new Set<string>();
  const update = createLogUpdate(process.stdout, { showCursor: false });
  const draw = () => update(render([...rows.values()], held.size, Date.now()));
  const timer = setInterval(draw, redrawMs);
  return {
    emit(event) {
      follow(event, rows, held);
      const line = lastingLine(event);
      if (line !== undefined) update.persist(line);
      draw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}

function follow(event: AppEvent, rows: Map<string, Row>, held: Set<string>): void {
  if (event.type === 'holding') {
    if (event.why === 'covered') held.delete(event.job.name);
    else held.add(event.job.name);
  }
  if (event.type === 'starting') {
    const job = event.job?.name ?? '(standby)';
    held.delete(job);
    rows.set(event.sandbox, {
      sandbox: event.sandbox,
      startedAt: Date.now(),
      job,
      phase: 'prepare',
    });
  }
  const row = 'sandbox' in event ? rows.get(event.sandbox) : undefined;
  if (row !== undefined && event.type === 'phase') row.phase = event.phase;
  if (row !== undefined && event.type === 'job-started') {
    row.job = event.job;
    held.delete(event.job);
  }
  if (event.type === 'finished') rows.delete(event.record.sandbox);
}

/** What stays on the screen: results, and whatever an operator should not miss. */
function lastingLine(event: AppEvent): string | undefined {
  if (event.type === 'finished') {
    const { job, result, sandbox, error } = event.record;
    return `${result ?? error?.code ?? 'ended'}  ${job ?? '(no job)'}  in ${sandbox}`;
  }
  const { level, message } = describeEvent(event);
  return level === 'warn' || level === 'error' || event.type === 'stopping' ? message : undefined;
}

function render(rows: readonly Row[], held: number, now: number): string {
  const lines = rows.map(({ sandbox, job, phase, startedAt }) => {
    const age = ((now - startedAt) / 1000).toFixed(1);
    return `  VM ${sandbox.slice(-nonceLength)}  ${phase.padEnd(8)}  ${age.padStart(5)} s  ${job}`;
  });
  return [...lines, ...(held > 0 ? [`  ${String(held)} more waiting for a slot`] : [])].join('\n');
}
