import { Octokit } from '@octokit/core';
import { RequestError } from '@octokit/request-error';
import type { Secret } from '../secret.ts';

/** One call of GitHub's REST API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the API's base URL, without a query. */
  readonly path: string;
  /** The query of a GET, the JSON body of the others. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Makes a GET conditional: the answer may be 304. */
  readonly etag?: string | undefined;
}

/** What GitHub answered, whatever the status. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** Parsed JSON, or the body as text when it was no JSON. */
  readonly data: unknown;
}

/** Sends one call once. Rejects when no whole answer came; those errors may hold secrets and must not leave the room. */
export type Send = (call: Call, token: Secret, signal: AbortSignal) => Promise<Answer>;

/** github-runners.md §0: the version whose fields this room reads. */
const apiVersion = '2022-11-28';

/** Far above a page of 100 jobs with all their steps (about 2 MB). */
const largestBody = 16 * 1024 * 1024;

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The one place that talks to GitHub: an Octokit with pinned API version that keeps nothing but its base URL. */
export function createSend(options: { apiUrl: string; userAgent: string }): Send {
  const octokit = new Octokit({
    baseUrl: options.apiUrl,
    userAgent: options.userAgent,
    log: silent,
    request: { fetch: fetchWhole, log: silent },
  });
  return async ({ method, path, parameters, etag }, token, signal) => {
    const headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token.reveal()}`,
      'x-github-api-version': apiVersion,
      'if-none-match': etag,
    };
    try {
      return await octokit.request({ ...parameters, method, url: path, headers, request: { signal } });
    } catch (error) {
      if (error instanceof RequestError && error.response !== undefined) return error.response;
      throw error;
    }
  };
}

/**
 * Octokit takes a body that breaks off for an empty one. Here the body is read first, so that a cut answer rejects
 * like any other broken connection, and a body without end is refused.
 */
async function fetchWhole(url: string, options: RequestInit): Promise<Response> {
  const { body, status, statusText, headers } = await fetch(url, options);
  const whole = body === null ? null : await readBounded(body);
  return new Response(whole?.length === 0 ? null : whole, { status, statusText, headers });
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > largestBody) throw new Error(`the answer is larger than ${String(largestBody)} bytes`);
  }
  return Buffer.concat(chunks);
}

function ignore(): void {
  // Octokit would print deprecation headers on the console.
}
