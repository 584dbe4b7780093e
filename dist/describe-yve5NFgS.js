import { t as SandError } from "./errors-BzRSwK9f.js";

// src/observe/describe.ts
const describers = {
	preparing: ({ pool, image }) => info("making an image ready", {
		pool,
		image
	}),
	starting: ({ sandbox, pool, job }) => job === void 0 ? info("starting a standby", {
		sandbox,
		pool
	}) : info("starting a sandbox", {
		sandbox,
		pool,
		job: job.name,
		url: job.url
	}),
	taking: ({ sandbox, pool, job }) => info("a standby gets a job", {
		sandbox,
		pool,
		job: job.name,
		url: job.url
	}),
	adopting: ({ sandbox, pool }) => info("taking over a sandbox that was left running", {
		sandbox,
		pool
	}),
	holding: ({ job, why, pool }) => {
		const fields = {
			job: job.name,
			url: job.url
		};
		if (why === "covered") return debug("a sandbox is ready for a job", fields);
		if (why !== "no-pool") return info("a job has to wait", {
			...fields,
			why,
			pool
		});
		const error = new SandError("NO_POOL", `no pool has the labels ${job.labels.join(", ")}`);
		return warn("no pool serves a job", {
			...fields,
			...failure(error)
		});
	},
	phase: ({ sandbox, phase }) => phase === "held" ? info("holding the sandbox of a failed job", {
		sandbox,
		phase,
		enter: `sand-poller ssh ${sandbox}`
	}) : debug("phase", {
		sandbox,
		phase
	}),
	"runner-started": ({ sandbox, transport, session }) => info("runner started", {
		sandbox,
		transport,
		session
	}),
	"runner-line": ({ sandbox, text }) => debug("runner", {
		sandbox,
		text
	}),
	"job-started": ({ sandbox, job }) => info("job started", {
		sandbox,
		job
	}),
	"job-ended": ({ sandbox, job, result }) => info("job ended", {
		sandbox,
		job,
		result
	}),
	"ending-early": ({ sandbox, error }) => warn("ending a runner early", {
		sandbox,
		...failure(error)
	}),
	"undo-failed": ({ sandbox, error }) => problem("could not clean up", {
		sandbox,
		...failure(error)
	}),
	"evidence-failed": ({ sandbox, error }) => warn("could not keep evidence", {
		sandbox,
		...failure(error)
	}),
	finished: ({ record }) => {
		const { sandbox, job, result, error, unused, left, phases, waitedMs, reclaimedBytes } = record;
		const fields = {
			sandbox,
			job,
			result,
			waitedMs,
			phases,
			reclaimedBytes
		};
		if (left) return info("left a sandbox running", fields);
		if (unused) return info("standby was not needed any more", fields);
		if (error === void 0) return info("sandbox finished", fields);
		return warn("sandbox finished with a problem", {
			...fields,
			...failure(error)
		});
	},
	"demand-failed": ({ error }) => warn("cannot ask GitHub for jobs", failure(error)),
	"sandbox-removed": ({ sandbox }) => info("a VM could be deleted after all", { sandbox }),
	"sandbox-kept": ({ sandbox }) => problem("a VM is still there: delete it with tart delete", { sandbox }),
	"stray-removed": ({ sandbox }) => info("stray registration removed", { sandbox }),
	"stray-kept": ({ sandbox }) => warn("stray registration left to GitHub", { sandbox }),
	reaped: ({ sandbox }) => info("sandbox without a future deleted", { sandbox }),
	"reap-skipped": ({ error }) => warn("could not compare with the host or GitHub", failure(error)),
	"reap-failed": ({ sandbox, error }) => problem("could not delete a sandbox without a future", {
		sandbox,
		...failure(error)
	}),
	guest: ({ sandbox, event }) => {
		const { type, ...fields } = event;
		return {
			level: type === "connected" ? "debug" : "warn",
			message: `guest ${type}`,
			fields: {
				sandbox,
				...fields
			}
		};
	},
	"waiting-for-github": ({ error, ms }) => warn("waiting before asking GitHub again", {
		ms,
		...failure(error)
	}),
	stopping: ({ signal, way }) => info(way === "end" ? "stopping: VMs are ended and deleted" : "stopping: running jobs are left alone", { signal }),
	drained: () => info("drained: nothing new is taken until `sand-poller resume`", {}),
	resumed: () => info("jobs are taken again", {}),
	reloaded: ({ added, changed, removed, restart, warnings }) => {
		const fields = {
			added,
			changed,
			removed,
			restart,
			warnings
		};
		if (restart.length === 0) return info("configuration read again", fields);
		return warn("configuration read again; some keys need a restart to apply", fields);
	},
	"reload-failed": ({ error }) => warn("the configuration is wrong: the one before stays in use", failure(error)),
	listening: ({ url }) => info("health and metrics are served", { url }),
	"notify-failed": ({ error }) => warn("could not tell the program of onProblem", failure(error)),
	audience: ({ audience }) => info("who can use the runners of this host", { ...audience }),
	warning: ({ text }) => warn(text, {})
};
/** The log line of an event. */
function describeEvent(event) {
	return describers[event.type](event);
}
/** The fields of an error in a log line. */
function failure(error) {
	return {
		code: error.code,
		error: error.message,
		remedy: error.remedy
	};
}
function debug(message, fields) {
	return {
		level: "debug",
		message,
		fields
	};
}
function info(message, fields) {
	return {
		level: "info",
		message,
		fields
	};
}
function warn(message, fields) {
	return {
		level: "warn",
		message,
		fields
	};
}
function problem(message, fields) {
	return {
		level: "error",
		message,
		fields
	};
}

export { describeEvent as t };