import { describe, expect, it } from 'vitest';
import { proxySecrets, proxyVariables } from '../../src/config/proxy.ts';

describe('the proxies of a pool', () => {
  it('become variables in lower and upper case', () => {
    const http = 'http://proxy.example:3128';
    expect(proxyVariables({ http, noProxy: ['localhost', '.corp.example'] })).toStrictEqual({
      http_proxy: http,
      HTTP_PROXY: http,
      no_proxy: 'localhost,.corp.example',
      NO_PROXY: 'localhost,.corp.example',
    });
  });

  it('are nothing when nothing is named', () => {
    expect(proxyVariables({ noProxy: [] })).toStrictEqual({});
    expect(proxySecrets({ noProxy: [] })).toStrictEqual([]);
  });

  it('have secrets: each password, as it is written and as it is meant', () => {
    const http = 'http://me:p%40ss@proxy.example:3128';
    const https = 'http://me:100%25zz%@proxy.example';
    const texts = proxySecrets({ http, https, noProxy: [] }).map((secret) => secret.reveal());
    expect(texts).toContain('p%40ss');
    expect(texts).toContain('p@ss');
    expect(texts.some((text) => text.startsWith('100%25zz'))).toBe(true);
    expect(proxySecrets({ http: 'http://proxy.example', noProxy: [] })).toStrictEqual([]);
  });
});
