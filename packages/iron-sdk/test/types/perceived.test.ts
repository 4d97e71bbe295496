// Programs as users write them: what an editor shows, and what narrows. Compiled against the built package; a bump compiles them, and
// those that the last release kept, against the types it would write.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagnose } from '../../../sandbox/src/testing/diagnostics.ts';

const programs = globSync('*.program.ts', { cwd: import.meta.dirname })
  .sort()
  .map((file): [string, string] => [file, readFileSync(`${import.meta.dirname}/${file}`, 'utf8')]);

test.each(programs)('%s compiles: types are what a user perceives', (_, program) => {
  expect(diagnose(program, import.meta.url)).toEqual([]);
});

test.each(programs)('the checks of %s can fail', (_, program) => {
  const wrong = 'is<string, number>();';
  expect(diagnose(`${program}${wrong}\n`, import.meta.url)).toMatchObject([{ line: wrong }]);
});
