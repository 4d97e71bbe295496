// The program that the gate compiles: one line for each way in which two surfaces must still fit each other.
import ts from 'typescript';
import type { Modules } from './modules.ts';

/** What a release declares. */
export interface Surface {
  /** Modules of the types package: index.d.ts, openapi.d.ts, schemas.d.ts. */
  readonly types: Modules;
  /** src/generated/groups.ts of the SDK package. */
  readonly groups: string;
}

export interface Check {
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

/** Errors are compared by the statuses that the old release declared, with 999 for all the others. */
export const HEAD = `import type * as Old from './old/groups.ts';
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
export function checksOf(before: Surface, after: Surface): Check[] {
  const [old, now] = [callNames(before), callNames(after)];
  const both = (kind: 'Args' | 'Result'): string[] =>
    [...old].filter((name) => name.endsWith(kind) && now.has(name)).map((name) => name.slice(0, -kind.length));
  const hooks = webhookNames(after);
  return [
    ...both('Args').map(
      (name): Check => ({
        name,
        what: 'argument no longer accepted',
        code: `export const ${name}Args = (old: Old.${name}Args): New.${name}Args => old;`,
      }),
    ),
    ...both('Result').flatMap((name): Check[] => [
      {
        name,
        what: 'result no longer fits',
        code: `export const ${name}Result = (now: Data<New.${name}Result>): Data<OldRead.${name}Result> => now;`,
      },
      {
        name,
        what: 'error no longer fits',
        code: `export const ${name}Errors = (now: ${errorsOf('New', name)}): ${errorsOf('OldRead', name)} => now;`,
      },
    ]),
    ...webhookNames(before)
      .filter((name) => hooks.includes(name))
      .map((name, index): Check => {
        const key = JSON.stringify(name);
        return {
          name,
          what: 'webhook no longer fits',
          code: `export const hook${index} = (now: Sent<NewTypes.webhooks[${key}]>): Sent<OldReadTypes.webhooks[${key}]> => now;`,
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
