import { z } from 'zod';

/** What runners send to the broker. Kept apart from `protocol.ts`, which a runner loads without zod. */
export const bodies = {
  token: z.object({ client_assertion: z.string() }),
  claims: z.object({ sub: z.string() }),
  session: z.object({
    version: z.string(),
    os: z.string(),
    mode: z
      .enum(['success', 'ghost', 'hang', 'deprecated', 'session-conflict', 'registration-deleted', 'update'])
      .optional(),
  }),
  progress: z.object({
    steps: z.array(
      z.object({
        number: z.int(),
        name: z.string(),
        status: z.enum(['queued', 'in_progress', 'completed']),
        conclusion: z.enum(['success', 'failure', 'cancelled', 'skipped']).nullable(),
        started_at: z.string().nullable(),
        completed_at: z.string().nullable(),
      }),
    ),
    log: z.string(),
    summary: z.string(),
  }),
  outcome: z.object({
    result: z.enum(['Succeeded', 'Failed', 'Canceled']),
    outputs: z.record(z.string(), z.string()),
  }),
};
