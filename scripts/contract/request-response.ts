// Request types and response types: a schema that is used both ways and differs is emitted twice, `X` as responses have it
// and `XInput` as requests take it.
import { asRequest, asResponse, type FormOptions } from './forms.ts';
import { isObject, type Json, type JsonObject, put } from './json.ts';
import { type Direction, schemaPlaces } from './operations.ts';
import { mapRefs, SCHEMAS, schemaNamesIn, schemasOf } from './refs.ts';

export interface Split {
  readonly document: JsonObject;
  /** Schemas that exist twice. */
  readonly split: readonly string[];
}

type Schemas = Readonly<Record<string, JsonObject>>;

/** Rewrites the document so that responses are lenient and requests are strict. */
export function splitRequestsFromResponses(document: JsonObject, options: FormOptions): Split {
  const copy = structuredClone(document);
  const components = (isObject(copy.components) ? copy.components : {}) as JsonObject;
  const schemas = schemasOf(copy);
  const uses = usesOf(copy, schemas);
  const changed = changedByDirection(schemas, options);
  const split = Object.keys(schemas).filter(
    (name) => uses.request.has(name) && uses.response.has(name) && changed.has(name),
  );
  const inputs = new Map(split.map((name) => [SCHEMAS + name, `${SCHEMAS}${name}Input`]));
  for (const name of split) {
    if (Object.hasOwn(schemas, `${name}Input`)) {
      throw new Error(
        `the request type of ${name} needs the name ${name}Input, which a schema has already. Rename one.`,
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
  if (emitted.length > 0) {
    components.schemas = {};
    for (const [name, schema] of emitted.sort(([a], [b]) => (a < b ? -1 : 1))) put(components.schemas, name, schema);
  }
  return { document: copy, split };
}

/** Which schemas requests and responses use. One with `x-round-trip` is sent in the form in which it was received. */
function usesOf(document: JsonObject, schemas: Schemas): Record<Direction, Set<string>> {
  const places = schemaPlaces(document);
  const namesAt = (direction: Direction): string[] =>
    places
      .filter((place) => place.direction === direction)
      .flatMap(({ holder }) => schemaNamesIn(holder.schema, 'schema'));
  const verbatim = Object.keys(schemas).filter((name) => schemas[name]?.['x-round-trip'] === true);
  return {
    request: reachable(schemas, namesAt('request'), new Set(verbatim)),
    response: reachable(schemas, [...namesAt('response'), ...verbatim]),
  };
}

/** Names of the schemas whose request and response types differ, themselves or through what they refer to. */
function changedByDirection(schemas: Schemas, options: FormOptions): Set<string> {
  const differs = (schema: JsonObject): boolean =>
    JSON.stringify(asResponse(schema, options)) !== JSON.stringify(asRequest(schema));
  const hasOneForm = (schema: JsonObject): boolean => !isObject(schema) || schema['x-round-trip'] === true;
  const twoForms = Object.entries(schemas).filter(([, schema]) => !hasOneForm(schema));
  const changed = new Set(twoForms.filter(([, schema]) => differs(schema)).map(([name]) => name));
  const refs = new Map(twoForms.map(([name, schema]) => [name, schemaNamesIn(schema, 'schema')]));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [name, others] of refs) {
      if (changed.has(name) || !others.some((other) => changed.has(other))) continue;
      changed.add(name);
      grew = true;
    }
  }
  return changed;
}

/** The named schemas and all that they refer to, stopping short of those in `except`. */
function reachable(schemas: Schemas, names: readonly string[], except: ReadonlySet<string> = new Set()): Set<string> {
  const seen = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || except.has(name)) continue;
    seen.add(name);
    if (!Object.hasOwn(schemas, name)) throw new Error(`a $ref names the schema ${name}, which does not exist`);
    open.push(...schemaNamesIn(schemas[name], 'schema'));
  }
  return seen;
}
