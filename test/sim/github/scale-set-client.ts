import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { rest } from './rest-client.ts';

/** What the service answered; the body is parsed, and `text` is as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: any;
}

/** A listener of the scale-set service that does as it is told, call by call. */
export class ScaleSetClient {
  readonly #github: SimulatedGitHub;
  readonly #url: string;
  readonly #token: string;

  private constructor(github: SimulatedGitHub, { url, token }: { url: string; token: string }) {
    this.#github = github;
    this.#url = url;
    this.#token = token;
  }

  /** The three hops to the service, for `acme/app` or `acme`. */
  static async connect(github: SimulatedGitHub, scope = 'acme/app'): Promise<ScaleSetClient> {
    const { status, body } = await register(github, await registrationToken(github, scope), scope);
    if (status !== 201) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
    return new ScaleSetClient(github, body);
  }

  /** A call with the token of the service: `GET _apis/…`. */
  async call(call: string, body?: unknown): Promise<Answer> {
    const [method = '', path = ''] = call.split(' ');
    return request(method, this.#url + path, { token: this.#token, body });
  }

  /** Makes a set with these labels; returns its id. */
  async createSet(name: string, labels: readonly string[] = [name]): Promise<number> {
    const wish = { name, runnerGroupId: 1, labels: labels.map((label) => ({ type: 'System', name: label })) };
    const { body } = await this.call('POST _apis/runtime/runnerscalesets', wish);
    return body.id;
  }

  async open(set: number, ownerName = 'mac-mini'): Promise<Listener> {
    const { status, text, body } = await this.call(sessionsOf(set), { ownerName });
    if (status !== 200) throw new Error(`${String(status)} ${text}`);
    return new Listener(body, `${this.#url}_apis/runtime/runnerscalesets/${String(set)}`);
  }

  /** Registers a runner of a set. */
  async jit(set: number, name: string): Promise<Answer> {
    return this.call(`POST _apis/runtime/runnerscalesets/${String(set)}/generatejitconfig`, {
      name,
      workFolder: '_work',
    });
  }

  /** A runner of a set that listens for its job. */
  async runner(set: number, name: string): Promise<HandRunner> {
    return HandRunner.connect((await this.jit(set, name)).body.encodedJITConfig);
  }

  /** Starts a run of one job. */
  async start(runsOn: string, name = 'build'): Promise<number> {
    const workflow = `jobs: { ${name}: { runs-on: ${runsOn}, steps: [{ run: "true" }] } }`;
    const path = '.github/workflows/ci.yml';
    const { runId } = await this.#github.runWorkflow({ repository: 'acme/app', path, workflow });
    return runId;
  }
}

/** A session, and its message queue. */
export class Listener {
  readonly session: any;
  readonly #setUrl: string;

  constructor(session: unknown, setUrl: string) {
    this.session = session;
    this.#setUrl = setUrl;
  }

  async poll(capacity: number, lastMessageId?: number): Promise<Answer> {
    const last = lastMessageId === undefined ? '' : `&lastMessageId=${String(lastMessageId)}`;
    const headers = { 'x-scalesetmaxcapacity': String(capacity) };
    return this.#call('GET', this.session.messageQueueUrl + last, { headers });
  }

  /** Polls, acknowledges, and returns the job messages; none for a 202. */
  async take(capacity: number): Promise<any[]> {
    const { status, body, text } = await this.poll(capacity);
    if (status === 202) return [];
    if (status !== 200) throw new Error(`${String(status)} ${text}`);
    await this.acknowledge(body.messageId);
    return JSON.parse(body.body);
  }

  async acknowledge(messageId: number): Promise<Answer> {
    const url = new URL(this.session.messageQueueUrl);
    url.pathname += `/${String(messageId)}`;
    return this.#call('DELETE', url.href);
  }

  async acquire(...ids: number[]): Promise<Answer> {
    return this.#call('POST', `${this.#setUrl}/acquirejobs`, { body: ids });
  }

  async #call(
    method: string,
    url: string,
    options: { body?: unknown; headers?: object } = {},
  ): Promise<Answer> {
    return request(method, url, { token: this.session.messageQueueAccessToken, ...options });
  }
}

export async function registrationToken(github: SimulatedGitHub, scope: string): Promise<string> {
  const prefix = scope.includes('/') ? 'repos' : 'orgs';
  const { body } = await rest(github, `POST /${prefix}/${scope}/actions/runners/registration-token`);
  return body.token;
}

/** The hop from REST to the service. */
export async function register(github: SimulatedGitHub, token: string, scope: string): Promise<Answer> {
  return request('POST', `${github.apiUrl}/actions/runner-registration`, {
    headers: { authorization: `RemoteAuth ${token}` },
    body: { url: `${github.url}/${scope}`, runner_event: 'register' },
  });
}

function sessionsOf(set: number): string {
  return `POST _apis/runtime/runnerscalesets/${String(set)}/sessions`;
}

async function request(
  method: string,
  url: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: object },
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token ?? ''}`, ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = Buffer.from(await response.arrayBuffer()).toString();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text.replace(/^\uFEFF/, ''));
  return { status: response.status, headers: response.headers, text, body: parsed };
}
