// What a release keeps for the bumps that follow, and the compiler's judgement of a bump by it: do programs that were written against
// the last release still compile? Before the first release, the tree itself stands in.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { readIfThere } from '../../contract/files.ts';
import { entries, type Json, type JsonObject, own } from '../../contract/json.ts';
import { contentOf } from '../../contract/openapi.ts';
import type { Provider } from '../../contract/providers.ts';
import { rebuild } from '../../contract/walk.ts';
import { parseContract } from '../judge.ts';
import { complaintsOf, programOf } from './compile.ts';
import { type Surface, type TypeBreak, typeBreaks } from './gate.ts';

export interface FailedTypeTest extends TypeBreak {
  /** From the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Kept from the last release: nothing there is to be fixed. */
  readonly kept: boolean;
  readonly isOfEquality: boolean;
}

export interface CompilerJudgement {
  readonly breaks: readonly TypeBreak[];
  /** Type tests of the tree that are to be fixed. */
  readonly typeTests: readonly FailedTypeTest[];
}

const MODULES = ['index.d.ts', 'openapi.d.ts', 'schemas.d.ts'];
const GROUPS = 'src/generated/groups.ts';

/** Where an SDK's type tests stand, and where a release keeps a copy of them. */
const IN_TREE = 'test/types/*.program.ts';
const KEPT = 'api/type-tests/*.program.ts';

/** @param files what the bump would write, by absolute path */
export function judgedByCompiler(
  root: string,
  { name }: Provider,
  files: ReadonlyMap<string, string>,
): CompilerJudgement {
  const [types, sdk] = [`${root}packages/${name}-types/`, `${root}packages/${name}-sdk/`];
  const surface = (read: (file: string) => string, kept = ''): Surface => ({
    types: new Map(MODULES.map((file) => [file, read(types + kept + file)])),
    groups: read(sdk + (kept ? kept + basename(GROUPS) : GROUPS)),
  });
  const onDisk = (file: string): string => readIfThere(file) ?? '';
  const [tree, next] = [surface(onDisk), surface((file) => files.get(file) ?? onDisk(file))];
  if (tree.groups === next.groups && MODULES.every((file) => tree.types.get(file) === next.types.get(file)))
    return { breaks: [], typeTests: [] };
  const released = existsSync(`${types}api/index.d.ts`) ? surface(onDisk, 'api/') : tree;
  const failed = failedTypeTests(root, name, files);
  return {
    breaks: [
      ...typeBreaks(released, next, `@org/${name}-types`),
      ...failed.filter(({ kept, isOfEquality }) => kept && !isOfEquality),
    ].map(({ name, what, detail }) => ({ name, what, detail })),
    typeTests: failed.filter(({ kept }) => !kept),
  };
}

/**
 * Type tests are programs as users write them, which must compile; those of the last release and those of the tree are compiled
 * against what a bump would write.
 *
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
    complaintsOf(program, place).map(({ line, text, isOfEquality }): FailedTypeTest => {
      const file = relative(root, place);
      const name = `${file}:${line + 1}`;
      return { name, what: 'type test fails', detail: text, file, line: line + 1, kept, isOfEquality };
    }),
  );
}

/** Import -> source, for every entry of the packages. */
function pathsOf(root: string, packages: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    packages.flatMap((name) => {
      const folder = resolve(root, 'packages', name);
      const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as Json;
      return entries(own(manifest, 'exports')).flatMap(([key, target]) =>
        sourcesOf(folder, target).map((source): [string, string[]] => [`@org/${name}${key.slice(1)}`, [source]]),
      );
    }),
  );
}

/** An entry is built from a file of its name, or from a folder of its name. A package without sources yet has none. */
function sourcesOf(folder: string, target: Json): string[] {
  const types = own(target, 'types') ?? own(own(target, 'import'), 'types');
  if (typeof types !== 'string') return [];
  const built = types.replace('./dist/', 'src/').replace(/^\.\//, '');
  const ends = built.startsWith('src/') ? ['.ts', '/index.ts'] : ['.d.ts'];
  const files = ends.map((end) => resolve(folder, built.replace(/\.d\.ts$/, end)));
  return files.filter((file) => existsSync(file)).slice(0, 1);
}

/** What a release keeps: file -> text. */
export function releasedFiles(root: string, { name }: Provider): Map<string, string> {
  const [types, sdk] = [`${root}packages/${name}-types/`, `${root}packages/${name}-sdk/`];
  const read = (file: string): string => readFileSync(file, 'utf8');
  return new Map([
    ...MODULES.map((file): [string, string] => [`${types}api/${file}`, read(types + file)]),
    [`${types}api/contract.json`, releasedContract(read(`${types}openapi.json`))],
    [`${sdk}api/${basename(GROUPS)}`, read(sdk + GROUPS)],
    ...globSync(IN_TREE, { cwd: sdk }).map((file): [string, string] => [
      `${sdk}${dirname(KEPT)}/${basename(file)}`,
      read(sdk + file),
    ]),
  ]);
}

/** Without texts and examples, which are two thirds of it. Extensions stay: the SDK makes something of them. */
const releasedContract = (openapiJson: string): string => {
  const facts = rebuild(parseContract(openapiJson), 'document', (node, kind) => {
    return Object.fromEntries(Object.entries(node).filter(([key]) => !contentOf(kind, key).text)) as JsonObject;
  });
  return `${JSON.stringify(facts, null, 1)}\n`;
};
