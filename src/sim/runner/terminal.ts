/** What the listener says on its terminal (§4.3): lines on stdout, errors on stderr. */
export const terminal = {
  line(text: string): void {
    process.stdout.write(`${otherWords ? reworded(text) : text}\n`);
  },
  error(text: string): void {
    process.stderr.write(`${text}\n`);
  },
  /** From here on stdout says the same in other words than those of §4.3. */
  useOtherWords(): void {
    otherWords = true;
  },
};

let otherWords = false;

/** `2026-03-17 12:20:29Z`: UTC, as the runner prints times. */
export function timestamp(): string {
  return `${new Date().toISOString().slice(0, 'yyyy-MM-ddTHH:mm:ss'.length).replace('T', ' ')}Z`;
}

/** Whether the connection is lost, as the user was told. */
export interface Connection {
  lost: boolean;
}

/** Says once that the connection is lost. */
export function reportLost(connection: Connection, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (!connection.lost) {
    terminal.error(`${timestamp()}: Runner connect error: ${message}. Retrying until reconnected.`);
  }
  connection.lost = true;
}

/** Says that the connection is there again, if it was lost. */
export function reportRegained(connection: Connection): void {
  if (connection.lost) terminal.line(`${timestamp()}: Runner reconnected.`);
  connection.lost = false;
}

const rewordings: readonly (readonly [RegExp, string])[] = [
  [/^√ Connected to GitHub$/, '+ Signed in'],
  [/^Current runner version: '(.*)'$/, 'runner $1'],
  [/^(\S+) (\S+): Listening for Jobs$/, '[$1T$2] ready for work'],
  [/^(\S+) (\S+): Running job: (.*)$/, '[$1T$2] began $3'],
  [/^(\S+) (\S+): Job (.*) completed with result: (\w+)$/, '[$1T$2] ended $3 ($4)'],
  [/^(\S+) (\S+): Runner reconnected\.$/, '[$1T$2] back again'],
  [/^√ Removed (.*)$/, '- $1'],
  [/^Exiting\.\.\.$/, 'Bye.'],
];

function reworded(text: string): string {
  const rewording = rewordings.find(([pattern]) => pattern.test(text));
  return rewording === undefined ? text : text.replace(...rewording);
}
