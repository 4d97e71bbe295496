// OpenAPI 3.0 -> 3.1, facts only: where 3.0 has keywords of its own, JSON Schema's stand afterwards.
import type { JsonObject } from '../contract/json.ts';
import { rebuild } from '../contract/walk.ts';

/** Returns a 3.1 document; a document that is 3.1 already is returned as it is. */
export function upgrade(document: JsonObject): JsonObject {
  if (!String(document.openapi).startsWith('3.0')) return document;
  const upgraded = rebuild(document, 'document', (node, kind) => (kind === 'schema' ? nullable(bounds(node)) : node));
  return { ...upgraded, openapi: '3.1.0' };
}

/** `maximum: 600, exclusiveMaximum: true` -> `exclusiveMaximum: 600` beside it; `false` means the same as its absence. */
function bounds(schema: JsonObject): JsonObject {
  const copy = { ...schema };
  for (const [limit, flag] of [
    ['maximum', 'exclusiveMaximum'],
    ['minimum', 'exclusiveMinimum'],
  ] as const) {
    if (typeof copy[flag] !== 'boolean') continue;
    const isExclusive = copy[flag] === true;
    delete copy[flag];
    if (!isExclusive || copy[limit] === undefined) continue;
    copy[flag] = copy[limit];
  }
  return copy;
}

/** `nullable: true` beside a type joins the type; beside a reference or a union it becomes one more variant. */
function nullable(schema: JsonObject): JsonObject {
  if (typeof schema.nullable !== 'boolean') return schema;
  const { nullable: isNullable, ...rest } = schema;
  if (!isNullable) return rest;
  if (typeof rest.type === 'string') {
    const values = Array.isArray(rest.enum) && !rest.enum.includes(null) ? { enum: [...rest.enum, null] } : {};
    return { ...rest, type: [rest.type, 'null'], ...values };
  }
  const isWrapped = ['$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in rest);
  return isWrapped ? { anyOf: [rest, { type: 'null' }] } : rest;
}
