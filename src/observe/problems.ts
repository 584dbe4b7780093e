import type { SandError } from '../errors.ts';
import type { FleetView } from '../fleet/view.ts';

/** Something that an operator should do something about. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly pool?: string;
  readonly sandbox?: string;
}

/** What is wrong now. Text comes from GitHub and guests, bounded and clean. */
export function problemsOf({ pools, demandError, troubles }: FleetView): Problem[] {
  const paused = pools.flatMap(({ name, paused: pause }) => {
    if (pause === undefined) return [];
    const { error, failures, until } = pause;
    const times = failures === 1 ? 'a failure' : `${String(failures)} failures in a row`;
    const what = `the pool ${name} is paused until ${new Date(until).toISOString()} after ${times}`;
    return [{ ...fields(error), message: `${what}: ${error.message}`, pool: name }];
  });
  return [...paused, ...[...(demandError === undefined ? [] : [demandError]), ...troubles].map(fields)];
}

function fields({ code, message, remedy }: SandError): Problem {
  return { code, message, remedy };
}
