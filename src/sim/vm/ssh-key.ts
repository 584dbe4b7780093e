import ssh2 from 'ssh2';

/**
 * A new ed25519 key pair in OpenSSH's format. About one in 200 that ssh2 1.17 makes cannot be read again, not even by
 * itself: such a one is thrown away.
 */
export function makeSshKey(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
