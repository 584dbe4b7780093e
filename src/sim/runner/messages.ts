import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerMessage, SessionReply } from './protocol.ts';
import { BrokerRefusal, type BrokerClient } from './broker-client.ts';
import { removeConfiguration, type RunnerConfiguration } from './configuration.ts';
import type { DiagnosticLog } from './diagnostics.ts';
import { exitCodes } from './session.ts';
import { reportLost, reportRegained, terminal, type Connection } from './terminal.ts';

/** A runner that has a session. */
export interface ConnectedRunner {
  readonly root: string;
  readonly version: string;
  readonly configuration: RunnerConfiguration;
  readonly client: BrokerClient;
  readonly connection: Connection;
  readonly session: SessionReply;
  /** The environment that steps start from. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborts when a signal asks the runner to end. */
  readonly shutdown: AbortSignal;
  readonly diagnostics: DiagnosticLog;
}

const reconnectMs = 500;

/** The next message, undefined when there was none, or the exit code that ends the listener. */
export async function nextMessage(
  { client, connection, session, version, root, env }: ConnectedRunner,
  signal: AbortSignal,
): Promise<BrokerMessage | number | undefined> {
  const query = new URLSearchParams({
    sessionId: session.sessionId,
    status: 'Online',
    runnerVersion: version,
    os: process.platform,
    architecture: process.arch,
    disableUpdate: 'false',
  });
  try {
    const path = `message?${query.toString()}`;
    const message = await client.call<BrokerMessage>({ method: 'GET', path, signal });
    reportRegained(connection);
    return message;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BrokerRefusal && error.status === 404) {
      terminal.error('The runner no longer exists on the server. Cleaning up local configuration.');
      for (const line of removeConfiguration(root)) terminal.line(line);
      return exitCodes.done;
    }
    if (error instanceof BrokerRefusal && error.status === 403) {
      terminal.error(
        `An error occurred: Runner version v${version} is deprecated and cannot receive messages.`,
      );
      const asked = env['ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE'] === '1';
      return asked ? exitCodes.versionDeprecated : exitCodes.terminatedError;
    }
    reportLost(connection, error);
    await delay(reconnectMs, undefined, { signal });
    return undefined;
  }
}
