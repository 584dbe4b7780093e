import { createServer, type RequestListener } from 'node:http';
import { SandError } from '../errors.ts';

/** What is shown over HTTP. Lists of reasons are empty when all is well. */
export interface Pages {
  readonly whyHanging: () => readonly string[];
  readonly whyNotReady: () => readonly string[];
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
}

/** A server that answers. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
}

interface Page {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

const plain = 'text/plain; charset=utf-8';
/** The text format of Prometheus; its library names the same. */
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/healthz`, `/readyz` and `/metrics` at an address such as `127.0.0.1:9180`: for reading only, nothing secret.
 * Rejects with `CONFIG_INVALID` when nobody can listen there.
 */
export async function serveHttp(listen: string, pages: Pages): Promise<HttpServer> {
  const server = createServer(answerWith(pages));
  const colon = listen.lastIndexOf(':');
  const host = listen.slice(0, colon).replaceAll(/[[\]]/gu, '');
  await new Promise<void>((resolve, reject) => {
    server.on('error', (cause) =>
      reject(new SandError('CONFIG_INVALID', `http.listen: cannot listen at ${listen}`, { cause })),
    );
    server.listen({ host, port: Number(listen.slice(colon + 1)) }, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${listen.slice(0, colon)}:${String(port)}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerWith(pages: Pages): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const readable = request.method === 'GET' || request.method === 'HEAD';
    const shown = readable ? show(path, pages) : Promise.resolve({ status: 405, text: 'only GET\n' });
    shown.then(
      ({ status, text, type = plain }: Page) =>
        response.writeHead(status, { 'content-type': type }).end(text),
      (error: unknown) => response.writeHead(500, { 'content-type': plain }).end(`${String(error)}\n`),
    );
  };
}

async function show(path: string, pages: Pages): Promise<Page> {
  if (path === '/metrics') return { status: 200, text: await pages.metrics(), type: metricsType };
  if (path === '/healthz') return verdict(pages.whyHanging());
  if (path === '/readyz') return verdict(pages.whyNotReady());
  return { status: 404, text: 'there is /healthz, /readyz and /metrics\n' };
}

function verdict(reasons: readonly string[]): Page {
  if (reasons.length === 0) return { status: 200, text: 'ok\n' };
  return { status: 503, text: `${reasons.join('\n')}\n` };
}
