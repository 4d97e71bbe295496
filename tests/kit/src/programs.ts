// Tests of programs as users write them: those that compile stand in files of their own beside the test, `*.program.ts`; mistakes
// are single lines.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { type Diagnostic, diagnose } from './diagnostics.ts';

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

/** What somebody does wrong, the line that does it, and what TypeScript reports of it. */
export type Mistake = [what: string, line: string, message: string];

/**
 * Defines a test for each mistake: it is one diagnostic, on its own line, with exactly this message.
 *
 * @param beside `import.meta.url` of the test
 * @param before what the lines need: imports and a client, without a mistake
 */
export function testMistakes(beside: string, before: readonly string[], mistakes: readonly Mistake[]): void {
  // One program for all: most of the time goes into reading the packages' types.
  let diagnostics: Diagnostic[] = [];
  beforeAll(() => {
    diagnostics = diagnose([...before, ...mistakes.map(([, line]) => line)].join('\n'), beside);
  });

  test.each(mistakes)('one diagnostic names %s', (_, line, message) => {
    expect(diagnostics.filter((one) => one.line === line)).toEqual([{ line, message }]);
  });

  test('no line but the mistakes has a diagnostic', () => {
    const lines = new Set(mistakes.map(([, line]) => line));
    expect(diagnostics.filter((one) => !lines.has(one.line))).toEqual([]);
  });
}
