#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// src/cli/sand-poller.ts
const oldest = 24;
if (Number(process.versions.node.split(".")[0]) < oldest) {
	process.stderr.write(`NODE_TOO_OLD: sand-poller needs Node ${String(oldest)} or newer, this is Node ${process.versions.node}.\n`);
	process.exit(1);
}
const { main } = await import("./main-DBkZa4ts.js");
process.exitCode = await main(process.argv);

export {  };