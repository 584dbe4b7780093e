import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { makeSshKey } from '../../../src/sim/vm/ssh-key.ts';

it('makes only keys that can be read again', () => {
  const keys = Array.from({ length: 1000 }, () => ssh2.utils.parseKey(makeSshKey().private));

  expect(keys.filter((key) => key instanceof Error)).toEqual([]);
});
