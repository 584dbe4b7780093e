import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceRecord } from '../fleet/events.ts';
import type { AppEvent } from '../observe/describe.ts';
import { createLog } from '../observe/log.ts';
import type { SimulatedWorld } from '../sim/world.ts';
import { loadConfig } from '../config/load.ts';
import { createDemoWorld, newLabels, readWorkflows } from './demo-world.ts';
import { demoDocument, demoTable, type DemoReport } from './demo-report.ts';
import { exitCodes } from './exit-codes.ts';
import { packageRoot } from './package-root.ts';
import { whatIsLeft } from './left.ts';
import { createPoller } from './poller.ts';
import { stopsOnSignal, type SignalStops } from './stops.ts';

/** The simulated GitHub lets go of a lost runner soon. */
const strayRetryMs = 1000;

/** An example that has something to say on a Mac only. */
const forRealGuests = 'conformance.yml';

/** What the demo is told. */
export interface DemoOptions {
  /** Workflow files; the examples when left out. */
  readonly workflow?: readonly string[];
  /** The folder that actions/checkout copies; the examples when left out. */
  readonly checkout?: string;
  /** A file with settings of the world (docs/simulation.md). */
  readonly world?: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** `sand-poller demo`: the real poller on a simulated Mac and a simulated GitHub. Returns the exit code. */
export async function demo(options: DemoOptions): Promise<number> {
  const examples = join(packageRoot, 'examples');
  const workflows = await readWorkflows(options.workflow ?? (await exampleFiles(examples)));
  const settings =
    options.world === undefined
      ? {}
      : await (await import('./demo-settings.ts')).readWorldFile(options.world);
  using view = await createView(options);
  using stops = stopsOnSignal('end', (name) => view.emit({ type: 'stopping', signal: name, way: 'end' }));
  await using world = await createDemoWorld(workflows, {
    ...settings,
    checkout: options.checkout ?? examples,
  });
  const records = stops.asked() ? [] : await serveAll(world, stops, view.emit);
  view[Symbol.dispose]();
  const report: DemoReport = { jobs: world.github.jobs(), records, left: await whatIsLeft(world) };
  const text = options.json ? JSON.stringify(demoDocument(report)) : demoTable(report);
  process.stdout.write(`${text}\n`);
  if (stops.asked()) return exitCodes.interrupted;
  return isClean(report) ? exitCodes.done : exitCodes.failed;
}

/** Serves job after job with one pool that takes them all, whatever label they ask for. */
async function serveAll(
  world: SimulatedWorld,
  stops: SignalStops,
  emit: (event: AppEvent) => void,
): Promise<readonly ServiceRecord[]> {
  const labels = new Set(['self-hosted', 'macOS', 'ARM64']);
  const records: ServiceRecord[] = [];
  let more: readonly string[] = newLabels(world, labels);
  do {
    for (const label of more) labels.add(label);
    await world.configure({ pools: [{ labels: [...labels], idleTimeout: '30s', jobTimeout: '1h' }] });
    const { config } = await loadConfig(world.configFile);
    const poller = await createPoller(config, { env: world.env, emit, strayRetryMs }, stops.end);
    records.push(...(await poller.once(stops)).records);
    more = newLabels(world, labels);
  } while (more.length > 0 && !stops.asked());
  return records;
}

async function exampleFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const workflows = names.filter((name) => name.endsWith('.yml') && name !== forRealGuests);
  return workflows.map((name) => join(folder, name));
}

function isClean({ jobs, left }: DemoReport): boolean {
  const done = jobs.every(({ status }) => status === 'completed');
  return done && left.sandboxes + left.runners + left.processes === 0;
}

interface View extends Disposable {
  readonly emit: (event: AppEvent) => void;
}

/** A live view on a terminal, plain lines elsewhere, nothing for a program. */
async function createView({ json, verbose }: DemoOptions): Promise<View> {
  if (json && !verbose) return { emit: () => undefined, [Symbol.dispose]: () => undefined };
  if (process.stdout.isTTY && !json && !verbose)
    return (await import('../observe/live-view.ts')).createLiveView();
  return { emit: await createLog({ readable: true, verbose }), [Symbol.dispose]: () => undefined };
}
