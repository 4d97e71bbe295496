// Over the same corpus: where Optic and we disagree on whether a change breaks, each case is listed with its reason.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pairs } from '../../scripts/bump/test/support/corpus.ts';
import { opticBreaks } from './optic.ts';

interface Disagreement {
  readonly optic: 'breaking' | 'not breaking';
  readonly ours: 'breaking' | 'not breaking';
  readonly why: string;
}

const explained = JSON.parse(readFileSync(new URL('./disagreements.json', import.meta.url), 'utf8')) as Record<
  string,
  Disagreement
>;

test('Optic and we agree on what breaks, but for the listed cases', async () => {
  const found: Record<string, Pick<Disagreement, 'optic' | 'ours'>> = {};
  let agreed = 0;
  for (const { name, before, after, expected } of pairs()) {
    const optic = (await opticBreaks(before, after)).length > 0 ? 'breaking' : 'not breaking';
    const ours = expected.some(([severity]) => severity === 'breaking') ? 'breaking' : 'not breaking';
    if (optic === ours) agreed++;
    else found[name] = { optic, ours };
  }
  console.log(`Optic: ${agreed} of ${pairs().length} alike, ${Object.keys(found).length} not`);
  if (process.env.SHOW) console.log(JSON.stringify(found, null, 1));
  const listed = Object.fromEntries(
    Object.entries(explained).map(([name, { optic, ours }]) => [name, { optic, ours }]),
  );
  assert.deepEqual(found, listed);
  for (const [name, { why }] of Object.entries(explained)) assert.ok(why.length > 20, `${name} needs its reason`);
});
