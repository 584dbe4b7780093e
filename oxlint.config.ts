import { defineConfig } from 'oxlint';

/** What each room may import (DESIGN.md §3). A room always may import itself; everything may import `errors.ts`. */
const arrows: Record<string, string[]> = {
  naming: [],
  host: [],
  config: ['naming'],
  sandbox: ['naming'],
  guest: ['naming'],
  github: ['naming'],
  lifecycle: ['sandbox', 'guest', 'github', 'naming'],
  demand: ['github', 'naming'],
  fleet: ['lifecycle', 'demand', 'sandbox', 'github', 'naming'],
  observe: ['fleet', 'lifecycle', 'guest', 'demand', 'naming'],
  sim: [],
};

/** The one home of each outside thing (DESIGN.md §3). */
const homes: Record<string, string[]> = {
  execa: ['sandbox/tart', 'host'],
  ssh2: ['guest', 'sim'],
  '@octokit/*': ['github'],
  '@actions/expressions': ['sim'],
  '@prometheus-io/client': ['observe'],
};

const rooms = [...Object.keys(arrows), 'cli'];

/** The way from a file of a room to `src/`, for files in the room's folder, in its subfolders, and so on. */
const depths = ['../', '../../', '../../../'];

function restrictions(room: string, up: string): { patterns: { group: string[]; message: string }[] } {
  const allowed = arrows[room];
  const closed =
    allowed === undefined ? [] : rooms.filter((other) => other !== room && !allowed.includes(other));
  return {
    patterns: [
      ...closed.map((other) => ({
        group: [`${up}${other}/**`],
        message: `${room} may not import ${other}: the arrows of DESIGN.md §3 point one way.`,
      })),
      ...Object.entries(homes)
        .filter(([, home]) => !home.some((place) => place.split('/')[0] === room))
        .map(([name, home]) => ({ group: [name], message: `${name} lives in ${home.join(', ')} only.` })),
    ],
  };
}

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'promise', 'oxc', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  options: { typeAware: true },
  ignorePatterns: ['dist'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'import/no-cycle': 'error',
    // Retries, polls and undo steps are sequential on purpose.
    'no-await-in-loop': 'off',
    // no-floating-promises sees the real types; this one guesses from the shape of a callback.
    'promise/no-promise-in-callback': 'off',
    // Copies are the point where values are read-only.
    'oxc/no-map-spread': 'off',
    // The compiler's noImplicitReturns knows exhaustive switches, this rule does not.
    'typescript/consistent-return': 'off',
  },
  overrides: rooms.flatMap((room) =>
    depths.map((up, depth) => ({
      files: [`src/${room}/${'*/'.repeat(depth)}*.ts`],
      rules: { 'no-restricted-imports': ['error', restrictions(room, up)] },
    })),
  ),
});
