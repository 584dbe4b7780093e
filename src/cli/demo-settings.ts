import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { describeProblems } from '../config/problems.ts';
import { wording } from '../config/wording.ts';
import { readYaml } from '../config/yaml.ts';
import { SandError } from '../errors.ts';
import * as github from '../sim/github/settings.ts';
import { runnerModes } from '../sim/runner/protocol.ts';
import * as mac from '../sim/tart/mac/settings.ts';

const amount = z.int().nonnegative().exactOptional();
const text = z.string().min(1).exactOptional();

const macSettings = z.strictObject({
  tartVersion: z.enum(mac.tartVersions).exactOptional(),
  cloneMs: amount,
  bootMs: amount,
  sshMs: amount,
  agentMs: amount,
  stopMs: amount,
  vmLimit: amount,
  slotReleaseMs: amount,
  pullMs: amount,
  leaseSeconds: amount,
  guestUser: text,
  guestPassword: text,
  passwordLateMs: amount,
  volumeGb: amount,
  quirks: z.array(z.enum(mac.quirkNames)).exactOptional(),
  faults: z
    .array(z.strictObject({ name: z.enum(mac.faultNames), times: amount, vm: text, ms: amount }))
    .exactOptional(),
});

const access = z.enum(['none', 'read', 'write']);
const date = z.iso.datetime().nullable();

const githubSettings = z.strictObject({
  latencyMs: amount,
  pickUpMs: amount,
  leaseMs: amount,
  renewMs: amount,
  queueMs: amount,
  offlineMs: amount,
  forgetOfflineMs: amount,
  approvalMs: amount,
  protectedEnvironments: z.array(z.string()).exactOptional(),
  forgetIdleMs: amount,
  jobLimitMs: amount,
  runLimitMs: amount,
  minuteMs: amount,
  messageWaitMs: amount,
  sessionConflictMs: amount,
  clockRetryMs: amount,
  reportRetryMs: amount,
  stepInterruptMs: amount,
  stepTerminateMs: amount,
  forceCancelMs: amount,
  clockSkewMs: z.int().exactOptional(),
  rateLimit: amount,
  tokenScopes: z.array(z.string()).nullable().exactOptional(),
  installations: z
    .array(
      z.strictObject({
        id: z.int(),
        account: z.string(),
        repositories: z.array(z.string()).exactOptional(),
        permissions: z.partialRecord(z.enum(github.permissionNames), access).exactOptional(),
        suspended: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  installationTokenMs: amount,
  permissions: z.record(z.enum(github.permissionNames), access).exactOptional(),
  runnerGroups: z
    .array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        repositories: z.array(z.string()).exactOptional(),
        allowsPublicRepositories: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  runnerMode: z.enum(runnerModes).exactOptional(),
  latestRunnerVersion: text,
  runnerVersions: z
    .record(z.string(), z.strictObject({ registrationEnd: date, runtimeEnd: date }))
    .exactOptional(),
  quirks: z.array(z.enum(github.quirkNames)).exactOptional(),
  faults: z
    .array(
      z.strictObject({
        name: z.enum(github.faultNames),
        times: amount,
        skip: amount,
        match: z.string().refine(isExpression, 'is no regular expression').exactOptional(),
        seconds: amount,
      }),
    )
    .exactOptional(),
});

/** What a world file may hold: settings of the simulated Mac and of the simulated GitHub (docs/simulation.md). */
export const worldSchema = z.strictObject({
  mac: macSettings.exactOptional(),
  github: githubSettings.exactOptional(),
});

/** The settings of a simulated world. */
export type WorldSettings = z.infer<typeof worldSchema>;

/** Reads a world file. Rejects with `CONFIG_MISSING` or `CONFIG_INVALID`, with all problems and their lines. */
export async function readWorldFile(file: string): Promise<WorldSettings> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SandError('CONFIG_MISSING', `cannot read the world file ${file}`, { cause });
  }
  const source = readYaml(content);
  if ('problems' in source) throw invalid(file, source.problems);
  const parsed = worldSchema.safeParse(source.value ?? {}, { error: wording });
  if (parsed.success) return parsed.data;
  const schema = z.toJSONSchema(worldSchema, { io: 'input' });
  throw invalid(file, describeProblems(parsed.error.issues, { ...source, schema }));
}

function invalid(file: string, problems: readonly string[]): SandError {
  return new SandError(
    'CONFIG_INVALID',
    [`the world file ${file} is wrong (docs/simulation.md):`, ...problems].join('\n  '),
  );
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
