import { t as SandError } from "./errors-BzRSwK9f.js";
import { createServer } from "node:http";

// src/observe/http.ts
const plain = "text/plain; charset=utf-8";
/** The text format of Prometheus; its library names the same. */
const metricsType = "text/plain; version=0.0.4; charset=utf-8";
/**
* Serves `/healthz`, `/readyz` and `/metrics` at an address such as `127.0.0.1:9180`: for reading only, nothing secret.
* Rejects with `CONFIG_INVALID` when nobody can listen there.
*/
async function serveHttp(listen, pages) {
	const server = createServer(answerWith(pages));
	const colon = listen.lastIndexOf(":");
	const host = listen.slice(0, colon).replaceAll(/[[\]]/gu, "");
	await new Promise((resolve, reject) => {
		server.on("error", (cause) => reject(new SandError("CONFIG_INVALID", `http.listen: cannot listen at ${listen}`, { cause })));
		server.listen({
			host,
			port: Number(listen.slice(colon + 1))
		}, resolve);
	});
	const address = server.address();
	const port = typeof address === "object" && address !== null ? address.port : 0;
	return {
		url: `http://${listen.slice(0, colon)}:${String(port)}`,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
function answerWith(pages) {
	return (request, response) => {
		const path = request.url?.split("?", 1)[0] ?? "";
		(request.method === "GET" || request.method === "HEAD" ? show(path, pages) : Promise.resolve({
			status: 405,
			text: "only GET\n"
		})).then(({ status, text, type = plain }) => response.writeHead(status, { "content-type": type }).end(text), (error) => response.writeHead(500, { "content-type": plain }).end(`${String(error)}\n`));
	};
}
async function show(path, pages) {
	if (path === "/metrics") return {
		status: 200,
		text: await pages.metrics(),
		type: metricsType
	};
	if (path === "/healthz") return verdict(pages.whyHanging());
	if (path === "/readyz") return verdict(pages.whyNotReady());
	return {
		status: 404,
		text: "there is /healthz, /readyz and /metrics\n"
	};
}
function verdict(reasons) {
	if (reasons.length === 0) return {
		status: 200,
		text: "ok\n"
	};
	return {
		status: 503,
		text: `${reasons.join("\n")}\n`
	};
}

export { serveHttp };