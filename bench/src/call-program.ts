// Programs for the type checker: the same calls of Iron's API, with the contract's own examples, by name and by path.
import { createIronClient } from '@org/iron-sdk';
import contract from '@org/iron-types/openapi.json' with { type: 'json' };

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: Record<string, { value: unknown }> }>;
  };
}

interface Args {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  body?: unknown;
}

/** A call in both ways to write it. */
interface CallTexts {
  readonly named: string;
  readonly bare: string;
}

/** A module that makes so many calls by name. */
export function namedProgram(calls: number): string {
  return [
    "import { createIronClient } from '@org/iron-sdk';",
    "const iron = createIronClient({ apiKey: 'key', environment: 'sandbox' });",
    ...texts(calls).map(({ named }, i) => `export const answer${i} = await ${named};`),
  ].join('\n');
}

/** A module that makes the same calls through bare openapi-fetch. */
export function bareProgram(calls: number): string {
  return [
    "import type { paths } from '@org/iron-types';",
    "import createClient from 'openapi-fetch';",
    "const iron = createClient<paths, 'application/json'>({ baseUrl: 'https://api.sandbox.iron.xyz/api' });",
    ...texts(calls).map(({ bare }, i) => `export const answer${i} = await ${bare};`),
  ].join('\n');
}

/** One call of every operation, and from the first on again until there are enough. */
function texts(calls: number): CallTexts[] {
  const groups = groupsByMethod();
  const every = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => text(groups, method, path, operation as unknown as Operation)),
  );
  return Array.from({ length: calls }, (_none, i) => every[i % every.length] as CallTexts);
}

function text(groups: ReadonlyMap<string, string>, method: string, path: string, operation: Operation): CallTexts {
  const name = operation.operationId.charAt(0).toLowerCase() + operation.operationId.slice(1);
  const { body, ...params } = argsOf(operation);
  const some = { ...(Object.keys(params).length > 0 && { params }), ...(body !== undefined && { body }) };
  const init = Object.keys(some).length > 0 ? `, ${JSON.stringify(some)}` : '';
  const args = { ...params, ...(body !== undefined && { body }) };
  return {
    named: `iron.${groups.get(name)}.${name}(${Object.keys(args).length > 0 ? JSON.stringify(args) : ''})`,
    bare: `iron.${method.toUpperCase()}('${path}'${init})`,
  };
}

/** Which group a method is in, as the client itself has it. */
function groupsByMethod(): Map<string, string> {
  const client = createIronClient({ apiKey: 'key', environment: 'sandbox' });
  const groups = Object.entries(client).filter(([, group]) => typeof group === 'object');
  return new Map(groups.flatMap(([group, methods]) => Object.keys(methods as object).map((name) => [name, group])));
}

/** What the contract requires, the idempotency key aside, which clients may leave out. */
function argsOf({ parameters = [], requestBody }: Operation): Args {
  const args: Args = {};
  for (const given of parameters) {
    const parameter = given.$ref ? deref<Parameter>(given.$ref) : given;
    if (!parameter.required || parameter.name === 'IDEMPOTENCY-KEY') continue;
    args[parameter.in] = { ...args[parameter.in], [parameter.name]: exampleOf(parameter) };
  }
  const [media] = Object.values(requestBody?.content ?? {});
  if (media) args.body = Object.values(media.examples)[0]?.value;
  return args;
}

function exampleOf({ example, schema }: Parameter): unknown {
  const { examples, enum: values, type } = schema.$ref ? deref<Schema>(schema.$ref) : schema;
  return example ?? examples?.[0] ?? values?.[0] ?? (type === 'boolean' ? true : 'text');
}

function deref<T>(ref: string): T {
  return ref
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], contract) as T;
}
