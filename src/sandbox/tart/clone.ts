import { isLostInCollection } from './messages.ts';
import { failure, type Tart } from './program.ts';

/**
 * Clones once, and once more when another `tart` took the half-made clone for garbage (reference/tart.md §2.2). The
 * caller has made sure that nothing of that name exists: Tart would replace it.
 */
export async function clone(
  tart: Tart,
  names: { readonly from: string; readonly to: string },
  signal: AbortSignal,
  options: { deadlineMs?: number } = {},
): Promise<void> {
  const args = ['clone', names.from, names.to];
  const first = await tart.run(args, signal, options);
  if (first.exitCode === 0) return;
  if (!isLostInCollection(first.stderr)) throw failure(args, first);
  await tart.succeed(args, signal, options);
}
