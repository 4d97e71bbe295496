// OpenAPI 3.0 -> 3.1, facts only: where 3.0 has keywords of its own, JSON Schema's stand afterwards. What providers of 3.1 go on
// writing in the style of 3.0 is upgraded too, and what means nothing in either is dropped, with one line for a person.
import { entries, fromEntries, isObject, type Json, type JsonObject, put } from '../contract/json.ts';
import type { Kind } from '../contract/openapi.ts';
import { pointerText, rebuild } from '../contract/walk.ts';

/**
 * Returns a 3.1 document.
 *
 * @param dropped takes one line for each kind of thing that was dropped
 */
export function upgrade(document: JsonObject, dropped: string[] = []): JsonObject {
  const places = new Map<string, string[]>();
  const drop = (what: string, where: readonly string[]): void => {
    places.set(what, [...(places.get(what) ?? []), pointerText(where)]);
  };
  const upgraded = rebuild({ paths: {}, ...document }, 'document', (node, kind, pointer) =>
    without(kind === 'schema' ? nullable(bounds(node)) : node, kind, (what) => drop(what, pointer)),
  );
  for (const [what, where] of places)
    dropped.push(`${what} (${where.length} ${where.length === 1 ? 'place' : 'places'}, first ${where[0]})`);
  return String(document.openapi).startsWith('3.0') ? { ...upgraded, openapi: '3.1.0' } : upgraded;
}

function without(node: JsonObject, kind: Kind, drop: (what: string) => void): JsonObject {
  if (kind === 'schema') return withoutPattern(withoutDynamics(node, drop), drop);
  if (kind === 'flow') return withoutProse(node, ['authorizationUrl', 'tokenUrl', 'refreshUrl'], drop);
  if (kind === 'securityScheme') return withoutProse(node, ['openIdConnectUrl'], drop);
  if (kind === 'operation') return isObject(node.responses) ? withoutRanges(node, node.responses, drop) : node;
  if (!isObject(node.content)) return node;
  const isMediaType = ([name]: [string, Json]): boolean => name.includes('/');
  for (const [name] of entries(node.content).filter((entry) => !isMediaType(entry)))
    drop(`${name} is no media type, and was dropped`);
  return { ...node, content: fromEntries(entries(node.content).filter(isMediaType)) };
}

/** JSON Schema's patterns are those of JavaScript with the flag `u`. */
function withoutPattern(schema: JsonObject, drop: (what: string) => void): JsonObject {
  if (typeof schema.pattern !== 'string') return schema;
  try {
    new RegExp(schema.pattern, 'u');
    return schema;
  } catch {
    drop('a pattern that is not a regular expression of JavaScript with the flag u was dropped');
    const { pattern: _, ...rest } = schema;
    return rest;
  }
}

/** A reference whose target depends on where it is read from has no type, and an `$id` would make `#/…` point into its schema. */
function withoutDynamics(schema: JsonObject, drop: (what: string) => void): JsonObject {
  if (['$id', '$dynamicRef', '$dynamicAnchor'].every((key) => schema[key] === undefined)) return schema;
  const { $id: id, $dynamicRef: ref, $dynamicAnchor: _, ...rest } = schema;
  if (id !== undefined) drop('an $id was dropped, so that references are those of the document');
  if (ref !== undefined) drop('a $dynamicRef was dropped, so that any value may stand there');
  return rest;
}

/** OpenAPI asks for the address even where the provider wrote a sentence. */
function withoutProse(node: JsonObject, keys: readonly string[], drop: (what: string) => void): JsonObject {
  const copy = { ...node };
  for (const key of keys) {
    if (typeof copy[key] !== 'string' || !/[\s<>]/.test(copy[key])) continue;
    drop(`${key} is a text and no address, and was emptied`);
    copy[key] = '';
  }
  return copy;
}

/** `2XX` is read as 200; the first of `4XX` and `5XX` as `default`, where there is none. */
function withoutRanges(operation: JsonObject, responses: JsonObject, drop: (what: string) => void): JsonObject {
  const copy = fromEntries(entries(responses).filter(([status]) => !/^[1-5]xx$/i.test(status)));
  for (const [range, response] of entries(responses).filter(([status]) => !Object.hasOwn(copy, status))) {
    const status = /^2/.test(range) ? '200' : /^[45]/.test(range) ? 'default' : '';
    const isFree = status !== '' && !Object.hasOwn(copy, status);
    drop(`the statuses ${range} were ${isFree ? `read as ${status}` : 'dropped'}`);
    if (isFree) put(copy, status, response);
  }
  return { ...operation, responses: copy };
}

/** `maximum: 600, exclusiveMaximum: true` -> `exclusiveMaximum: 600` beside it; `false` means the same as its absence. */
function bounds(schema: JsonObject): JsonObject {
  const copy = { ...schema };
  for (const limit of ['Maximum', 'Minimum']) {
    const [flag, bound] = [copy[`exclusive${limit}`], copy[limit.toLowerCase()]];
    if (typeof flag !== 'boolean') continue;
    delete copy[`exclusive${limit}`];
    if (flag && bound !== undefined) copy[`exclusive${limit}`] = bound;
  }
  return copy;
}

/** `nullable: true` beside a type joins the type; beside a reference or a union it becomes one more variant. */
function nullable(schema: JsonObject): JsonObject {
  if (typeof schema.nullable !== 'boolean') return schema;
  const { nullable: isNullable, ...rest } = schema;
  if (!isNullable) return rest;
  const values = Array.isArray(rest.enum) && !rest.enum.includes(null) ? { enum: [...rest.enum, null] } : {};
  const isWrapped = ['$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in rest);
  const type = rest.type ?? (isWrapped ? undefined : implied(rest));
  if (typeof type === 'string') return { ...rest, type: [type, 'null'], ...values };
  if (Array.isArray(type)) return { ...rest, type: [...new Set([...type, 'null'])], ...values };
  return isWrapped ? { anyOf: [rest, { type: 'null' }] } : { ...rest, ...values };
}

/** The type that a schema means which does not say it. */
const implied = ({ properties, items }: JsonObject): string | undefined =>
  properties !== undefined ? 'object' : items !== undefined ? 'array' : undefined;
