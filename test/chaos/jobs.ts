import { readdir } from 'node:fs/promises';
import type { JobView } from '../../src/sim/github/simulated-github.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';

/** How a job went: `own`: as its steps say; `lost`: its runner was lost; else how GitHub ended it, or `unfinished`. */
type Fate = 'own' | 'lost' | 'wrong' | 'cancelled' | 'unfinished';

/** Jobs that can be told apart: each has its own exit code, and leaves a file for each time it is started. */
export class Jobs {
  readonly #world: SimulatedWorld;
  readonly #notes: string;

  /** `notes` is an empty folder. */
  constructor(world: SimulatedWorld, notes: string) {
    this.#world = world;
    this.#notes = notes;
  }

  /** Queues the job with this number, counted from 1, which lasts so many milliseconds. */
  async queue(number: number, ms: number): Promise<void> {
    const run = `touch ${this.#notes}/${String(number)}.$$; sleep ${String(ms / 1000)}; exit ${String(exitCode(number))}`;
    const job = { 'runs-on': ['self-hosted'], steps: [{ run }] };
    await this.#world.github.runWorkflow({
      repository: this.#world.repository,
      path: '.github/workflows/ci.yml',
      workflow: JSON.stringify({ on: 'push', jobs: { [`job${String(number)}`]: job } }),
    });
  }

  /** How many are not over. */
  get open(): number {
    return this.#world.github.jobs().filter(({ status }) => status !== 'completed').length;
  }

  /** What became of each. */
  fates(): Map<string, Fate> {
    return new Map(this.#world.github.jobs().map((job) => [job.name, fateOf(job)]));
  }

  /** Names of the jobs whose steps were started more than once. */
  async runTwice(): Promise<string[]> {
    const starts = (await readdir(this.#notes)).map((file) => `job${file.split('.')[0] ?? ''}`);
    return starts.filter((name, index) => starts.indexOf(name) !== index);
  }
}

/** Every second one succeeds; GitHub's exit codes end at 255. */
function exitCode(number: number): number {
  return number % 2 === 0 ? 0 : (number % 253) + 1;
}

function fateOf({ name, conclusion, log }: JobView): Fate {
  if (conclusion === undefined) return 'unfinished';
  if (conclusion === 'cancelled') return 'cancelled';
  const code = exitCode(Number(name.replace('job', '')));
  if (log.includes('lost communication with the server')) return 'lost';
  if (conclusion === 'success') return code === 0 ? 'own' : 'wrong';
  return code > 0 && log.includes(`exit code ${String(code)}.`) ? 'own' : 'wrong';
}
