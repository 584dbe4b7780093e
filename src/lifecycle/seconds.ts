/** A duration for people: `90 s`. `ms` in milliseconds. */
export function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} s`;
}
