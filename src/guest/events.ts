/** What an operator may want to see of a guest. */
export type GuestEvent =
  /** Verified and logged in, over this transport. */
  | { readonly type: 'connected'; readonly transport: string; readonly runnerVersion: string | undefined }
  | { readonly type: 'reconnecting'; readonly reason: string }
  /** Another machine answered. */
  | { readonly type: 'foreign'; readonly transport: string; readonly macAddresses: readonly string[] }
  /** The runner has no GUI session, and why. */
  | { readonly type: 'session-fallback'; readonly obstacle: string };
