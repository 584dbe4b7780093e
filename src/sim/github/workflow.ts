import { parse } from 'yaml';
import { z } from 'zod';

const scalar = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => String(value ?? ''));
const variables = z.record(z.string(), scalar).default({});
const defaults = z
  .object({
    run: z.object({ shell: z.string().optional(), 'working-directory': z.string().optional() }).default({}),
  })
  .default({ run: {} });

const step = z
  .object({
    id: z.string().optional(),
    name: scalar.optional(),
    if: scalar.optional(),
    run: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), z.unknown()).default({}),
    env: variables,
    shell: z.string().optional(),
    'working-directory': z.string().optional(),
    'continue-on-error': scalar.optional(),
    'timeout-minutes': scalar.optional(),
  })
  .refine(
    (value) => (value.run === undefined) !== (value.uses === undefined),
    'a step has either run or uses',
  );

/** Of the jobs of one group one runs, and one is `pending`. */
const concurrency = z
  .union([
    scalar.transform((group) => ({ group, 'cancel-in-progress': 'false' })),
    z.object({ group: scalar, 'cancel-in-progress': scalar.default('false') }),
  ])
  .optional();

const job = z.object({
  name: scalar.optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  if: scalar.optional(),
  'runs-on': z.unknown().refine((value) => value !== undefined, 'runs-on is missing'),
  strategy: z
    .object({
      matrix: z.unknown(),
      'fail-fast': scalar.optional(),
      'max-parallel': scalar.optional(),
    })
    .optional(),
  /** One that is protected makes the job wait for an approval. */
  environment: z.union([scalar, z.object({ name: scalar }).transform(({ name }) => name)]).optional(),
  concurrency,
  env: variables,
  defaults,
  outputs: z.record(z.string(), scalar).default({}),
  'timeout-minutes': scalar.optional(),
  'continue-on-error': scalar.optional(),
  steps: z.array(step).min(1),
});

const workflow = z.object({
  name: scalar.optional(),
  env: variables,
  defaults,
  jobs: z.record(z.string(), job),
});

/** One job of a workflow file, its expressions not evaluated. */
export type JobDefinition = z.infer<typeof job>;
/** A workflow file. Keys that the simulation does not know are ignored. */
export type Workflow = z.infer<typeof workflow>;

/** Reads a workflow file. Throws an Error that names each wrong place, as GitHub's "Invalid workflow file". */
export function parseWorkflow(yaml: string): Workflow {
  const result = workflow.safeParse(parse(yaml));
  if (!result.success) throw new Error(`Invalid workflow file: ${z.prettifyError(result.error)}`);
  const names = Object.keys(result.data.jobs);
  for (const [name, { needs }] of Object.entries(result.data.jobs)) {
    const unknown = needs.find((need) => !names.includes(need));
    if (unknown !== undefined) {
      throw new Error(`Invalid workflow file: Job '${name}' depends on unknown job '${unknown}'.`);
    }
  }
  return result.data;
}
