import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../src/errors.ts';
import { parseScope } from '../../src/github/scope.ts';

function prefixOrCode(url: string): string | undefined {
  try {
    return parseScope(url).prefix;
  } catch (error) {
    return codeOf(error);
  }
}

describe('the scope', () => {
  it.each([
    ['https://github.com/acme', 'organization', 'acme', '/orgs/acme', 'https://api.github.com'],
    ['https://github.com/acme/', 'organization', 'acme', '/orgs/acme', 'https://api.github.com'],
    ['https://github.com/acme/repo', 'repository', 'acme/repo', '/repos/acme/repo', 'https://api.github.com'],
    [
      'https://GitHub.com/Acme/Repo.git',
      'repository',
      'Acme/Repo',
      '/repos/Acme/Repo',
      'https://api.github.com',
    ],
    [
      'https://www.github.com/acme/repo.git/',
      'repository',
      'acme/repo',
      '/repos/acme/repo',
      'https://api.github.com',
    ],
    [
      'https://github.com/acme/.github',
      'repository',
      'acme/.github',
      '/repos/acme/.github',
      'https://api.github.com',
    ],
    ['https://octo.ghe.com/acme', 'organization', 'acme', '/orgs/acme', 'https://api.octo.ghe.com'],
    [
      'https://git.acme.test:8443/mac/x',
      'repository',
      'mac/x',
      '/repos/mac/x',
      'https://git.acme.test:8443/api/v3',
    ],
    [
      'https://github.com/enterprises/acme',
      'enterprise',
      'acme',
      '/enterprises/acme',
      'https://api.github.com',
    ],
    [
      'https://git.acme.test/Enterprises/acme/',
      'enterprise',
      'acme',
      '/enterprises/acme',
      'https://git.acme.test/api/v3',
    ],
    ['http://127.0.0.1:99/acme', 'organization', 'acme', '/orgs/acme', 'http://127.0.0.1:99/api/v3'],
    ['http://[::1]:99/acme', 'organization', 'acme', '/orgs/acme', 'http://[::1]:99/api/v3'],
  ])('of %s is an %s named %s', (url, kind, name, prefix, apiUrl) => {
    expect(parseScope(url)).toStrictEqual({ kind, name, prefix, apiUrl });
  });

  it('takes a given API address without its trailing slash', () => {
    expect(parseScope('https://github.com/acme', 'https://proxy.test/github/').apiUrl).toBe(
      'https://proxy.test/github',
    );
  });

  it.each([
    'github.com/acme',
    'http://github.com/acme',
    'ssh://git@github.com/acme/repo',
    'https://github.com',
    'https://github.com/acme/repo/settings',
    'https://github.com/acme/re%2Fpo',
    'https://github.com/acme/.git',
    'https://github.com/acme?tab=repositories',
    'https://github.com/-acme',
    'https://github.com/enterprises',
    'https://github.com/enterprises/acme/app',
    'https://github.com/enterprises/-acme',
    '',
  ])('refuses %j', (url) => {
    expect(() => parseScope(url)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('does not repeat a password that stands in the URL', () => {
    expect(() => parseScope('https://me:hunter2@github.com/acme')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('never lets a path through that leads elsewhere in the API', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webPath(), fc.string()), (path) => {
        expect(prefixOrCode(`https://github.com/${path}`)).toMatch(
          /^(CONFIG_INVALID|\/(?:orgs|enterprises)\/[\w-]+|\/repos\/[\w-]+\/[\w.-]+)$/,
        );
      }),
    );
  });

  it('reads back every account and repository', () => {
    const account = fc
      .stringMatching(/^[A-Za-z\d][A-Za-z\d-]{0,38}$/)
      .filter((name) => name.toLowerCase() !== 'enterprises');
    const repository = fc.stringMatching(/^[\w-]{1,100}$/);
    fc.assert(
      fc.property(account, repository, fc.constantFrom('', '/', '.git', '.git/'), (owner, name, end) => {
        expect(parseScope(`https://github.com/${owner}/${name}${end}`).name).toBe(`${owner}/${name}`);
      }),
    );
  });
});
