/** The three sides of the server: REST, the broker of the runners, and the scale-set service. */
export type Side = 'rest' | 'broker' | 'service';

/** Below the web address, whatever the base path of REST is. */
export const tenantPath = '/tenant/123';

/** Which side a path of the server belongs to. */
export function sideOf(path: string): Side {
  if (path.startsWith('/_broker/')) return 'broker';
  return path.startsWith(`${tenantPath}/_apis/`) ? 'service' : 'rest';
}
