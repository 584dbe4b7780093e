import { z } from 'zod';
import { SandError } from '../../errors.ts';

/** Only the keys we use; Tart's releases differ in the others (reference/tart.md §2.7). */
const entries = z.array(
  z.object({
    Source: z.string(),
    Name: z.string(),
    State: z.string().optional(),
    Running: z.boolean().optional(),
  }),
);

/** A VM as `tart list` shows it. */
export interface TartVm {
  readonly name: string;
  readonly running: boolean;
}

/** Parses `tart list --format json`: the local VMs. Rejects text of another shape with `TART_FAILED`. */
export function parseListing(json: string): TartVm[] {
  return parse(json)
    .filter((entry) => entry.Source === 'local')
    .map((entry) => ({ name: entry.Name, running: entry.Running ?? entry.State === 'running' }));
}

function parse(json: string): z.infer<typeof entries> {
  try {
    return entries.parse(JSON.parse(json));
  } catch (cause) {
    throw new SandError(
      'TART_FAILED',
      `\`tart list --format json\` printed something else: ${json.slice(0, 200)}`,
      {
        cause,
      },
    );
  }
}
