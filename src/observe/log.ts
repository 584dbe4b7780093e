import { pino } from 'pino';
import pretty from 'pino-pretty';
import { describeEvent, type AppEvent } from './describe.ts';

/**
 * Writes events to stderr: readable lines for a person at a terminal, one JSON document a line for a service.
 * Synchronous, so that the last line before an exit is not lost.
 */
export function createLog(options: { readable: boolean; verbose: boolean }): (event: AppEvent) => void {
  const level = options.verbose ? 'debug' : 'info';
  const stream = options.readable
    ? pretty({
        destination: 2,
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss.l',
        singleLine: true,
      })
    : pino.destination({ dest: 2, sync: true });
  const logger = pino({ level, base: null }, stream);
  return (event) => {
    const line = describeEvent(event);
    logger[line.level](line.fields, line.message);
  };
}
