// Sent and read: openness goes by position, not by schema. A schema used both ways is emitted twice where it matters,
// `X` as read and `XInput` as sent.
import { asRead, asSent, type FormOptions } from './forms.ts';
import { isObject, type Json, type JsonObject, put } from './json.ts';
import { mapRefs, refsIn } from './refs.ts';
import { schemaSites } from './schema-sites.ts';

const SCHEMA_PREFIX = '#/components/schemas/';

export interface Positions {
  readonly document: JsonObject;
  /** Schemas that exist in two forms. */
  readonly split: readonly string[];
}

type Schemas = Readonly<Record<string, JsonObject>>;

/** Rewrites the document so that what is read is lenient and what is sent is strict. */
export function splitPositions(document: JsonObject, options: FormOptions): Positions {
  const copy = structuredClone(document);
  const components = (isObject(copy.components) ? copy.components : {}) as JsonObject;
  const schemas = (isObject(components.schemas) ? components.schemas : {}) as Schemas;
  const uses = usesOf(copy, schemas);
  const changed = changedByReading(schemas, options);
  const split = Object.keys(schemas).filter((name) => uses.sent.has(name) && uses.read.has(name) && changed.has(name));
  const twins = new Map(split.map((name) => [SCHEMA_PREFIX + name, `${SCHEMA_PREFIX}${name}Input`]));
  for (const name of split) {
    if (Object.hasOwn(schemas, `${name}Input`)) {
      throw new Error(`the sent form of ${name} needs the name ${name}Input, which a schema has already: rename one`);
    }
  }

  const toSent = (schema: JsonObject): Json => mapRefs(asSent(schema), (ref) => twins.get(ref) ?? ref);
  const emitted: [string, Json][] = Object.entries(schemas).flatMap(([name, schema]) => {
    if (!isObject(schema)) return [[name, schema]];
    const main: [string, Json] = [name, uses.read.has(name) ? asRead(schema, options) : toSent(schema)];
    return split.includes(name) ? [main, [`${name}Input`, toSent(schema)]] : [main];
  });
  for (const { position, holder } of schemaSites(copy)) {
    const schema = holder.schema as JsonObject;
    holder.schema = position === 'sent' ? toSent(schema) : asRead(schema, options);
  }
  if (emitted.length > 0) {
    components.schemas = {};
    for (const [name, schema] of emitted.sort(([a], [b]) => (a < b ? -1 : 1))) put(components.schemas, name, schema);
  }
  return { document: copy, split };
}

/** Which schemas are sent, and which are read. What goes back verbatim (`x-round-trip`) is sent in the form it was read in. */
function usesOf(document: JsonObject, schemas: Schemas): { sent: Set<string>; read: Set<string> } {
  const sites = schemaSites(document);
  const namesAt = (position: 'sent' | 'read'): string[] =>
    sites.filter((site) => site.position === position).flatMap((site) => schemaNames(site.holder.schema));
  const verbatim = Object.keys(schemas).filter((name) => schemas[name]?.['x-round-trip'] === true);
  return {
    sent: reachable(schemas, namesAt('sent'), new Set(verbatim)),
    read: reachable(schemas, [...namesAt('read'), ...verbatim]),
  };
}

/** Names of the schemas whose read and sent forms differ, themselves or through what they refer to. */
function changedByReading(schemas: Schemas, options: FormOptions): Set<string> {
  const differs = (schema: JsonObject): boolean =>
    JSON.stringify(asRead(schema, options)) !== JSON.stringify(asSent(schema));
  const oneForm = (schema: JsonObject): boolean => !isObject(schema) || schema['x-round-trip'] === true;
  const twoForms = Object.entries(schemas).filter(([, schema]) => !oneForm(schema));
  const changed = new Set(twoForms.filter(([, schema]) => differs(schema)).map(([name]) => name));
  const refs = new Map(twoForms.map(([name, schema]) => [name, schemaNames(schema)]));
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

const schemaNames = (node: Json | undefined): string[] =>
  [...refsIn(node)].filter((ref) => ref.startsWith(SCHEMA_PREFIX)).map((ref) => ref.slice(SCHEMA_PREFIX.length));

/** The named schemas and all that they refer to, stopping short of those in `except`. */
function reachable(schemas: Schemas, names: readonly string[], except: ReadonlySet<string> = new Set()): Set<string> {
  const seen = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || except.has(name)) continue;
    seen.add(name);
    if (!Object.hasOwn(schemas, name)) throw new Error(`a $ref names the schema ${name}, which does not exist`);
    open.push(...schemaNames(schemas[name]));
  }
  return seen;
}
