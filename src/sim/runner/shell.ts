import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How scripts of a shell are run. */
export interface Shell {
  /** What the script's file name ends in. */
  readonly extension: string;
  /** The template, as the log shows it. */
  readonly template: string;
  /** Program and arguments for a script. */
  command(script: string): { readonly program: string; readonly args: readonly string[] };
}

/** The shells GitHub knows by name; `{0}` is the script. */
const templates: Readonly<Record<string, string>> = {
  bash: 'bash --noprofile --norc -eo pipefail {0}',
  sh: 'sh -e {0}',
  python: 'python {0}',
  pwsh: 'pwsh -command . {0}',
};

const extensions: Readonly<Record<string, string>> = { python: '.py', pwsh: '.ps1' };

/** A step's shell: a known name, a template with `{0}`, or nothing (`bash -e`, else `sh -e`). */
export function findShell(shell: string | undefined, path: string): Shell {
  const template = shell === undefined ? unspecified(path) : (templates[shell] ?? shell);
  if (!template.includes('{0}')) throw new Error(`Invalid shell option '${template}': it must contain {0}`);
  return {
    extension: extensions[shell ?? 'sh'] ?? '.sh',
    template,
    command(script) {
      const words = template.split(/\s+/).map((word) => word.replaceAll('{0}', script));
      return { program: words[0] ?? '', args: words.slice(1) };
    },
  };
}

function unspecified(path: string): string {
  return path.split(delimiter).some((folder) => isExecutable(join(folder, 'bash')))
    ? 'bash -e {0}'
    : 'sh -e {0}';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
