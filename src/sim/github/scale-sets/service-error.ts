import type { z } from 'zod';
import { ApiError, type Reply } from '../reply.ts';

/** The exceptions that clients tell apart (reference/github-scale-sets.md §8). The last two names are guesses. */
const typeNames = {
  AgentExistsException: 'GitHub.DistributedTask.WebApi',
  AgentNotFoundException: 'GitHub.DistributedTask.WebApi',
  JobStillRunningException: 'GitHub.Actions.Runtime.WebApi',
  RunnerScaleSetSessionConflictException: 'GitHub.Actions.Runtime.WebApi',
  RunnerScaleSetNotFoundException: 'GitHub.Actions.Runtime.WebApi',
  RunnerAdminException: 'GitHub.Actions.Runtime.WebApi',
  RunnerScaleSetExistsException: 'GitHub.Actions.Runtime.WebApi',
  ArgumentException: 'System',
} as const;

/** A refusal of the scale-set service. */
export class ServiceError extends ApiError {
  readonly typeName: string;

  constructor(status: number, exception: keyof typeof typeNames, message: string) {
    super(status, message);
    const namespace = typeNames[exception];
    this.typeName = `${namespace}.${exception}, ${namespace}`;
  }
}

/** The answer to a refusal of the service. 401 has no body, which is a guess; so is what faults answer. */
export function serviceErrorReply(error: ApiError): Reply {
  const { status, message, headers } = error;
  if (status === 401 || message === '') return { status, headers };
  const typeName =
    error instanceof ServiceError ? error.typeName : 'System.Exception, System.Private.CoreLib';
  return { status, headers, body: { typeName, message } };
}

/** Reads a body; 400 when it is none. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ServiceError(
    400,
    'ArgumentException',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`,
  );
}
