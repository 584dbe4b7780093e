import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultScaleSetSettings, scaleSetQuirkNames } from '../../../src/sim/github/scale-sets/settings.ts';

test.each([
  ['The scale-set service (`github.scaleSets`)', Object.keys(defaultScaleSetSettings)],
  ['Quirks of the scale-set service', scaleSetQuirkNames],
])('docs/simulation.md names what there is: %s', async (title, names) => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/simulation.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

  const named = [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name);

  expect(named).toEqual([...names]);
});
