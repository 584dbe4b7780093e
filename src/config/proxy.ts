import { Secret } from '../secret.ts';

/** The proxies of a pool. */
interface Proxy {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly noProxy: readonly string[];
}

/** The variables that tell programs of their proxies, in lower and upper case: programs differ in what they look at. */
export function proxyVariables({ http, https, noProxy }: Proxy): Readonly<Record<string, string>> {
  const values = { http_proxy: http, https_proxy: https, no_proxy: noProxy.join(',') || undefined };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [name, name.toUpperCase()].map((each) => [each, value]),
    ),
  );
}

/** The passwords in the addresses of proxies, as they are written there and as they are meant. */
export function proxySecrets({ http, https }: Proxy): Secret[] {
  const passwords = [http, https].flatMap((address) =>
    address === undefined ? [] : new URL(address).password,
  );
  const forms = new Set(passwords.flatMap((password) => [password, decoded(password)]));
  return [...forms].filter((form) => form !== '').map((form) => new Secret(form));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
