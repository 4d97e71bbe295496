// The gate: what the last release declared against what would be declared now, judged by the compiler itself, in a program of one
// line for each way in which two surfaces must still fit each other.
import ts from 'typescript';
import { methodName } from '../../contract/operations.ts';
import { complaintsOf, functionsOf, lostFields, programOf } from './compile.ts';

/** Path from the package's root -> declarations. */
export type Modules = ReadonlyMap<string, string>;

/** What a release declares. */
export interface Surface {
  /** Modules of the types package: index.d.ts, openapi.d.ts, schemas.d.ts. */
  readonly types: Modules;
  /** src/generated/groups.ts of the SDK package. */
  readonly groups: string;
}

interface Check {
  /** Of the call or the webhook, as the types spell it. */
  readonly name: string;
  readonly what:
    | 'argument no longer accepted'
    | 'result no longer fits'
    | 'error no longer fits'
    | 'webhook no longer fits';
  /** One line that compiles where it does fit. */
  readonly code: string;
}

export interface TypeBreak {
  /** The exported name, the call, or the webhook. */
  readonly name: string;
  readonly what: 'export removed' | Check['what'] | 'field gone' | 'type test fails';
  readonly detail: string;
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

/** Errors are compared by the statuses that the old release declared, with 999 for all the others. */
const HEAD = `import type * as Old from './old/groups.ts';
import type * as New from './new/groups.ts';
import type * as OldRead from './read/groups.ts';
import type * as OldReadTypes from './read/types/index.d.ts';
import type * as NewTypes from './new/types/index.d.ts';
type Data<Result> = Result extends { ok: true; data: infer Body } ? Body : never;
type Statuses<Result> = Result extends { ok: false; status: infer Status } ? (number extends Status ? 999 : Status & number) : never;
type ErrorAt<Result, Status> = Result extends { ok: false; status: infer S; error: infer Body } ? (Status extends S ? Body : never) : never;
type Sent<Hook> = Hook extends { post: { requestBody?: { content: infer Content } } } ? Content : never;
`;

/** Arguments of the old release must still be accepted; what the new one gives must still fit where the old one's went. */
function checksOf(before: Surface, after: Surface): Check[] {
  const [old, now] = [callNames(before), callNames(after)];
  const both = (kind: 'Args' | 'Result'): string[] =>
    [...old].filter((name) => name.endsWith(kind) && now.has(name)).map((name) => name.slice(0, -kind.length));
  const hooks = webhookNames(after);
  return [
    ...both('Args').map((name): Check => {
      const code = `export const ${name}Args = (old: Old.${name}Args): New.${name}Args => old;`;
      return { name, what: 'argument no longer accepted', code };
    }),
    ...both('Result').flatMap((name): Check[] => {
      const result = `export const ${name}Result = (now: Data<New.${name}Result>): Data<OldRead.${name}Result> => now;`;
      const errors = `export const ${name}Errors = (now: ${errorsOf('New', name)}): ${errorsOf('OldRead', name)} => now;`;
      return [
        { name, what: 'result no longer fits', code: result },
        { name, what: 'error no longer fits', code: errors },
      ];
    }),
    ...webhookNames(before)
      .filter((name) => hooks.includes(name))
      .map((name, index): Check => {
        const [old, now] = ['OldReadTypes', 'NewTypes'].map(
          (side) => `Sent<${side}.webhooks[${JSON.stringify(name)}]>`,
        );
        return {
          name,
          what: 'webhook no longer fits',
          code: `export const hook${index} = (now: ${now}): ${old} => now;`,
        };
      }),
  ];
}

/** Spelled out: of two uses of one generic type the compiler compares the arguments, and would find these alike. */
const errorsOf = (side: 'OldRead' | 'New', name: string): string =>
  `{ [Status in Statuses<Old.${name}Result>]: ErrorAt<${side}.${name}Result, Status> }`;

const callNames = ({ groups }: Surface): Set<string> =>
  new Set([...groups.matchAll(/^export (?:interface|type) (\w+?(?:Args|Result))\b/gm)].map(([, name = '']) => name));

function webhookNames({ types }: Surface): string[] {
  const source = ts.createSourceFile('openapi.d.ts', types.get('openapi.d.ts') ?? '', ts.ScriptTarget.ES2022);
  const hooks = source.statements
    .filter(ts.isInterfaceDeclaration)
    .find((statement) => statement.name.text === 'webhooks');
  return (hooks?.members ?? []).flatMap(({ name }) =>
    name && (ts.isStringLiteral(name) || ts.isIdentifier(name)) ? [name.text] : [],
  );
}
