import { createHash } from 'node:crypto';
import { notFound, type ApiRequest, type Reply } from './reply.ts';
import { inBothScopes, scopeOf, type RunnerParts } from './rest-scope.ts';
import type { Route } from './routes.ts';

/** Operating systems and architectures that there is a runner for; only `osx`, `arm64` is known from the reference. */
const builds = ['osx-x64', 'osx-arm64', 'linux-x64', 'linux-arm', 'linux-arm64', 'win-x64', 'win-arm64'];

/** What a host needs to install a runner: tokens for `config.sh`, downloads, how long a version will do (§1). */
export function applicationRoutes(parts: RunnerParts): Route[] {
  return inBothScopes([
    {
      method: 'POST',
      path: '/registration-token',
      level: 'write',
      handle: (request) => token(parts, request, 'register'),
    },
    {
      method: 'POST',
      path: '/remove-token',
      level: 'write',
      handle: (request) => token(parts, request, 'remove'),
    },
    { method: 'GET', path: '/downloads', level: 'read', handle: (request) => downloads(parts, request) },
    {
      method: 'GET',
      path: '/deprecations/:version',
      level: 'read',
      handle: (request) => deprecation(parts, request),
    },
  ]);
}

/** The simulated runner has no `config.sh` that could use it; the scale-set service takes it. */
function token(parts: RunnerParts, request: ApiRequest, use: 'register' | 'remove'): Reply {
  return { status: 201, body: parts.registrationTokens.issue(scopeOf(parts, request), use) };
}

/** Nothing is there to be downloaded: the checksum is that of the name. */
function downloads(parts: RunnerParts, request: ApiRequest): Reply {
  scopeOf(parts, request);
  const version = parts.settings().latestRunnerVersion;
  const body = builds.map((build) => {
    const [os, architecture] = build.split('-');
    const filename = `actions-runner-${build}-${version}.${os === 'win' ? 'zip' : 'tar.gz'}`;
    const download_url = `https://github.com/actions/runner/releases/download/v${version}/${filename}`;
    const sha256_checksum = createHash('sha256').update(filename).digest('hex');
    return { os, architecture, download_url, filename, sha256_checksum };
  });
  return { status: 200, body };
}

/** That an unknown version gives 404 is not confirmed. */
function deprecation(parts: RunnerParts, request: ApiRequest): Reply {
  scopeOf(parts, request);
  const version = request.params['version'] ?? '';
  const known = parts.settings().runnerVersions[version];
  if (known === undefined) throw notFound();
  return {
    status: 200,
    body: {
      runner_version: version,
      registration_deprecates_at: known.registrationEnd,
      runtime_deprecates_at: known.runtimeEnd,
    },
  };
}
