import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/bundle-programs.ts',
    // Real processes and real servers: generous for a slow machine, for a hang only.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // End-to-end tests wait for simulated machines most of the time.
    maxConcurrency: 5,
    maxWorkers: 4,
    // A file has no state of its own in modules; loading them once a worker saves a sixth of the time.
    isolate: false,
    // Programs that the tests start compile once, not once each.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
