import { SandError } from '../errors.ts';

/** An error as a person reads it: code, what happened, what lies behind it, what to do. */
export function describeError(error: unknown): string {
  const known = asSandError(error);
  return [
    `${known.code}: ${known.message}`,
    ...causesOf(known).map((cause) => `  because: ${cause}`),
    `  what to do: ${known.remedy}`,
    ...(known.code === 'INTERNAL' && error instanceof Error ? [error.stack ?? ''] : []),
  ].join('\n');
}

/** The fields of an error in a document for programs. */
export interface ErrorFields {
  readonly code: string;
  readonly message: string;
  /** What lies behind it, the nearest first. */
  readonly causes: readonly string[];
  readonly remedy: string;
}

/** An error as a program reads it. */
export function errorFields(error: unknown): ErrorFields {
  const known = asSandError(error);
  return { code: known.code, message: known.message, causes: causesOf(known), remedy: known.remedy };
}

function asSandError(error: unknown): SandError {
  return error instanceof SandError ? error : new SandError('INTERNAL', String(error), { cause: error });
}

const mostCauses = 3;

function causesOf(error: Error): string[] {
  const texts: string[] = [];
  let cause = error.cause;
  while (cause instanceof Error && texts.length < mostCauses) {
    texts.push(firstLine(cause));
    cause = cause.cause;
  }
  return texts;
}

/** What stands behind several ways that failed together is in each of them. */
function firstLine(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map(String).map(cutLine).join('; ');
  return cutLine(error.message);
}

function cutLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
