import { pino } from 'pino';
import { describeEvent, type AppEvent } from './describe.ts';

/**
 * Writes events to stderr: readable lines for a person at a terminal, one JSON document a line for a service.
 * Synchronous, so that the last line before an exit is not lost.
 */
export async function createLog(options: {
  readable: boolean;
  verbose: boolean;
}): Promise<(event: AppEvent) => void> {
  const level = options.verbose ? 'debug' : 'info';
  const stream = options.readable ? await readableLines() : pino.destination({ dest: 2, sync: true });
  const logger = pino({ level, base: null }, stream);
  return (event) => {
    const line = describeEvent(event);
    logger[line.level](line.fields, line.message);
  };
}

/** Loaded for a person only: a service starts sooner without it. */
async function readableLines() {
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    destination: 2,
    sync: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
}
