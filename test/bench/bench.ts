/** Measures the budgets of DESIGN.md §9 in the simulated world; exit code 1 when one is missed. */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { duration } from '../../src/config/duration.ts';
import { measureCold } from './cold.ts';
import { lineOf, type Line, type Measured } from './figures.ts';
import { idleBudget, measureIdle, type Idle } from './idle.ts';
import { measureTurnaround } from './turnaround.ts';
import { measureWarm } from './warm.ts';

const measurements = { cold: measureCold, warm: measureWarm, turnaround: measureTurnaround };

/** Said with the figures: that budget is not judged before there is the other way to learn of demand. */
const restNote =
  'Without scale sets GitHub has to be asked every 15 s; answers 304 do not count against its rate limit. 0 calls an hour need scale sets.';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    only: { type: 'string', default: Object.keys(measurements).join(',') },
    idle: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const idleMs = values.idle === undefined ? undefined : duration.parse(values.idle);
const wanted = values.only.split(',');

const measured: Record<string, Measured> = {};
for (const [name, measure] of Object.entries(measurements)) {
  if (!wanted.includes(name)) continue;
  let round = 0;
  measured[name] = await measure(rounds, () => {
    if (!values.json) process.stderr.write(`\r${name}: round ${String(round)} of ${String(rounds)} `);
    round += 1;
  });
  if (!values.json) process.stderr.write('\n');
}
if (idleMs !== undefined && !values.json) process.stderr.write(`idle for ${String(values.idle)}\n`);
const idle = idleMs === undefined ? undefined : await measureIdle(idleMs);

const lines = Object.fromEntries(Object.entries(measured).map(([name, each]) => [name, lineOf(each)]));
if (values.json) {
  const figures = Object.entries(lines).map(([name, line]) => [name, { ...measured[name], ...line }]);
  process.stdout.write(`${JSON.stringify({ ...Object.fromEntries(figures), idle })}\n`);
} else {
  if (Object.keys(lines).length > 0) process.stdout.write(`${tableOf(Object.values(lines))}\n`);
  if (idle !== undefined) process.stdout.write(`${idleTable(idle)}\n${restNote}\n`);
}
const idleKept =
  idle === undefined || (idle.cpuPercent < idleBudget.cpuPercent && idle.rssMb < idleBudget.rssMb);
if (!idleKept || Object.values(lines).some(({ withinBudget }) => !withinBudget)) process.exitCode = 1;

function tableOf(rows: readonly Line[]): string {
  const table = new Table({
    head: ['what', 'n', 'floor', 'product', 'ratio', 'against budget', 'budget'],
    style: { head: [], border: [] },
  });
  for (const { what, rounds: n, floorMs, productMs, ratio, ownMs, budgetMs, withinBudget } of rows) {
    const budget = `${ms(budgetMs)} ${verdict(withinBudget)}`;
    table.push([what, String(n), ms(floorMs), ms(productMs), ratio.toFixed(2), ms(ownMs), budget]);
  }
  return table.toString();
}

function idleTable({ minutes, cpuPercent, rssMb, restCalls }: Idle): string {
  const table = new Table({
    head: [`idle for ${minutes.toFixed(1)} min`, 'measured', 'budget'],
    style: { head: [], border: [] },
  });
  const { cpuPercent: cpu, rssMb: rss } = idleBudget;
  table.push(
    ['CPU, of one core', `${cpuPercent.toFixed(2)} %`, `< ${String(cpu)} % ${verdict(cpuPercent < cpu)}`],
    ['memory (RSS)', `${rssMb.toFixed(0)} MB`, `< ${String(rss)} MB ${verdict(rssMb < rss)}`],
    ['REST calls an hour that count', restCalls.counted.toFixed(0), '0, with scale sets'],
    ['REST calls an hour answered 304', restCalls.notModified.toFixed(0), '0, with scale sets'],
  );
  return table.toString();
}

function verdict(kept: boolean): string {
  return kept ? 'kept' : 'MISSED';
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
