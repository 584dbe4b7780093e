import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokerMessage, JobMessage, JobResult, SessionReply } from '../../../src/sim/runner/protocol.ts';
import { BrokerClient } from '../../../src/sim/runner/broker-client.ts';
import { readConfiguration, writeConfiguration } from '../../../src/sim/runner/configuration.ts';

/** A runner moved by hand, step by step, without a process of its own. */
export class HandRunner {
  readonly #client: BrokerClient;
  readonly #session: SessionReply;

  private constructor(client: BrokerClient, session: SessionReply) {
    this.#client = client;
    this.#session = session;
  }

  static async connect(jitConfig: string): Promise<HandRunner> {
    const root = await mkdtemp(join(tmpdir(), 'hand-runner-'));
    writeConfiguration(root, jitConfig);
    const configuration = readConfiguration(root);
    await rm(root, { recursive: true });
    if (configuration === undefined) throw new Error('not configured');
    const client = new BrokerClient(configuration.brokerUrl);
    const signal = AbortSignal.timeout(30_000);
    await client.signIn(configuration.assertion, signal);
    const body = { version: '2.336.0', os: 'linux' };
    const session = await client.call<SessionReply>({ method: 'POST', path: 'session', body, signal });
    if (session === undefined) throw new Error('no session');
    return new HandRunner(client, session);
  }

  async message(): Promise<BrokerMessage | undefined> {
    const path = `message?sessionId=${this.#session.sessionId}`;
    return this.#client.call<BrokerMessage>({ method: 'GET', path, signal: AbortSignal.timeout(30_000) });
  }

  async acquire(jobId: number): Promise<JobMessage | undefined> {
    return this.#post<JobMessage>(`jobs/${String(jobId)}/acquire`, {});
  }

  /** Waits for a job and takes it. */
  async take(): Promise<JobMessage> {
    const message = await this.message();
    if (message?.type !== 'RunnerJobRequest') throw new Error('no job came');
    const job = await this.acquire(message.jobId);
    if (job === undefined) throw new Error('the job went to somebody else');
    return job;
  }

  async renew(jobId: number): Promise<void> {
    await this.#post(`jobs/${String(jobId)}/renew`, {});
  }

  async complete(jobId: number, result: JobResult, outputs: Record<string, string> = {}): Promise<void> {
    await this.#post(`jobs/${String(jobId)}/complete`, { result, outputs });
  }

  async #post<Body>(path: string, body: unknown): Promise<Body | undefined> {
    return this.#client.call<Body>({ method: 'POST', path, body, signal: AbortSignal.timeout(30_000) });
  }
}
