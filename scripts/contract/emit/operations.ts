// The effective contract -> the arguments, results and methods of its operations. Everything is precomputed and named: that keeps
// type checking fast and errors to one line.
import { entries, groupBy, isObject, items, type Json, type JsonObject, own } from '../json.ts';
import { capitalise, groupName, isFilled, type OperationPlace, parametersOf } from '../operations.ts';
import type { Provider } from '../providers.ts';
import { deref, schemasOf } from '../walk.ts';
import { comment, docText, header, identifier, literal, propertyName } from './code.ts';
import { methodText } from './method-text.ts';
import { type Call, callsOf } from './table.ts';

/** Names that the module declares for each operation and group; the namespace of the provider has them beside the schemas. */
export const argsName = (call: Call): string => identifier(`${capitalise(call.name)}Args`);
export const resultName = (call: Call): string => identifier(`${capitalise(call.name)}Result`);
export const groupTypeName = (group: string): string => identifier(`${capitalise(group)}Operations`);

/** Whether the operation takes arguments, so that there is a type of them. */
export const takesArgs = (document: JsonObject, call: Call): boolean => argsOf(document, call).fields.length > 0;

export function emitOperations(document: JsonObject, provider: Provider): string {
  const groups = callsOf(document);
  const calls = [...groups.values()].flat();
  const pascal = identifier(provider.pascal);
  const parts = [
    `${header(provider)}import type { ApiPromise, CallOptions, ErrorOf, Failure, PageOptions, PagePromise, Success, Undeclared } from '@org/sdk-core';`,
    `import type * as types from ${literal(`@org/${provider.name}-types`)};`,
    '',
    '/** Of operations that take nothing. */',
    'export interface NoArguments {\n  path?: never;\n  query?: never;\n  header?: never;\n  body?: never;\n}',
    '/** Of operations that return a list. */',
    'export interface ListOptions extends CallOptions, PageOptions {}',
    ...calls.map((call) => argsAndResult(document, call)),
    ...[...groups].map(([group, members]) => groupInterface(document, provider, group, members)),
    '/** The operation methods, by group, as they are on the client. */',
    `export interface ${pascal}Groups {`,
    ...[...groups.keys()].map(
      (group) =>
        `${comment(groupText(document, group), { indent: '  ' })}  readonly ${propertyName(group)}: ${groupTypeName(group)};`,
    ),
    '}',
    "/** The errors of each operation by status: what `isApiError(error, 'name')` narrows to. */",
    `export interface ${pascal}Errors {`,
    ...calls.map((call) => `  ${propertyName(call.name)}: ErrorOf<${resultName(call)}>;`),
    '}',
  ];
  return `${parts.join('\n')}\n`;
}

function argsAndResult(document: JsonObject, call: Call): string {
  const args = argsOf(document, call);
  const lines = args.fields.map(
    ({ name, type, required, text }) => `${comment(text, { indent: '  ' })}  ${name}${required ? '' : '?'}: ${type};`,
  );
  const declared = lines.length > 0 ? `export interface ${argsName(call)} {\n${lines.join('\n')}\n}\n` : '';
  const results = resultsOf(document, call).map((line) => `  | ${line}`);
  return `\n${declared}export type ${resultName(call)} =\n${results.join('\n')};`;
}

interface Field {
  readonly name: 'path' | 'query' | 'header' | 'body';
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
}

function argsOf(document: JsonObject, { place }: Call): { fields: readonly Field[]; optional: boolean } {
  const parameters = parametersOf(document, place);
  const operation = operationType(place);
  const fields: Field[] = [];
  for (const where of ['path', 'query', 'header'] as const) {
    const here = parameters.filter((parameter) => parameter.in === where);
    if (here.length === 0) continue;
    const required = here.some((parameter) => parameter.required === true && !isFilled(place.operation, parameter));
    const simple = here.every(
      (parameter) => isObject(parameter.schema) && parameter.schema.type === 'string' && !parameter.schema.enum,
    );
    const type =
      where === 'path' && simple
        ? `{\n${here.map(stringMember).join('')}  }`
        : `${operation}["parameters"][${literal(where)}]`;
    fields.push({ name: where, type, required, text: '' });
  }
  const body = deref(document, place.operation.requestBody);
  if (isObject(body)) {
    const [mediaType, schema] = preferredMedia(body);
    const type = namedType(schema) ?? `NonNullable<${operation}["requestBody"]>["content"][${literal(mediaType)}]`;
    fields.push({ name: 'body', type, required: body.required === true, text: docText(body) });
  }
  return { fields, optional: fields.every((field) => !field.required) };
}

/** A path parameter with its text. */
const stringMember = (parameter: JsonObject): string =>
  `${comment(docText(parameter), { deprecated: parameter.deprecated === true, indent: '    ' })}    ${propertyName(String(parameter.name))}: string;\n`;

const operationType = ({ operation }: OperationPlace): string =>
  `types.operations[${literal(String(operation.operationId))}]`;

function groupInterface(document: JsonObject, provider: Provider, group: string, calls: readonly Call[]): string {
  const methods = calls.map((call) => {
    const { operation } = call.place;
    const { fields, optional } = argsOf(document, call);
    const args = fields.length === 0 ? 'NoArguments' : argsName(call);
    const text = comment(methodText(document, provider, call), {
      deprecated: operation.deprecated === true,
      indent: '  ',
    });
    const options = isObject(operation['x-pagination']) ? 'ListOptions' : 'CallOptions';
    return `${text}  ${propertyName(call.name)}(args${optional ? '?' : ''}: ${args}, options?: ${options}): ${promiseOf(document, call)};`;
  });
  return `\n${comment(groupText(document, group))}export interface ${groupTypeName(group)} {\n${methods.join('\n')}\n}`;
}

/** The text of the group's tag. */
function groupText(document: JsonObject, group: string): string {
  const tag = items(document.tags).find((entry) => groupName(String(own(entry, 'name'))) === group);
  return isObject(tag) ? docText(tag) : '';
}

function promiseOf(document: JsonObject, call: Call): string {
  const data = successesOf(document, call);
  const type = data.length === 0 ? 'undefined' : [...new Set(data.map(([, one]) => one))].join(' | ');
  const result = resultName(call);
  const page = call.place.operation['x-pagination'];
  if (!isObject(page)) return `ApiPromise<${type}, ${result}>`;
  return `PagePromise<${itemType(document, call, String(page.items), type)}, ${type}, ${result}>`;
}

/** The name of a page's items, which are in `property`, where they have one; else the way to them through the page. */
function itemType(document: JsonObject, call: Call, property: string, page: string): string {
  const [, response] = entries(call.place.operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  const schema = deref(document, preferredMedia(deref(document, response))[1]);
  const list = deref(document, own(schema?.properties, property));
  return namedType(list?.items) ?? `NonNullable<${page}[${literal(property)}]>[number]`;
}

/** Success and failure, one member per body type, the statuses that share it together. */
function resultsOf(document: JsonObject, call: Call): string[] {
  const successes = successesOf(document, call).map(([status, type]) => `Success<${statusCode(status)}, ${type}>`);
  const others = bodiesOf(document, call).filter(([status]) => !status.startsWith('2'));
  const declared = others.filter(([status]) => status !== 'default');
  const codes = (bodies: typeof declared): string => bodies.map(([status]) => statusCode(status)).join(' | ');
  const byType = groupBy(declared, ([, type]) => type);
  const failures = [...byType].map(([type, bodies]) => `Failure<${codes(bodies)}, ${type}>`);
  const [, fallback = 'unknown'] = others.find(([status]) => status === 'default') ?? [];
  return [...successes, ...failures, `Failure<Undeclared<${codes(declared) || 'never'}>, ${fallback}>`];
}

const successesOf = (document: JsonObject, call: Call): [status: string, type: string][] =>
  bodiesOf(document, call).filter(([status]) => status.startsWith('2'));

function bodiesOf(document: JsonObject, { place }: Call): [status: string, type: string][] {
  const operation = operationType(place);
  return entries(place.operation.responses).map(([status, response]) => {
    const [mediaType, schema] = preferredMedia(deref(document, response));
    if (schema === undefined) return [status, 'undefined'];
    const key = status === 'default' ? literal(status) : statusCode(status);
    return [status, namedType(schema) ?? `${operation}["responses"][${key}]["content"][${literal(mediaType)}]`];
  });
}

function statusCode(status: string): string {
  if (/^\d{3}$/.test(status)) return literal(Number(status));
  throw new Error(`${literal(status)} is not a status code: list the codes themselves, a range has no type.`);
}

/** The JSON body's media type and schema; the first there is where the provider declares no JSON. */
function preferredMedia(holder: Json | undefined): [mediaType: string, schema: JsonObject | undefined] {
  const contents = entries(own(holder, 'content'));
  const [mediaType = '', media] = contents.find(([type]) => type === 'application/json') ?? contents[0] ?? [];
  const schema = own(media, 'schema');
  return [mediaType, isObject(schema) ? schema : undefined];
}

function namedType(schema: Json | undefined): string | undefined {
  if (!isObject(schema)) return undefined;
  if (typeof schema.$ref === 'string') {
    const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(schema.$ref) ?? [];
    return name && `types.${identifier(name)}`;
  }
  if (!Object.keys(schema).every((key) => PLAIN.has(key))) return undefined;
  if (schema.type === 'string' || schema.type === 'boolean') return schema.type;
  const item = schema.type === 'array' ? namedType(schema.items) : undefined;
  return item && `${item}[]`;
}

const PLAIN: ReadonlySet<string> = new Set(['type', 'description', 'items', 'examples', 'format']);

// `src/generated/namespace.ts`: what the SDK exports as `Iron` or `Paxos`. Every type is imported and exported by its name.
// tsdown 0.22.0 drops `export type * as Iron from '@org/iron-types'` from the bundled declarations without an error, and
// `import * as` gives the namespace a name of its own, which errors then show.

export function emitNamespace(document: JsonObject, provider: Provider): string {
  const schemas = Object.keys(schemasOf(document)).map(identifier);
  const groups = callsOf(document);
  const operations = [...groups.values()].flat();
  const declared = [
    ...operations.filter((call) => takesArgs(document, call)).map(argsName),
    ...operations.map(resultName),
    ...[...groups.keys()].map(groupTypeName),
    'ListOptions',
    'NoArguments',
  ].sort();
  const clash = declared.find((name) => schemas.includes(name));
  if (clash) {
    throw new Error(
      `the schema ${clash} has the name of a type that is generated for an operation: rename it in specs/${provider.name}/names.yaml.`,
    );
  }
  const namespace = identifier(provider.pascal);
  // Only the namespace's own name is taken in the module.
  const local = (name: string): string => (name === namespace ? `${name}_` : name);
  const renamed = (name: string): string => (name === local(name) ? name : `${name} as ${local(name)}`);
  const exported = [...schemas, ...declared].map((name) => (name === local(name) ? name : `${local(name)} as ${name}`));
  return [
    header(provider),
    importOf(schemas.map(renamed), `@org/${provider.name}-types`),
    importOf(declared, './groups.ts'),
    `\n/** Schemas of ${namespace}'s API, and the arguments and results of its operations. */\n`,
    `export declare namespace ${namespace} {\n  export {\n${lines(exported, '    ')}  };\n}\n`,
  ].join('');
}

const importOf = (names: readonly string[], module: string): string =>
  names.length > 0 ? `import type {\n${lines(names, '  ')}} from ${literal(module)};\n` : '';

const lines = (names: readonly string[], indent: string): string => names.map((name) => `${indent}${name},\n`).join('');
