import { parseArgs } from 'node:util';
import { parsers } from './parsers.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const seed = Number(values.seed);
const runs = Math.ceil(Number(values.inputs) / parsers.length);

process.stdout.write(`seed ${String(seed)}\n`);
for (const parser of parsers) {
  const startedAt = performance.now();
  parser.try(runs, seed);
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`${parser.name.padEnd(20)} ${String(runs)} inputs  ${seconds.toFixed(1)} s\n`);
}
process.stdout.write(`${String(runs * parsers.length)} inputs, no failure\n`);
