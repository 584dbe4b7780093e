import { z } from 'zod';
import { jobResults, runnerModes } from '../runner/protocol.ts';

/** What runners send to the broker. Kept apart from `protocol.ts`, which a runner loads without zod. */
export const bodies = {
  token: z.object({ client_assertion: z.string() }),
  /** `iat` is in seconds since the epoch. */
  claims: z.object({ sub: z.string(), iat: z.number() }),
  session: z.object({
    version: z.string(),
    os: z.string(),
    mode: z.enum(runnerModes).optional(),
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
    result: z.enum(jobResults),
    outputs: z.record(z.string(), z.string()),
  }),
};
