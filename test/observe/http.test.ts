import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveHttp, type HttpServer } from '../../src/observe/http.ts';

let server: HttpServer;
let hanging: string[];
let notReady: string[];

beforeEach(async () => {
  [hanging, notReady] = [[], []];
  server = await serveHttp('127.0.0.1:0', {
    whyHanging: () => hanging,
    whyNotReady: () => notReady,
    metrics: () => Promise.resolve('sand_slots 2\n'),
  });
});
afterEach(() => server[Symbol.asyncDispose]());

async function get(path: string, method = 'GET'): Promise<[number, string]> {
  const response = await fetch(`${server.url}${path}`, { method });
  return [response.status, await response.text()];
}

describe('the HTTP server', () => {
  it('says that all is well, and shows the metrics', async () => {
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    expect(await get('/readyz?verbose')).toEqual([200, 'ok\n']);
    expect(await get('/metrics')).toEqual([200, 'sand_slots 2\n']);
  });

  it('says with the reasons when it is not', async () => {
    hanging.push('no tick');
    notReady.push('TART_MISSING: no tart', 'GITHUB_UNREACHABLE: no answer');
    expect(await get('/healthz')).toEqual([503, 'no tick\n']);
    expect(await get('/readyz')).toEqual([503, 'TART_MISSING: no tart\nGITHUB_UNREACHABLE: no answer\n']);
  });

  it.each(['/', '/status', '/stop', '/metrics/'])(
    'controls nothing and knows nothing else: %s',
    async (path) => {
      expect((await get(path))[0]).toBe(404);
    },
  );

  it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
    expect((await get('/metrics', method))[0]).toBe(405);
  });

  it('says which key is wrong when it cannot listen', async () => {
    const taken = new URL(server.url).host;
    await expect(
      serveHttp(taken, { whyHanging: () => [], whyNotReady: () => [], metrics: () => Promise.resolve('') }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: `http.listen: cannot listen at ${taken}` });
  });
});
