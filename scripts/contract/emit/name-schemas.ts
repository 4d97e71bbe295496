// Names for what a contract writes in place and an error would otherwise spell out: the variants of a union, and request
// bodies. Only the types use these names; the effective contract stays as it is.
import { isObject, type Json, type JsonObject, put } from '../json.ts';
import { capitalise, methodName } from '../names.ts';
import { operationsOf } from '../operations.ts';
import { deref } from '../refs.ts';

const PREFIX = '#/components/schemas/';

/** A copy of the document in which every record or union in these places is a schema of `components.schemas`. */
export function nameSchemas(document: JsonObject): JsonObject {
  const copy = structuredClone(document);
  const components = isObject(copy.components) ? copy.components : {};
  const schemas = isObject(components.schemas) ? components.schemas : {};
  const add = (name: string, schema: JsonObject): JsonObject => {
    put(schemas, name, schema);
    return { $ref: PREFIX + name };
  };

  for (const { operation } of operationsOf(copy)) {
    const content = deref(copy, operation.requestBody)?.content;
    for (const media of Object.values(isObject(content) ? content : {})) {
      if (!isObject(media) || !isObject(media.schema) || !(isUnion(media.schema) || isRecord(media.schema))) continue;
      media.schema = add(free(`${capitalise(methodName(String(operation.operationId)))}Body`, schemas), media.schema);
    }
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (!isObject(schema) || schema.discriminator !== undefined) continue;
    for (const key of ['oneOf', 'anyOf']) {
      const variants = schema[key];
      if (!Array.isArray(variants) || !variants.some(isRecord)) continue;
      const named = variants.map((variant, index) =>
        isRecord(variant) ? add(free(name + nameOf(variant, index), schemas), described(copy, variant)) : variant,
      );
      schema[key] = mostRequiredFirst(copy, named);
    }
  }
  if (Object.keys(schemas).length === 0) return copy;
  const sorted = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  components.schemas = {};
  for (const [name, schema] of sorted) put(components.schemas, name, schema);
  copy.components = components;
  return copy;
}

/** A variant without a text of its own has that of the schema it extends. */
function described(document: JsonObject, variant: JsonObject): JsonObject {
  const base = listOf(variant.allOf).find((part) => isObject(part) && part.$ref !== undefined);
  const description = variant.description ?? deref(document, base)?.description;
  return description === undefined ? variant : { ...variant, description };
}

/**
 * A variant is called by the one value of the field that tells it apart (`type: 'market'`), or by its only required field, or
 * by its place in the list.
 */
function nameOf(variant: JsonObject, index: number): string {
  const parts = [variant, ...listOf(variant.allOf)].filter(isObject);
  const fields = parts.flatMap((part) => Object.entries(isObject(part.properties) ? part.properties : {}));
  const values = fields.flatMap(([, field]): Json[] => {
    const value = isObject(field) ? (field.const ?? onlyOne(field.enum)) : undefined;
    return value === undefined ? [] : [value];
  });
  const required = parts.flatMap((part) => listOf(part.required));
  const word = wordOf(onlyOne(values)) || wordOf(onlyOne(required));
  return word || String(index + 1);
}

const onlyOne = (values: Json | undefined): Json | undefined =>
  Array.isArray(values) && values.length === 1 ? values[0] : undefined;

/** `bank_account` -> `BankAccount`; nothing for what is not a text. */
const wordOf = (value: Json | undefined): string =>
  typeof value === 'string'
    ? value
        .split(/[^A-Za-z0-9]+/)
        .map(capitalise)
        .join('')
    : '';

function free(name: string, schemas: JsonObject): string {
  let candidate = name;
  for (let count = 2; Object.hasOwn(schemas, candidate); count++) candidate = `${name}${count}`;
  return candidate;
}

/** Where an object fits no variant better than another, the compiler explains what the last one lacks: the easiest to write. */
function mostRequiredFirst(document: JsonObject, variants: readonly Json[]): Json[] {
  const count = (schema: Json | undefined): number => {
    const node = deref(document, schema);
    if (!isObject(node)) return 0;
    return listOf(node.required).length + listOf(node.allOf).reduce<number>((sum, part) => sum + count(part), 0);
  };
  return [...variants].sort((a, b) => count(b) - count(a));
}

const isRecord = (schema: Json): schema is JsonObject =>
  isObject(schema) && schema.$ref === undefined && (isObject(schema.properties) || Array.isArray(schema.allOf));
const isUnion = (schema: JsonObject): boolean => Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf);

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
