// Request types and response types: a schema that requests and responses use, and whose two types differ, is emitted twice,
// `X` for responses and `XInput` for requests. Response types are lenient and request types strict. An enum of several
// strings is open in both, so that a value that was received can be sent.
import { byName, fromEntries, isObject, items, type Json, type JsonObject, mapValues, reachable } from './json.ts';
import { type Direction, schemaPlaces } from './operations.ts';
import { mapRefs, mapSchema, SCHEMAS, schemaNamesIn, schemasOf } from './walk.ts';

/** A schema has the name of a type that is generated. */
export class NameClashError extends Error {
  override readonly name = 'NameClashError';
  readonly schema: string;

  constructor(message: string, schema: string) {
    super(message);
    this.schema = schema;
  }
}

export interface Split {
  readonly document: JsonObject;
  /** Schemas with a request type of their own. */
  readonly split: readonly string[];
}

export interface SplitOptions {
  /** The provider returns `null` for an absent optional field (Iron's documented responses do). */
  readonly nullableWhenRead: boolean;
}

type Schemas = Readonly<Record<string, JsonObject>>;

/** Rewrites the document so that responses are lenient and requests are strict. */
export function splitRequestsFromResponses(document: JsonObject, options: SplitOptions): Split {
  const copy = structuredClone(document);
  const schemas = schemasOf(copy);
  const uses = usesOf(copy, schemas);
  const changed = changedByDirection(schemas, options);
  const split = Object.keys(schemas).filter(
    (name) => uses.request.has(name) && uses.response.has(name) && changed.has(name),
  );
  const inputs = new Map(split.map((name) => [SCHEMAS + name, `${SCHEMAS}${name}Input`]));
  for (const name of split) {
    if (Object.hasOwn(schemas, `${name}Input`)) {
      throw new NameClashError(
        `the request type of ${name} needs the name ${name}Input, which a schema has already. Rename one.`,
        `${name}Input`,
      );
    }
  }

  const toRequest = (schema: JsonObject): Json => mapRefs(asRequest(schema), 'schema', (ref) => inputs.get(ref) ?? ref);
  const emitted: [string, Json][] = Object.entries(schemas).flatMap(([name, schema]) => {
    if (!isObject(schema)) return [[name, schema]];
    const main: [string, Json] = [name, uses.response.has(name) ? asResponse(schema, options) : toRequest(schema)];
    return inputs.has(SCHEMAS + name) ? [main, [`${name}Input`, toRequest(schema)]] : [main];
  });
  for (const { direction, holder } of schemaPlaces(copy)) {
    const schema = holder.schema as JsonObject;
    holder.schema = direction === 'request' ? toRequest(schema) : asResponse(schema, options);
  }
  if (emitted.length > 0) (copy.components as JsonObject).schemas = byName(fromEntries(emitted));
  return { document: copy, split };
}

/** Which schemas requests and responses use. A schema with `x-round-trip` is sent as it was received, so requests use its response type. */
function usesOf(document: JsonObject, schemas: Schemas): Record<Direction, Set<string>> {
  const places = schemaPlaces(document);
  const namesAt = (direction: Direction): string[] =>
    places
      .filter((place) => place.direction === direction)
      .flatMap(({ holder }) => schemaNamesIn(holder.schema, 'schema'));
  const verbatim = Object.keys(schemas).filter((name) => schemas[name]?.['x-round-trip'] === true);
  const namesBelow = (name: string): string[] => {
    if (!Object.hasOwn(schemas, name)) throw new Error(`a $ref names the schema ${name}, which does not exist`);
    return schemaNamesIn(schemas[name], 'schema');
  };
  const isSent = (name: string): boolean => !verbatim.includes(name);
  return {
    request: reachable(namesAt('request').filter(isSent), (name) => namesBelow(name).filter(isSent)),
    response: reachable([...namesAt('response'), ...verbatim], namesBelow),
  };
}

/** Names of the schemas whose request and response types differ, themselves or through what they refer to. */
function changedByDirection(schemas: Schemas, options: SplitOptions): Set<string> {
  const differs = (schema: JsonObject): boolean =>
    JSON.stringify(asResponse(schema, options)) !== JSON.stringify(asRequest(schema));
  const hasOneType = (schema: JsonObject): boolean => !isObject(schema) || schema['x-round-trip'] === true;
  const candidates = Object.entries(schemas).filter(([, schema]) => !hasOneType(schema));
  const differing = new Set(candidates.filter(([, schema]) => differs(schema)).map(([name]) => name));
  const refs = new Map(candidates.map(([name, schema]) => [name, schemaNamesIn(schema, 'schema')]));
  const below = (name: string): string[] => [...reachable([name], (one) => refs.get(one) ?? [])];
  return new Set([...refs.keys()].filter((name) => below(name).some((one) => differing.has(one))));
}

/** The response type: an optional field may be null if the provider returns null for it. */
function asResponse(schema: JsonObject, options: SplitOptions): JsonObject {
  return mapSchema(schema, (part) => {
    const copy = openEnum(part);
    if (!options.nullableWhenRead || !isObject(copy.properties)) return copy;
    const required = new Set(items(copy.required));
    copy.properties = mapValues(copy.properties, (value, name) =>
      required.has(name) || !isObject(value) ? value : nullable(value),
    );
    return copy;
  });
}

/** The request type: without the fields that the provider sets itself (`readOnly`). */
function asRequest(schema: JsonObject): JsonObject {
  return mapSchema(schema, (given) => {
    const part = openEnum(given);
    if (!isObject(part.properties)) return part;
    const own = Object.entries(part.properties);
    const theirs = new Set(own.filter(([, value]) => isObject(value) && value.readOnly === true).map(([name]) => name));
    if (theirs.size === 0) return part;
    const copy: JsonObject = { ...part, properties: Object.fromEntries(own.filter(([name]) => !theirs.has(name))) };
    if (Array.isArray(part.required)) copy.required = part.required.filter((name) => !theirs.has(String(name)));
    return copy;
  });
}

/** Marks an enum of several strings: the provider may add values, and callers may send them. */
const openEnum = (schema: JsonObject): JsonObject =>
  isOpenable(schema) ? { ...schema, 'x-open-enum': true } : { ...schema };

/** An enum of one value discriminates, so it stays closed; `null` among the values does not count. */
function isOpenable({ type, enum: members }: JsonObject): boolean {
  const values = items(members).filter((value) => value !== null);
  const takesText = type === undefined || [type].flat().includes('string');
  return values.length > 1 && takesText && values.every((value) => typeof value === 'string');
}

function nullable(schema: JsonObject): JsonObject {
  const { type } = schema;
  const isPlain = !schema.enum && schema.const === undefined && !schema.$ref && !hasUnion(schema);
  if (isPlain && type !== undefined) {
    const types = [type].flat();
    return types.includes('null') ? schema : { ...schema, type: [...types, 'null'] };
  }
  // Editors show the texts of the outer schema.
  const { description, deprecated, examples, readOnly, ...inner } = schema;
  const outer: JsonObject = {};
  if (description !== undefined) outer.description = description;
  if (deprecated !== undefined) outer.deprecated = deprecated;
  if (readOnly !== undefined) outer.readOnly = readOnly;
  if (examples !== undefined) outer.examples = examples;
  return { ...outer, anyOf: [inner, { type: 'null' }] };
}

const hasUnion = (schema: JsonObject): boolean => Boolean(schema.anyOf ?? schema.oneOf ?? schema.allOf);
