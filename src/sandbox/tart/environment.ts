/** Names that may pass from our environment to a child process; everything else (tokens, `INPUT_*`, `GITHUB_*`) stays out. */
const passed = /^(?:HOME|PATH|USER|LOGNAME|SHELL|TMPDIR|LANG|LC_[A-Z]+|TZ|TART_(?!REGISTRY_)\w+)$/;
const registryCredentials = /^TART_REGISTRY_\w+$/;

/**
 * The environment of a `tart` process (DESIGN.md §10).
 * `CI` switches Tart to plain progress lines and `TART_NO_AUTO_PRUNE` keeps it from deleting images to make room
 * (reference/tart.md §1.4). Only a pull is given the registry credentials.
 */
export function tartEnvironment(
  ours: NodeJS.ProcessEnv,
  options: { tartHome: string; registry?: boolean },
): Record<string, string> {
  const theirs: Record<string, string> = {};
  for (const [name, value] of Object.entries(ours)) {
    if (value === undefined) continue;
    if (passed.test(name) || (options.registry === true && registryCredentials.test(name)))
      theirs[name] = value;
  }
  return { ...theirs, TART_HOME: options.tartHome, TART_NO_AUTO_PRUNE: '', CI: '1' };
}
