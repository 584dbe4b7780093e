/**
 * Something outside as a process sees it that can be killed at any moment: from then on nothing that it waits for
 * comes any more. What it had asked for goes on without it, as a `tart clone` does.
 */
export function mortal<T extends object>(target: T, killed: AbortSignal): T {
  return new Proxy(target, {
    get(owner, key) {
      const value: unknown = Reflect.get(owner, key, owner);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, owner, args);
        return mortalResult(result, killed);
      };
    },
  });
}

function mortalResult(result: unknown, killed: AbortSignal): unknown {
  if (result instanceof Promise) return outlive(result, killed);
  if (isAsyncIterable(result)) return iterate(result, killed);
  return result;
}

async function outlive(result: Promise<unknown>, killed: AbortSignal): Promise<unknown> {
  const value = await result.catch(async (reason: unknown) => {
    await unlessKilled(killed);
    throw reason;
  });
  await unlessKilled(killed);
  return isWorldly(value) ? mortal(value, killed) : value;
}

async function* iterate(items: AsyncIterable<unknown>, killed: AbortSignal): AsyncGenerator {
  for await (const item of items) {
    await unlessKilled(killed);
    yield item;
  }
  await unlessKilled(killed);
}

async function unlessKilled(killed: AbortSignal): Promise<void> {
  if (killed.aborted) await new Promise(() => undefined);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Things with methods, such as a guest, but no lists. */
function isWorldly(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
