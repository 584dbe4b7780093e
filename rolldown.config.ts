import { defineConfig } from 'rolldown';

/** Entries: the command, and the programs of the simulation, which run as processes of their own. */
export default defineConfig({
  input: {
    'sand-poller': 'src/cli/sand-poller.ts',
    'sim-tart': 'src/sim/tart/main.ts',
    'sim-vm': 'src/sim/vm/main.ts',
    'sim-runner': 'src/sim/runner/listener.ts',
  },
  platform: 'node',
  // CommonJS packages ask for these; a module of ours has them by another name.
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  // ssh2 looks for two native helpers and works without them.
  external: [/\.node$/, 'cpu-features'],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name]-[hash].js',
    minify: false,
  },
});
