import { r as __toESM } from "./rolldown-runtime-CoNq6U3z.js";
import { t as require_lib } from "./lib-DNcVIahl.js";

// src/sim/vm/ssh-key.ts
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
/**
* A new ed25519 key pair in OpenSSH's format. About one in 200 that ssh2 1.17 makes cannot be read again, not even by
* itself: such a one is thrown away.
*/
function makeSshKey() {
	for (;;) {
		const pair = import_lib.default.utils.generateKeyPairSync("ed25519");
		if (!(import_lib.default.utils.parseKey(pair.private) instanceof Error)) return pair;
	}
}

export { makeSshKey };