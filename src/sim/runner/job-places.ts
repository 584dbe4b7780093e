import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JobMessage } from './protocol.ts';

/** The folders of a job under the work folder. */
export interface JobPlaces {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  /** The payload of the event, as JSON. */
  readonly event: string;
}

/** Makes the folders of a job. */
export function makePlaces(workRoot: string, message: JobMessage): JobPlaces {
  const name = basename(message.repository);
  const temp = join(workRoot, '_temp');
  const places = {
    workspace: join(workRoot, name, name),
    temp,
    toolCache: join(workRoot, '_tool'),
    event: join(temp, '_github_workflow', 'event.json'),
  };
  for (const folder of [places.workspace, join(temp, '_github_workflow'), places.toolCache]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(places.event, JSON.stringify(githubOf(message)['event'] ?? {}));
  return places;
}

/** The `github` context of a job message. */
export function githubOf(message: JobMessage): Readonly<Record<string, unknown>> {
  const { github } = message.contexts;
  return typeof github === 'object' && github !== null ? { ...github } : {};
}

/** `macOS`, `Linux`, `Windows`: `runner.os`. */
export function runnerOs(): string {
  return { darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? 'Linux';
}

/** `ARM64`, `X64`: `runner.arch`. */
export function runnerArch(): string {
  return process.arch.toUpperCase();
}
