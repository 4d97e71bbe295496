// The gate: what the last release declared against what would be declared now, judged by the compiler itself. A break that the
// comparison of contracts did not announce means that the comparison missed something, and stops the bump.
import ts from 'typescript';
import { methodName } from '../../names.ts';
import type { Finding } from '../diff/change.ts';
import type { Modules } from './modules.ts';

export interface Surface {
  /** Modules of the types package: index.d.ts, openapi.d.ts, schemas.d.ts. */
  readonly types: Modules;
  /** src/generated/groups.ts of the SDK package. */
  readonly groups: string;
}

export interface TypeBreak {
  /** The exported name, or the call. */
  readonly name: string;
  readonly what: 'export removed' | 'argument no longer accepted' | 'result no longer fits';
  readonly detail: string;
}

/** Every way in which code that compiled against `before` would not compile against `after`. */
export function typeBreaks(before: Surface, after: Surface, packageName: string): TypeBreak[] {
  const [old, now] = [exportsOf(before), exportsOf(after)];
  const removed = [...old]
    .filter((name) => !now.has(name))
    .map((name): TypeBreak => ({ name, what: 'export removed', detail: name }));
  return [...removed, ...callBreaks(before, after, packageName)];
}

function exportsOf({ types, groups }: Surface): Set<string> {
  const names = new Set<string>();
  for (const [file, text] of [...types, ['groups.ts', groups] as const]) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      const isExported =
        ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
      if (isExported && (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)))
        names.add(statement.name.text);
    }
  }
  return names;
}

/** Arguments of the old release must still be accepted; data of the new one must still fit where the old one went. */
function callBreaks(before: Surface, after: Surface, packageName: string): TypeBreak[] {
  const names = (surface: Surface): string[] =>
    [...surface.groups.matchAll(/^export (?:interface|type) (\w+?)(Args|Result)\b/gm)].map(
      (match) => `${match[1]}${match[2]}`,
    );
  const common = names(before).filter((name) => names(after).includes(name));
  const lines = common.map((name) =>
    name.endsWith('Args')
      ? `export const ${name} = (old: Old.${name}): New.${name} => old;`
      : `export const ${name} = (now: Data<New.${name}>): Data<Old.${name}> => now;`,
  );
  const head =
    "import type * as Old from './old/groups.ts';\nimport type * as New from './new/groups.ts';\ntype Data<Result> = Result extends { ok: true; data: infer Body } ? Body : never;\n";
  const files = new Map<string, string>([
    ['/gate/gate.ts', head + lines.join('\n')],
    ['/gate/sdk-core.d.ts', CORE],
  ]);
  for (const [side, surface] of [
    ['old', before],
    ['new', after],
  ] as const) {
    for (const [name, text] of surface.types) files.set(`/gate/${side}/types/${name}`, text);
    files.set(
      `/gate/${side}/groups.ts`,
      surface.groups
        .replaceAll(`'${packageName}'`, "'./types/index.d.ts'")
        .replaceAll("'@org/sdk-core'", "'../sdk-core.d.ts'"),
    );
  }
  const headLines = head.split('\n').length - 1;
  return diagnosticsOf(files, '/gate/gate.ts').map(({ line, text }) => {
    const name = common[line - headLines];
    if (name === undefined) throw new Error(`the gate itself does not compile: ${text}`);
    const isArgs = name.endsWith('Args');
    return {
      name: methodName(name.replace(/(Args|Result)$/, '')),
      what: isArgs ? 'argument no longer accepted' : 'result no longer fits',
      detail: text,
    };
  });
}

/** As much of the runtime's types as the results need; the runtime itself does not change in a bump. */
const CORE = `
export interface ApiPromise<T, R> extends Promise<T> { result(): Promise<R> }
export interface PagePromise<Item, Page, R> extends ApiPromise<Page, R> { items: Item }
export interface CallOptions { signal?: unknown }
export interface Success<S, D> { ok: true; status: S; data: D }
export interface Failure<S, E> { ok: false; status: S; error: E }
export type Undeclared<S> = Exclude<number, S>;
export type ErrorOf<R> = Extract<R, { ok: false }>;
export interface PageOptions { readAhead?: boolean }
`;

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2022.d.ts'],
};

function diagnosticsOf(files: ReadonlyMap<string, string>, root: string): { line: number; text: string }[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.directoryExists = (name) => name.startsWith('/gate') || (directoryExists?.(name) ?? true);
  host.getCurrentDirectory = () => '/gate';
  const program = ts.createProgram([root], OPTIONS, host);
  const source = program.getSourceFile(root);
  if (!source) throw new Error(`the gate's own file ${root} is missing`);
  return program.getSemanticDiagnostics(source).map((diagnostic) => ({
    line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line,
    text: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ').slice(0, 400),
  }));
}

/** Breaks that no breaking finding and no pending changeset speaks of. */
export function unannounced(breaks: readonly TypeBreak[], findings: readonly Finding[], pending: string): TypeBreak[] {
  const grave = findings.filter(({ severity }) => severity === 'breaking');
  const calls = new Set(
    grave
      .flatMap(({ reaches, before }) => [...reaches.map(({ call }) => call), String(before)])
      .map((call) => call.split('.').at(-1) ?? ''),
  );
  const names = new Set(grave.map(({ before }) => String(before)));
  const isGroup = (name: string): boolean =>
    name.endsWith('Operations') && grave.some(({ kind }) => kind === 'operation-removed' || kind === 'call-renamed');
  const isOfCall = (name: string): boolean => calls.has(methodName(name.replace(/(Args|Result)$/, '')));
  return breaks.filter(
    ({ name }) =>
      !calls.has(name) &&
      !names.has(name) &&
      !isOfCall(name) &&
      !isGroup(name) &&
      !new RegExp(`\\b${name}\\b`).test(pending),
  );
}
