// Tests of programs as users write them, which stand in files of their own beside the test: `*.program.ts`.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diagnose } from './diagnostics.ts';

/**
 * Defines two tests for each program: it compiles, and a wrong line in it would not.
 *
 * @param beside `import.meta.url` of the test
 */
export function testPrograms(beside: string): void {
  const folder = fileURLToPath(new URL('.', beside));
  const programs = globSync('*.program.ts', { cwd: folder })
    .sort()
    .map((file): [string, string] => [file, readFileSync(folder + file, 'utf8')]);

  test.each(programs)('%s compiles: types are what a user perceives', (_, program) => {
    expect(diagnose(program, beside)).toEqual([]);
  });

  test.each(programs)('the checks of %s can fail', (_, program) => {
    const wrong = 'is<string, number>();';
    expect(diagnose(`${program}${wrong}\n`, beside)).toMatchObject([{ line: wrong }]);
  });
}
