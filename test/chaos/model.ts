/** Thousands of jobs in simulated time on the in-process fakes (docs/chaos.md); exit code 1 when a promise broke. */
import { parseArgs } from 'node:util';
import { runModel, slots } from '../fleet/model.ts';
import { longScript } from '../fleet/model-script.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
say(
  `seed ${values.seed}: ${values.jobs} jobs, ${String(slots)} slots, three pools, one of them with a standby`,
);
const began = performance.now();
const report = await runModel(longScript(Number(values.jobs), Number(values.seed)));
say(`simulated ${report.hours.toFixed(0)} hours in ${((performance.now() - began) / 1000).toFixed(0)} s`);
say(`jobs: ${String(report.jobs)}, lost with their VM: ${String(report.lost)}`);
say(`sandboxes: ${String(report.sandboxes)} made, ${String(report.adopted)} times adopted`);
say(`starts that found no slot: ${String(report.refusals)}`);
say(`overtaken by later jobs of the same labels: ${spread(report.overtaken)}`);
say(`overtaken by later jobs of any labels: ${spread(report.overtakenByAny)}`);
say(`minutes from queued to started: ${spread(report.waits.map((ms) => ms / 60_000))}`);
const broken = report.violations;
say(broken.length === 0 ? 'no promise was broken' : `BROKEN:\n  ${broken.join('\n  ')}`);
if (broken.length > 0) process.exitCode = 1;

function spread(figures: readonly number[]): string {
  const sorted = figures.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1);
  return `median ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
