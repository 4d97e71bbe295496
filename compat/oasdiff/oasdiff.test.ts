// Over the same corpus: where oasdiff and we disagree on whether a change breaks, each case is listed with its reason.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pairs } from '../../scripts/bump/test/support/corpus.ts';
import { oasdiffBreaks } from './oasdiff.ts';

interface Disagreement {
  readonly oasdiff: 'breaking' | 'not breaking';
  readonly ours: 'breaking' | 'not breaking';
  readonly why: string;
}

const explained = JSON.parse(readFileSync(new URL('./disagreements.json', import.meta.url), 'utf8')) as Record<
  string,
  Disagreement
>;

test('oasdiff and we agree on what breaks, but for the listed cases', async () => {
  const found: Record<string, Pick<Disagreement, 'oasdiff' | 'ours'>> = {};
  let agreed = 0;
  for (const { name, before, after, expected } of pairs()) {
    const oasdiff = (await oasdiffBreaks(before, after)).length > 0 ? 'breaking' : 'not breaking';
    const ours = expected.some(([severity]) => severity === 'breaking') ? 'breaking' : 'not breaking';
    if (oasdiff === ours) agreed++;
    else found[name] = { oasdiff, ours };
  }
  console.log(`oasdiff: ${agreed} of ${pairs().length} alike, ${Object.keys(found).length} not`);
  if (process.env.SHOW) console.log(JSON.stringify(found, null, 1));
  const listed = Object.fromEntries(
    Object.entries(explained).map(([name, { oasdiff, ours }]) => [name, { oasdiff, ours }]),
  );
  assert.deepEqual(found, listed);
  for (const [name, { why }] of Object.entries(explained)) assert.ok(why.length > 20, `${name} needs its reason`);
});
