// src/sim/tart/mac/thrown.ts
/** The system's code of a thrown value (`ENOENT`), if it has one. */
function errnoOf(thrown) {
	return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : void 0;
}
/** The text of a thrown value. */
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

export { messageOf as n, errnoOf as t };