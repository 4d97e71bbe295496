// Rules on texts: every operation, parameter, body, response, header, schema and property has one that adds to its name, and the
// names in it exist.
import { type Diagnostic, problem, type Rule } from '../diagnostic.ts';
import { entries, isObject, type Json, type JsonObject } from '../json.ts';
import { contentOf, type Kind } from '../openapi.ts';
import { methodName, operationsOf, placeName } from '../operations.ts';
import { type Pointer, pointerText, visit } from '../walk.ts';

/** That operations have a summary too is a rule of redocly's. */
export const descriptions: Rule = (document) => describedIn(document).flatMap(description);

function description({ kind, name, node, where }: Described): Diagnostic[] {
  const report = (message: string): Diagnostic[] => [problem(`${kind.replace(' ', '-')}-description`, where, message)];
  if (!isText(node.description)) return report(`${kind} has no description: describe what it is for.`);
  if (!/[.!?:)`]$/.test(node.description.trim())) {
    return report(
      'breaks off without a full stop: write it to its end, and quote it if YAML cut it at a colon or a comma.',
    );
  }
  if (kind === 'operation' && node.description.trim() === String(node.summary).trim()) {
    return report('repeats the summary: say when to call it, what must have happened before, and what comes next.');
  }
  if (/^deprecated\b/i.test(node.description) && node.deprecated !== true) {
    return report('says that it is deprecated: add `deprecated: true`, by which editors strike it through.');
  }
  if (kind !== 'operation' && repeatsName(name, node.description)) {
    return report(`says no more than the name ${name}: add the purpose, unit, format or limits.`);
  }
  return [];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the of for to in on at by as is it its this that and or with from be one some each any which what how your ' +
    'their id ids uuid value name text object list'
  ).split(' '),
);

/** Whether nothing is left of a text without the words of the name, such as `The id of the customer` on `customer_id`. */
function repeatsName(name: string, text: string): boolean {
  const known = new Set(wordsOf(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2')).map(singular));
  return wordsOf(text).every((word) => EMPTY_WORDS.has(word) || known.has(singular(word)));
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll(/['’]s\b/g, '')
    .match(/[a-z0-9]+/g) ?? [];
const singular = (word: string): string => word.replace(/s$/, '');

/**
 * Names in backticks exist. Only names with a capital inside (`getCustomer`, `AbilityStatus`) and operations (`GET /a`) are
 * looked up: formats, headers, file types and values seen elsewhere may be named freely.
 */
export const references: Rule = (document) => {
  const known = namesIn(document);
  for (const { path, method, operation } of operationsOf(document)) {
    known.add(`${method.toUpperCase()} ${path}`);
    known.add(methodName(String(operation.operationId)));
  }
  return textsIn(document).flatMap(({ where, text }) =>
    [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)]
      .map((match) => String(match[1]))
      .filter((name) => /^(?:[A-Za-z]+[a-z][A-Z][A-Za-z0-9]*|[A-Z]+ \/\S*)$/.test(name) && !known.has(name))
      .map((name) =>
        problem(
          'text-reference',
          where,
          `names \`${name}\`, which the contract does not have: correct the name, or write it without backticks.`,
        ),
      ),
  );
};

/**
 * Texts name operations as users call them: `getTransfer`, where the operationId is GetTransfer. Outside backticks, an id of
 * one word, such as Search, may be an ordinary word.
 */
export const methodNames: Rule = (document) => {
  const ids = operationsOf(document)
    .map(({ operation }) => String(operation.operationId))
    .filter((id) => methodName(id) !== id);
  return textsIn(document).flatMap(({ where, text }) => {
    const quoted = new Set([...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]));
    const words = new Set(text.match(/(?<![\w/])[A-Z][a-z0-9]+[A-Z]\w*/g));
    return ids
      .filter((id) => quoted.has(id) || words.has(id))
      .map((id) =>
        problem('text-method', where, `names the operation ${id}: write \`${methodName(id)}\`, its method.`),
      );
  });
};

/** Every key and every string outside summaries and descriptions. */
function namesIn(node: Json, found: Set<string> = new Set()): Set<string> {
  if (typeof node === 'string') found.add(node);
  else if (Array.isArray(node)) for (const item of node) namesIn(item, found);
  else if (isObject(node)) {
    for (const [key, value] of Object.entries(node)) {
      found.add(key);
      if (typeof value !== 'string' || (key !== 'description' && key !== 'summary')) namesIn(value, found);
    }
  }
  return found;
}

function textsIn(document: JsonObject): { where: string; text: string }[] {
  const found: { where: string; text: string }[] = [];
  visit(document, 'document', (node, kind, pointer) => {
    const where = pointerText(pointer);
    for (const key of ['summary', 'description'])
      if (contentOf(kind, key).text && typeof node[key] === 'string') found.push({ where, text: node[key] });
    for (const [, text] of entries(node['x-enum-descriptions'])) found.push({ where, text: String(text) });
  });
  return found;
}

export interface Described {
  readonly where: string;
  readonly kind: 'operation' | 'parameter' | 'request body' | 'response' | 'header' | 'schema' | 'property';
  readonly name: string;
  readonly node: JsonObject;
}

export interface NamedOperation {
  /** `GET /a` or `webhook b`. */
  readonly where: string;
  readonly operation: JsonObject;
}

/** The operations of the paths, then those of the webhooks. */
export function namedOperations(document: JsonObject): NamedOperation[] {
  return [
    ...operationsOf(document).map(({ path, method, operation }) => ({
      where: `${method.toUpperCase()} ${path}`,
      operation,
    })),
    ...operationsOf(document, 'webhooks').map(({ path, operation }) => ({ where: `webhook ${path}`, operation })),
  ];
}

const KINDS: Partial<Record<Kind, Described['kind']>> = {
  operation: 'operation',
  parameter: 'parameter',
  requestBody: 'request body',
  response: 'response',
  header: 'header',
};

export function describedIn(document: JsonObject): Described[] {
  const found: Described[] = [];
  visit(document, 'document', (node, kind, pointer, kinds) => {
    const described = KINDS[kind] ?? (kind === 'schema' ? describedSchema(node, pointer, kinds) : undefined);
    // A reference alone has its text at its target, which is visited under `components`.
    const isReference = node.$ref !== undefined && kind !== 'schema';
    if (described === undefined || isReference) return;
    const name = kind === 'operation' ? node.operationId : kind === 'parameter' ? node.name : pointer.at(-1);
    found.push({ where: placeName(document, pointer), kind: described, name: String(name ?? ''), node });
  });
  return found;
}

/** A component, or a property. What takes a single value explains itself by that value, and needs no text. */
function describedSchema(
  node: JsonObject,
  pointer: Pointer,
  kinds: readonly Kind[],
): 'schema' | 'property' | undefined {
  if (kinds.at(-1) === 'components') return 'schema';
  return pointer.at(-2) === 'properties' && kinds.at(-1) === 'schema' && !isSingleValue(node) ? 'property' : undefined;
}

const isSingleValue = ({ const: only, enum: values }: JsonObject): boolean =>
  only !== undefined || (Array.isArray(values) && values.length === 1);

export interface NamedSchema {
  readonly where: string;
  /** Of the property, component or parameter that the schema belongs to; empty in a body. */
  readonly name: string;
  readonly schema: JsonObject;
}

/** Every schema of a contract, at any depth. */
export function schemasIn(document: JsonObject): NamedSchema[] {
  const found: NamedSchema[] = [];
  visit(document, 'document', (schema, kind, pointer) => {
    if (kind !== 'schema') return;
    const where = placeName(document, pointer);
    found.push({ where, name: nameIn(where), schema });
  });
  return found;
}

/** Of `#/components/schemas/A/properties/b/items`, `b`; of `GET /a query c/items`, `c`. */
function nameIn(where: string): string {
  const own = where.replace(/(?:\/(?:items|anyOf|oneOf|allOf|\d+))+$/, '');
  return /(?:\/properties\/|^#\/components\/schemas\/| (?:path|query|header|cookie) )([^/ ]+)$/.exec(own)?.[1] ?? '';
}
