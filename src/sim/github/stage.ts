import {
  expand,
  expandDeep,
  expandText,
  holds,
  truthy,
  type Contexts,
  type Scope,
} from '../runner/expression.ts';
import type { JobDefinition } from './workflow.ts';
import { combinations, displayName, type Combination } from './matrix.ts';
import type { Concurrency, Conclusion, Run, Stage } from './run.ts';

/** A job to be made of a stage. */
export interface PlannedJob {
  readonly name: string;
  readonly combination: Combination;
  readonly strategy: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly group: string | undefined;
  readonly continueOnError: boolean;
  readonly timeoutMinutes: number;
  readonly environment: string | undefined;
  readonly concurrency: Concurrency | undefined;
  /** Ends at once instead of queueing: its `if:` does not hold. */
  readonly skipped: boolean;
}

/** What becomes of a stage whose needs are over. */
export interface StagePlan {
  readonly jobs: readonly PlannedJob[];
  readonly failFast: boolean;
  readonly maxParallel: number | undefined;
}

const defaultTimeoutMinutes = 360;
const largestMatrix = 256;

/** Decides what becomes of a stage whose needs are over. Throws an Error for an invalid expression. */
export function planStage(run: Run, stage: Stage, contexts: Contexts): StagePlan {
  const { definition, key } = stage;
  const base: Contexts = { ...contexts, needs: needsContext(run, stage) };
  const name = definition.name ?? key;
  if (!holds(definition.if, stageStatus(run, stage), { contexts: base })) {
    return { jobs: [skippedJob(name)], failFast: true, maxParallel: undefined };
  }
  const scope: Scope = { contexts: base };
  const { strategy } = definition;
  const matrix = expandDeep(strategy?.matrix ?? {}, scope);
  const found = combinations(matrix);
  if (found.length > largestMatrix) throw new Error(`the matrix has more than ${String(largestMatrix)} jobs`);
  const all: Combination[] = strategy?.matrix === undefined ? [{}] : found;
  const failFast = truthy(expandFlag(strategy?.['fail-fast'] ?? 'true', scope));
  const maxParallel = positive(strategy?.['max-parallel'], scope);
  const shared = {
    'fail-fast': failFast,
    'max-parallel': maxParallel ?? all.length,
    'job-total': all.length,
  };
  const jobs = all.map((combination, index) =>
    planJob(stage, { ...base, matrix: combination, strategy: { ...shared, 'job-index': index } }),
  );
  return { jobs, failFast, maxParallel };
}

/** The result of a stage whose jobs are all over, as `needs.<job>.result` and `if:` see it. */
export function stageResult(stage: Stage): Conclusion {
  const results = (stage.jobs ?? []).map((job) =>
    job.conclusion === 'failure' && job.continueOnError ? 'success' : job.conclusion,
  );
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.length > 0 && results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}

/** Whether every job of a stage is over. */
export function stageOver({ jobs }: Stage): boolean {
  return jobs?.every(({ status }) => status === 'completed') ?? false;
}

/** The `needs` context of a job. */
export function needsContext(run: Run, stage: Stage): Record<string, unknown> {
  return Object.fromEntries(
    stage.definition.needs.map((need) => {
      const needed = run.stages.get(need);
      const outputs = Object.assign({}, ...(needed?.jobs ?? []).map((job) => job.outputs)) as unknown;
      return [need, { result: needed === undefined ? '' : stageResult(needed), outputs }];
    }),
  );
}

function stageStatus(run: Run, stage: Stage) {
  const results = [...ancestors(run, stage)].map(stageResult);
  return {
    success: !run.cancelled && results.every((result) => result === 'success'),
    failure: results.includes('failure'),
    cancelled: run.cancelled,
  };
}

function ancestors(run: Run, stage: Stage, found = new Set<Stage>()): Set<Stage> {
  for (const need of stage.definition.needs) {
    const needed = run.stages.get(need);
    if (needed === undefined || found.has(needed)) continue;
    found.add(needed);
    ancestors(run, needed, found);
  }
  return found;
}

function planJob(stage: Stage, contexts: Contexts & { matrix: Combination; strategy: object }): PlannedJob {
  const { definition, key } = stage;
  const scope: Scope = { contexts };
  const given = definition.name;
  const expanded = given === undefined ? key : expandText(given, scope);
  const { labels, group } = runsOn(expandDeep(definition['runs-on'], scope));
  return {
    name: given === expanded || given === undefined ? displayName(expanded, contexts.matrix) : expanded,
    combination: contexts.matrix,
    strategy: { ...contexts.strategy },
    labels,
    group,
    continueOnError: truthy(expandFlag(definition['continue-on-error'] ?? 'false', scope)),
    timeoutMinutes: positive(definition['timeout-minutes'], scope) ?? defaultTimeoutMinutes,
    environment: definition.environment === undefined ? undefined : expandText(definition.environment, scope),
    concurrency: concurrencyOf(definition, scope),
    skipped: false,
  };
}

function concurrencyOf({ concurrency }: JobDefinition, scope: Scope): Concurrency | undefined {
  if (concurrency === undefined) return undefined;
  const group = expandText(concurrency.group, scope);
  return { group, cancelInProgress: truthy(expandFlag(concurrency['cancel-in-progress'], scope)) };
}

function skippedJob(name: string): PlannedJob {
  return {
    name,
    combination: {},
    strategy: {},
    labels: [],
    group: undefined,
    continueOnError: false,
    timeoutMinutes: defaultTimeoutMinutes,
    environment: undefined,
    concurrency: undefined,
    skipped: true,
  };
}

/** A text, a list, or `{group, labels}`. */
function runsOn(value: unknown): { labels: string[]; group: string | undefined } {
  if (typeof value === 'string') return { labels: [value], group: undefined };
  if (Array.isArray(value)) return { labels: value.map(String), group: undefined };
  if (typeof value !== 'object' || value === null) throw new Error('runs-on is empty');
  const group = 'group' in value ? String(value.group) : undefined;
  return { labels: 'labels' in value ? runsOn(value.labels).labels : [], group };
}

function expandFlag(text: string, scope: Scope): boolean {
  return expand(text, scope) === true || expandText(text, scope) === 'true';
}

function positive(text: string | undefined, scope: Scope): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(expandText(text, scope));
  return value > 0 ? value : undefined;
}
