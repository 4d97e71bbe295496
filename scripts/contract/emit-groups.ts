// The effective contract -> the interfaces of the named door. Everything is precomputed and named, because a type-checker
// then has next to nothing to work out, and an error names what is wrong on one line.
import { docText } from './doc-text.ts';
import { type Call, callsOf } from './emit-table.ts';
import { commentLines, filledHeader, header } from './emit-types.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { capitalise, groupName } from './names.ts';
import { parametersOf } from './operations.ts';
import type { Provider } from './providers.ts';
import { deref } from './refs.ts';

export function emitGroups(document: JsonObject, provider: Provider): string {
  const groups = callsOf(document);
  const calls = [...groups.values()].flat();
  const parts = [
    `${header(provider)}import type { ApiPromise, CallOptions, ErrorOf, Failure, PageOptions, PagePromise, Success, Undeclared } from '@org/sdk-core';`,
    `import type * as types from '@org/${provider.name}-types';`,
    '',
    '/** Of calls that take nothing. */',
    'export interface NoArgs {\n  path?: never;\n  query?: never;\n  header?: never;\n  body?: never;\n}',
    '/** Of calls that give a list. */',
    'export interface ListOptions extends CallOptions, PageOptions {}',
    ...calls.map((call) => argsAndResult(document, call)),
    ...[...groups].map(([group, members]) => groupInterface(document, provider, group, members)),
    `/** The groups of the named door, as they stand on the client. */\nexport interface ${provider.pascal}Groups {\n${[
      ...groups.keys(),
    ]
      .map((group) => `  readonly ${group}: ${capitalise(group)}Operations;`)
      .join('\n')}\n}`,
    `/** The errors of each operation by status: what \`isApiError(error, 'name')\` narrows to. */\nexport interface ${provider.pascal}Errors {\n${calls
      .map(({ name }) => `  ${name}: ErrorOf<${capitalise(name)}Result>;`)
      .join('\n')}\n}`,
  ];
  return `${parts.join('\n')}\n`;
}

function argsAndResult(document: JsonObject, call: Call): string {
  const args = argsOf(document, call);
  const title = capitalise(call.name);
  const lines = args.fields.map(
    ({ name, type, required, text }) => `${commentLines(text, false, '  ')}  ${name}${required ? '' : '?'}: ${type};`,
  );
  const declared = lines.length > 0 ? `export interface ${title}Args {\n${lines.join('\n')}\n}\n` : '';
  return `\n${declared}export type ${title}Result =\n${resultsOf(document, call)
    .map((line) => `  | ${line}`)
    .join('\n')};`;
}

interface Field {
  readonly name: 'path' | 'query' | 'header' | 'body';
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
}

function argsOf(document: JsonObject, { place }: Call): { fields: readonly Field[]; optional: boolean } {
  const parameters = parametersOf(document, place);
  const operation = `types.operations[${JSON.stringify(place.operation.operationId)}]`;
  const filled = filledHeader(place.operation);
  const fields: Field[] = [];
  for (const where of ['path', 'query', 'header'] as const) {
    const here = parameters.filter((parameter) => parameter.in === where);
    if (here.length === 0) continue;
    const required = here.some((parameter) => parameter.required === true && parameter.name !== filled);
    const simple = here.every(
      (parameter) => isObject(parameter.schema) && parameter.schema.type === 'string' && !parameter.schema.enum,
    );
    const type =
      where === 'path' && simple
        ? `{ ${here.map((parameter) => `${property(String(parameter.name))}: string`).join('; ')} }`
        : `${operation}['parameters'][${JSON.stringify(where)}]`;
    fields.push({ name: where, type, required, text: '' });
  }
  const body = deref(document, place.operation.requestBody);
  if (isObject(body)) {
    const [mediaType, schema] = preferredMedia(body);
    const type =
      namedType(schema) ?? `NonNullable<${operation}['requestBody']>['content'][${JSON.stringify(mediaType)}]`;
    fields.push({ name: 'body', type, required: body.required === true, text: docText(body) });
  }
  return { fields, optional: fields.every((field) => !field.required) };
}

function groupInterface(document: JsonObject, provider: Provider, group: string, calls: readonly Call[]): string {
  const tags = (Array.isArray(document.tags) ? document.tags : []).filter(isObject);
  const tag = tags.find((entry) => groupName(String(entry.name)) === group);
  const methods = calls.map((call) => {
    const { operation } = call.place;
    const title = capitalise(call.name);
    const { fields, optional } = argsOf(document, call);
    const args = fields.length === 0 ? 'NoArgs' : `${title}Args`;
    const page = isObject(operation.externalDocs) ? String(operation.externalDocs.url) : provider.docs;
    const comment = commentLines(docText(operation, page), operation.deprecated === true, '  ');
    return `${comment}  ${call.name}(args${optional ? '?' : ''}: ${args}, options?: ${isObject(operation['x-pagination']) ? 'ListOptions' : 'CallOptions'}): ${promiseOf(document, call)};`;
  });
  return `\n${commentLines(tag ? docText(tag) : '')}export interface ${capitalise(group)}Operations {\n${methods.join('\n')}\n}`;
}

function promiseOf(document: JsonObject, call: Call): string {
  const data = successesOf(document, call);
  const type = data.length === 0 ? 'undefined' : [...new Set(data.map(([, one]) => one))].join(' | ');
  const result = `${capitalise(call.name)}Result`;
  const page = call.place.operation['x-pagination'];
  if (!isObject(page)) return `ApiPromise<${type}, ${result}>`;
  return `PagePromise<${itemType(document, call, String(page.items), type)}, ${type}, ${result}>`;
}

/** The name of a page's items where they have one, else the way to them through the page. */
function itemType(document: JsonObject, call: Call, items: string, page: string): string {
  const [, response] =
    Object.entries((call.place.operation.responses as JsonObject) ?? {}).find(([status]) => status.startsWith('2')) ??
    [];
  const schema = deref(document, preferredMedia(deref(document, response))[1]);
  const list = isObject(schema) && isObject(schema.properties) ? deref(document, schema.properties[items]) : undefined;
  const plain = isObject(list) ? list : undefined;
  return (
    namedType(isObject(plain?.items) ? plain.items : undefined) ??
    `NonNullable<${page}[${JSON.stringify(items)}]>[number]`
  );
}

/** Success and failure, one member per body type, the statuses that share it together. */
function resultsOf(document: JsonObject, call: Call): string[] {
  const successes = successesOf(document, call).map(([status, type]) => `Success<${status}, ${type}>`);
  const byType = new Map<string, string[]>();
  const declared: string[] = [];
  let fallback = 'unknown';
  for (const [status, type] of answersOf(document, call)) {
    if (status.startsWith('2')) continue;
    if (status === 'default') fallback = type;
    else {
      declared.push(status);
      byType.set(type, [...(byType.get(type) ?? []), status]);
    }
  }
  const failures = [...byType].map(([type, statuses]) => `Failure<${statuses.join(' | ')}, ${type}>`);
  return [...successes, ...failures, `Failure<Undeclared<${declared.join(' | ') || 'never'}>, ${fallback}>`];
}

const successesOf = (document: JsonObject, call: Call): [status: string, type: string][] =>
  answersOf(document, call).filter(([status]) => status.startsWith('2'));

function answersOf(document: JsonObject, { place }: Call): [status: string, type: string][] {
  const operation = `types.operations[${JSON.stringify(place.operation.operationId)}]`;
  return Object.entries((place.operation.responses as JsonObject | undefined) ?? {}).map(([status, response]) => {
    const [mediaType, schema] = preferredMedia(deref(document, response));
    if (schema === undefined) return [status, 'undefined'];
    const key = /^\d+$/.test(status) ? status : JSON.stringify(status);
    return [status, namedType(schema) ?? `${operation}['responses'][${key}]['content'][${JSON.stringify(mediaType)}]`];
  });
}

/** The JSON body's media type and schema; the first there is where the provider declares no JSON. */
function preferredMedia(holder: Json | undefined): [mediaType: string, schema: JsonObject | undefined] {
  const content = isObject(holder) && isObject(holder.content) ? holder.content : {};
  const mediaType = Object.hasOwn(content, 'application/json') ? 'application/json' : (Object.keys(content)[0] ?? '');
  const media = content[mediaType];
  return [mediaType, isObject(media) && isObject(media.schema) ? media.schema : undefined];
}

function namedType(schema: JsonObject | undefined): string | undefined {
  if (typeof schema?.$ref === 'string') return `types.${schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)}`;
  if (schema && Object.keys(schema).every((key) => PLAIN.has(key))) {
    if (schema.type === 'string') return 'string';
    if (schema.type === 'boolean') return 'boolean';
    if (schema.type === 'array' && isObject(schema.items)) {
      const item = namedType(schema.items);
      return item && `${item}[]`;
    }
  }
  return undefined;
}

const PLAIN: ReadonlySet<string> = new Set(['type', 'description', 'items', 'examples', 'format']);

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));
