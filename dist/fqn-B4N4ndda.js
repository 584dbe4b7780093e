import { t as printLine } from "./command-B2nkS0nx.js";
import { a as vmDoesNotExist } from "./failure-3c0UNveq.js";
import { r as cachedImage } from "./oci-cache-SYSeIKi3.js";
import { n as parseRemoteName, t as formatRemoteName } from "./remote-name-ytGLJnpS.js";
import { basename } from "node:path";

// src/sim/tart/commands/fqn.ts
/** `tart fqn` (reference/tart.md §2.14): the digest of a cached image; a local name as it is, existing or not. */
const command = {
	grammar: {
		command: "fqn",
		operands: ["name"],
		options: {}
	},
	execute: (args, { home }) => {
		const name = args.operand(0);
		const remote = parseRemoteName(name);
		const image = remote && cachedImage(home, remote);
		if (remote !== void 0 && image === void 0) throw vmDoesNotExist(name);
		printLine(remote === void 0 ? name : formatRemoteName(remote, basename(image ?? "")));
		return 0;
	}
};

export { command };