#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// Node 20 and 22 can read this file, but not what it imports: the version is looked at first.
const oldest = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < oldest) {
  process.stderr.write(
    `NODE_TOO_OLD: sand-poller needs Node ${String(oldest)} or newer, this is Node ${process.versions.node}.\n`,
  );
  process.exit(1);
}
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv);
