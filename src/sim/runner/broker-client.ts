import { Agent, request } from 'node:http';

/** What the broker answered with a status of 400 or more. */
export class BrokerRefusal extends Error {
  override readonly name = 'BrokerRefusal';
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`the broker answered ${String(status)}`);
    this.status = status;
    this.body = body;
  }
}

/** One call of the broker. `path` is relative to the broker's base. */
export interface BrokerCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** Talks to the broker. Uses `node:http` because its first request is quicker than the first `fetch`. */
export class BrokerClient {
  readonly #base: string;
  readonly #agent = new Agent({ keepAlive: true });
  #token: string | undefined;

  constructor(base: string) {
    this.#base = base;
  }

  /** Exchanges the signed assertion for an access token, used from then on. */
  async signIn(assertion: string, signal: AbortSignal): Promise<void> {
    const body = { client_assertion: assertion };
    const reply = await this.call<{ access_token: string }>({ method: 'POST', path: 'token', body, signal });
    this.#token = reply?.access_token;
  }

  /**
   * Calls the broker; undefined for an empty answer. Rejects with `BrokerRefusal`, with an error of the connection, or
   * with an abort error.
   */
  async call<Body>({ method, path, body, signal }: BrokerCall): Promise<Body | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Body | undefined>();
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
    };
    const outgoing = request(new URL(path, this.#base), { method, headers, agent: this.#agent, signal });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      let answer = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        answer += chunk;
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        const status = incoming.statusCode ?? 0;
        const json: Body | undefined = answer === '' ? undefined : JSON.parse(answer);
        if (status >= firstError) reject(new BrokerRefusal(status, json));
        else resolve(json);
      });
    });
    outgoing.end(text);
    return promise;
  }

  /** Closes idle connections, so that the process can end. */
  close(): void {
    this.#agent.destroy();
  }
}

const firstError = 400;
