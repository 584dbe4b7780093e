import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';

/** One REST call with the valid token; the body is parsed. */
export async function rest(
  github: SimulatedGitHub,
  call: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: any }> {
  const [method = 'GET', path = '/'] = call.split(' ');
  const response = await fetch(github.apiUrl + path, {
    method,
    headers: { authorization: `Bearer ${github.token}`, 'user-agent': 'test', ...options.headers },
    body: options.body === undefined ? null : JSON.stringify(options.body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** Registers a runner at a repository; returns the JIT configuration. */
export async function register(
  github: SimulatedGitHub,
  name: string,
  labels: readonly string[] = ['self-hosted', 'macOS', 'ARM64'],
): Promise<string> {
  const { status, body } = await rest(github, 'POST /repos/acme/app/actions/runners/generate-jitconfig', {
    body: { name, runner_group_id: 1, labels },
  });
  if (status !== 201) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
  return String(body.encoded_jit_config);
}
