/** What the listener says on its terminal (§4.3): lines on stdout, errors on stderr. */
export const terminal = {
  line(text: string): void {
    process.stdout.write(`${text}\n`);
  },
  error(text: string): void {
    process.stderr.write(`${text}\n`);
  },
};

/** `2026-03-17 12:20:29Z`: UTC, as the runner prints times. */
export function timestamp(): string {
  return `${new Date().toISOString().slice(0, 'yyyy-MM-ddTHH:mm:ss'.length).replace('T', ' ')}Z`;
}
