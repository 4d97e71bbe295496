// Type tests: programs as users write them, which must compile. Those of the last release and those of the tree are compiled against
// the types that a bump would write, in memory.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { complaintsOf, programOf, sourceOf } from './compile.ts';
import type { TypeBreak } from './gate.ts';
import { namesBehind } from './names-behind.ts';
import { entriesOf } from './report.ts';

export interface FailedTypeTest extends TypeBreak {
  /** From the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Kept from the last release: nothing there is to be fixed. */
  readonly kept: boolean;
  readonly about: ReadonlySet<string>;
}

/** Where an SDK's type tests stand, and where a release keeps a copy of them. */
const IN_TREE = 'test/types/*.program.ts';
const KEPT = 'api/type-tests/*.program.ts';

/**
 * @param texts what the bump would write, by absolute path
 */
export function failedTypeTests(root: string, provider: string, texts: ReadonlyMap<string, string>): FailedTypeTest[] {
  const sdk = resolve(root, `packages/${provider}-sdk`);
  const programs = [true, false].flatMap((kept) =>
    globSync(kept ? KEPT : IN_TREE, { cwd: sdk })
      .sort()
      .map((file) => ({ kept, place: resolve(sdk, file) })),
  );
  if (programs.length === 0) return [];
  const places = programs.map(({ place }) => place);
  const program = programOf(places, texts, {
    // An editor's and a user's: nothing of Node.
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    // From the sources, so that nothing has to be built.
    paths: pathsOf(root, [`${provider}-sdk`, `${provider}-types`, 'sdk-core']),
  });
  return programs.flatMap(({ kept, place }) =>
    complaintsOf(program, place).map(({ start, line, text }): FailedTypeTest => {
      const file = relative(root, place);
      const about = namesBehind(sourceOf(program, place), start);
      return { name: `${file}:${line + 1}`, what: 'type test fails', detail: text, file, line: line + 1, kept, about };
    }),
  );
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
    globSync(IN_TREE, { cwd: sdk }).map((file) => [
      resolve(sdk, dirname(KEPT), basename(file)),
      readFileSync(resolve(sdk, file), 'utf8'),
    ]),
  );
}
