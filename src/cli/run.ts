import { loadConfig } from '../config/load.ts';
import type { Audience } from '../demand/admitted.ts';
import type { AppEvent } from '../observe/describe.ts';
import { createLog } from '../observe/log.ts';
import { serveControl } from './control-server.ts';
import { controlSocket } from './control-socket.ts';
import { createControls } from './create-controls.ts';
import { isDrained } from './drain-file.ts';
import { exitCodes } from './exit-codes.ts';
import { takeOwnership } from './ownership.ts';
import { createPoller } from './poller.ts';
import type { ServeOptions } from './serve.ts';
import { stopsOnSignal } from './stops.ts';
import { createWatching } from './watching.ts';

/** `sand-poller run`: serves jobs until it is told to stop; running jobs stay alone then. Returns the exit code. */
export async function run({ config: configFile, verbose }: ServeOptions): Promise<number> {
  const interactive = process.stderr.isTTY;
  const log = await createLog({ readable: interactive, verbose });
  const onStop = (signal: string, way: 'end' | 'leave') => log({ type: 'stopping', signal, way });
  // At a terminal SIGHUP says that the terminal goes away; it asks a service to read its configuration again.
  using stops = stopsOnSignal('leave', onStop, interactive ? undefined : ['SIGINT', 'SIGTERM']);
  const { config, warnings } = await loadConfig(configFile);
  const watching = createWatching(config, log);
  const { emit } = watching;
  for (const text of warnings) emit({ type: 'warning', text });
  const { stateDir } = config.host;
  const socket = controlSocket(stateDir);
  await using held = new AsyncDisposableStack();
  held.use(await takeOwnership(stateDir, 'run'));
  const draining = await isDrained(stateDir);
  if (draining) emit({ type: 'drained' });
  let audience: Audience | undefined;
  const note = (event: AppEvent): void => {
    if (event.type === 'audience') ({ audience } = event);
    emit(event);
  };
  const options = { env: process.env, emit: note, draining, patient: true };
  const fleet = await createPoller(config, options, stops.leave);
  const controls = createControls({ fleet, config, configFile, stops, emit, audience: () => audience });
  if (!interactive) held.use(onHangup(() => void controls.reload().catch(() => undefined)));
  held.use(await serveControl(socket, controls));
  held.use(await watching.begin(fleet));
  await fleet.run(stops);
  return exitCodes.done;
}

function onHangup(act: () => void): Disposable {
  process.on('SIGHUP', act);
  return { [Symbol.dispose]: () => void process.off('SIGHUP', act) };
}
