// The gate: what the last release declared against what would be declared now, judged by the compiler itself. A break that the
// comparison of contracts did not announce means that the comparison missed something, and stops the bump.
import ts from 'typescript';
import { methodName } from '../../contract/names.ts';
import { type Check, checksOf, HEAD, type Surface } from './checks.ts';
import { complaintsOf, programOf } from './compile.ts';
import { functionsOf, lostFields } from './lost-fields.ts';

export interface TypeBreak {
  /** The exported name, the call, or the webhook. */
  readonly name: string;
  readonly what: 'export removed' | Check['what'] | 'field gone' | 'type test fails';
  readonly detail: string;
  /** Names of which one has to be announced; `name` itself where left out. */
  readonly about?: ReadonlySet<string>;
}

/** Every way in which code that compiled against `before` would not compile against `after`. */
export function typeBreaks(before: Surface, after: Surface, packageName: string): TypeBreak[] {
  const [old, now] = [exportsOf(before), exportsOf(after)];
  const removed = [...old]
    .filter((name) => !now.has(name))
    .map((name): TypeBreak => ({ name, what: 'export removed', detail: name }));
  return [...removed, ...failedChecks(before, after, packageName)];
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

const PLACE = '/gate';

function failedChecks(before: Surface, after: Surface, packageName: string): TypeBreak[] {
  const checks = checksOf(before, after);
  const files = new Map<string, string>([
    [`${PLACE}/gate.ts`, HEAD + checks.map(({ code }) => code).join('\n')],
    [`${PLACE}/sdk-core.d.ts`, CORE],
  ]);
  for (const [side, surface] of [
    ['old', before],
    // As code that reads takes it: a value that is new to an open enum is no break there.
    ['read', { ...before, types: new Map([...before.types].map(([file, text]) => [file, anyUnlisted(text)])) }],
    ['new', after],
  ] as const) {
    for (const [name, text] of surface.types) files.set(`${PLACE}/${side}/types/${name}`, text);
    files.set(
      `${PLACE}/${side}/groups.ts`,
      surface.groups
        .replaceAll(`"${packageName}"`, '"./types/index.d.ts"')
        .replaceAll("'@org/sdk-core'", "'../sdk-core.d.ts'"),
    );
  }
  const headLines = HEAD.split('\n').length - 1;
  const program = programOf([`${PLACE}/gate.ts`], files, { lib: ['lib.es2022.d.ts'] });
  const nameOf = ({ what, name }: Check): string => (what === 'webhook no longer fits' ? name : methodName(name));
  const failed = complaintsOf(program, `${PLACE}/gate.ts`).map(({ line, text }): TypeBreak => {
    const check = checks[line - headLines];
    if (check === undefined) throw new Error(`the gate itself does not compile: ${text}`);
    return { name: nameOf(check), what: check.what, detail: text };
  });
  const gone = functionsOf(program, `${PLACE}/gate.ts`).flatMap(([from, to], index) => {
    const check = checks[index];
    if (check === undefined) return [];
    const [was, is] = check.what === 'argument no longer accepted' ? [from, to] : [to, from];
    const fields = lostFields(program.getTypeChecker(), was, is);
    return fields.map((field): TypeBreak => ({ name: nameOf(check), what: 'field gone', detail: field }));
  });
  return [...failed, ...gone];
}

/** The declaration of `Unlisted`, so that it takes every string. */
const anyUnlisted = (text: string): string =>
  text.replace(/(export type Unlisted = string & \{)\s*readonly __unlisted: true;\s*\}/, '$1}');

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
