import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measureCold } from './cold.ts';

/** DESIGN.md §9. */
const coldBudgetMs = 150;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '20' } },
});
const rounds = Number(values.rounds);
const { floor, product } = await measureCold(rounds, (round) => {
  if (!values.json) process.stderr.write(`\rround ${String(round)} of ${String(rounds)}`);
});
if (!values.json) process.stderr.write('\n');

const cold = {
  what: 'cold: demand seen → runner process started',
  rounds,
  floorMs: median(floor),
  productMs: median(product),
  ratio: median(product) / median(floor),
  ownMs: median(product) - median(floor),
  budgetMs: coldBudgetMs,
  withinBudget: median(product) - median(floor) <= coldBudgetMs,
};

if (values.json) {
  process.stdout.write(`${JSON.stringify({ cold: { ...cold, floor, product } })}\n`);
} else {
  const table = new Table({
    head: ['what', 'n', 'floor', 'product', 'ratio', 'our own', 'budget'],
    style: { head: [], border: [] },
  });
  table.push([
    cold.what,
    String(rounds),
    ms(cold.floorMs),
    ms(cold.productMs),
    cold.ratio.toFixed(2),
    ms(cold.ownMs),
    `${ms(coldBudgetMs)} ${cold.withinBudget ? 'kept' : 'MISSED'}`,
  ]);
  process.stdout.write(`${table.toString()}\n`);
}
if (!cold.withinBudget) process.exitCode = 1;

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
