import type { Secret } from '../secret.ts';

/** A registered runner: its id at GitHub and the secret that starts it. */
export interface Registration {
  readonly runnerId: number;
  readonly jitConfig: Secret;
}
