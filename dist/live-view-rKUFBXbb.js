import { t as createLogUpdate } from "./log-update-fDVTtSq4.js";
import { t as describeEvent } from "./describe-yve5NFgS.js";

// src/observe/live-view.ts
const redrawMs = 100;
/** Shows what each sandbox is doing, redrawn in place; finished ones and problems scroll by above. */
function createLiveView() {
	const rows = /* @__PURE__ */ new Map();
	const held = /* @__PURE__ */ new Set();
	const update = createLogUpdate(process.stdout, { showCursor: false });
	const draw = () => update(render([...rows.values()], held.size, Date.now()));
	const timer = setInterval(draw, redrawMs);
	return {
		emit(event) {
			follow(event, rows, held);
			const line = lastingLine(event);
			if (line !== void 0) update.persist(line);
			draw();
		},
		[Symbol.dispose]() {
			clearInterval(timer);
			update.clear();
			update.done();
		}
	};
}
function follow(event, rows, held) {
	if (event.type === "holding") {
		if (event.why === "covered") held.delete(event.job.name);
		else held.add(event.job.name);
	}
	if (event.type === "starting") {
		const job = event.job?.name ?? "(standby)";
		held.delete(job);
		rows.set(event.sandbox, {
			sandbox: event.sandbox,
			startedAt: Date.now(),
			job,
			phase: "prepare"
		});
	}
	const row = "sandbox" in event ? rows.get(event.sandbox) : void 0;
	if (row !== void 0 && event.type === "phase") row.phase = event.phase;
	if (row !== void 0 && event.type === "job-started") {
		row.job = event.job;
		held.delete(event.job);
	}
	if (event.type === "finished") rows.delete(event.record.sandbox);
}
/** What stays on the screen: results, and whatever an operator should not miss. */
function lastingLine(event) {
	if (event.type === "finished") {
		const { job, result, sandbox, error } = event.record;
		return `${result ?? error?.code ?? "ended"}  ${job ?? "(no job)"}  in ${sandbox}`;
	}
	const { level, message } = describeEvent(event);
	return level === "warn" || level === "error" || event.type === "stopping" ? message : void 0;
}
function render(rows, held, now) {
	return [...rows.map(({ sandbox, job, phase, startedAt }) => {
		const age = ((now - startedAt) / 1e3).toFixed(1);
		return `  VM ${sandbox.slice(-6)}  ${phase.padEnd(8)}  ${age.padStart(5)} s  ${job}`;
	}), ...held > 0 ? [`  ${String(held)} more waiting for a slot`] : []].join("\n");
}

export { createLiveView };