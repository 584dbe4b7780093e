import { r as uint64 } from "./arguments-BfInvWcm.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { i as runtimeFailure, o as vmIsRunning } from "./failure-3c0UNveq.js";
import { r as registryFolder, t as digestFile } from "./registry-8w6Blqxc.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { i as openVm, n as isRunning } from "./vm-directory-Bb191Lez.js";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";

// src/sim/tart/commands/push.ts
/** `tart push` (reference/tart.md §2.14): puts a stopped VM into the simulated registry. What it prints is not known. */
const command = {
	grammar: {
		command: "push",
		operands: ["local-name", "remote-names"],
		repeated: true,
		options: {
			insecure: { value: "flag" },
			concurrency: { value: uint64 },
			"chunk-size": { value: uint64 },
			label: {
				value: "text",
				repeatable: true
			},
			"populate-cache": { value: "flag" }
		}
	},
	execute: (args, { home, root }) => {
		const [name = "", ...targets] = args.operands;
		const source = openVm(home, name);
		if (isRunning(source)) throw vmIsRunning(name);
		const digest = `sha256:${randomBytes(32).toString("hex")}`;
		for (const target of targets) {
			const remote = parseRemoteName(target);
			if (remote === void 0) throw runtimeFailure(`failed to parse remote name: ${target}`);
			const folder = registryFolder(root, remote);
			rmSync(folder, {
				recursive: true,
				force: true
			});
			mkdirSync(folder, { recursive: true });
			copyVmFiles(source, folder);
			copyFileSync(join(source, "config.json"), join(folder, "config.json"));
			writeFileSync(join(folder, digestFile), digest);
		}
		return 0;
	}
};

export { command };