/**
 * Whether a runner with the pool's labels may take a job: it has every wanted label, in any case (github-runners.md
 * §5.1, §5.2). A job without labels (`runs-on` with a group alone) names no pool: its group is not known beforehand.
 */
export function serves(pool: readonly string[], wanted: readonly string[]): boolean {
  const ours = new Set(pool.map((label) => label.toLowerCase()));
  return wanted.length > 0 && wanted.every((label) => ours.has(label.toLowerCase()));
}
