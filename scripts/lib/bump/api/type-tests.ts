// Type tests: programs as users write them, which must compile. Those of the last release and those of the tree are compiled against
// the types that a bump would write, in memory.
import { globSync, readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import ts from 'typescript';
import { complaintsOf, programOf } from './compile.ts';
import type { TypeBreak } from './gate.ts';
import { namesBehind } from './names-behind.ts';
import { entriesOf } from './report.ts';

export interface FailedTypeTest extends TypeBreak {
  /** From the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Kept from the last release: nothing there is to be mended. */
  readonly kept: boolean;
  readonly about: ReadonlySet<string>;
}

/** Where an SDK's type tests stand, and where a release keeps a copy of them. */
export const TYPE_TESTS = { tree: 'test/types/*.program.ts', kept: 'api/type-tests/*.program.ts' } as const;

/**
 * @param texts what the bump would write, by absolute path
 */
export function failedTypeTests(root: string, provider: string, texts: ReadonlyMap<string, string>): FailedTypeTest[] {
  const sdk = resolve(root, `packages/${provider}-sdk`);
  const [kept, tree] = [globSync(TYPE_TESTS.kept, { cwd: sdk }), globSync(TYPE_TESTS.tree, { cwd: sdk })];
  const programs = [...kept, ...tree].sort().map((file) => resolve(sdk, file));
  if (programs.length === 0) return [];
  const program = programOf(programs, texts, {
    // An editor's and a user's: nothing of Node.
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    // From the sources, so that nothing has to be built.
    paths: pathsOf(root, [`${provider}-sdk`, `${provider}-types`, 'sdk-core']),
  });
  return programs.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    return complaintsOf(program, file).map(
      ({ start, line, text }): FailedTypeTest => ({
        name: `${relative(root, file)}:${line + 1}`,
        what: 'type test fails',
        detail: text,
        file: relative(root, file),
        line: line + 1,
        kept: kept.some((one) => resolve(sdk, one) === file),
        about: namesBehind(source, start),
      }),
    );
  });
}

/** Import -> source, for every entry of the packages. */
function pathsOf(root: string, packages: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    packages.flatMap((name) => {
      const folder = resolve(root, 'packages', name);
      return entriesOf(folder).map(({ name: entry, source }) => [
        entry === 'index' ? `@org/${name}` : `@org/${name}/${entry}`,
        [resolve(folder, source)],
      ]);
    }),
  );
}

/** What a release keeps: file -> text. */
export function keptTypeTests(sdk: string): Map<string, string> {
  return new Map(
    globSync(TYPE_TESTS.tree, { cwd: sdk }).map((file) => [
      resolve(sdk, 'api/type-tests', basename(file)),
      readFileSync(resolve(sdk, file), 'utf8'),
    ]),
  );
}
