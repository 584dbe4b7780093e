import { join } from 'node:path';

/** Names in a runner's folder that more than one file needs. */
export const runnerPaths = {
  /** Chooses a mode of reference/github-runners.md §8 item 4. */
  mode: (root: string) => join(root, 'sim-mode'),
  /** The version the runner says it has; rewritten by an update. */
  version: (root: string) => join(root, 'sim-version'),
  updateFinished: (root: string) => join(root, 'update.finished'),
  /** Compiled code, so that the listener starts quickly; part of the image, thus of every clone. */
  compileCache: (root: string) => join(root, 'bin', '.compile-cache'),
  listener: (root: string) => join(root, 'bin', 'Runner.Listener'),
  diagnostics: (root: string) => join(root, '_diag'),
};
