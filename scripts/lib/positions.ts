// Sent and read: openness goes by position, not by schema. A schema used both ways is emitted twice where it matters,
// `X` as read and `XInput` as sent.
import {
  DATA_KEYS,
  deref,
  isObject,
  type Json,
  type JsonObject,
  mapSchema,
  operationsOf,
  refsIn,
  resolveRef,
} from './json.ts';

const SCHEMA_PREFIX = '#/components/schemas/';

export interface PositionOptions {
  /** The provider answers `null` for an absent optional field (Iron's documented answers do). */
  readonly nullableWhenRead: boolean;
}

export interface Positions {
  readonly document: JsonObject;
  /** Schemas that exist in two forms. */
  readonly split: readonly string[];
}

/** Rewrites the document so that what is read is lenient and what is sent is strict. */
export function splitPositions(document: JsonObject, options: PositionOptions): Positions {
  const schemas = schemasOf(document);
  const roundTrip = reachable(
    document,
    Object.keys(schemas).filter((name) => schemas[name]?.['x-round-trip'] === true),
  );
  const uses = { sent: new Set<string>(), read: new Set<string>() };
  forEachPosition(document, (position, node) => {
    for (const name of reachable(document, schemaNames(node))) uses[position].add(name);
  });

  const changes = changedByReading(schemas, options);
  // Something that goes back verbatim is compiled leniently both ways, so it needs no second form.
  const split = Object.keys(schemas).filter(
    (name) => uses.sent.has(name) && uses.read.has(name) && changes.has(name) && !roundTrip.has(name),
  );
  const twins = new Map(split.map((name) => [name, `${name}Input`]));
  for (const twin of twins.values()) {
    if (twin in schemas) throw new Error(`the sent form ${twin} needs a name that a schema has already`);
  }

  const toSent = (node: Json): Json => renameRefs(node, twins);
  const emitted: Record<string, JsonObject> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const lenient = uses.read.has(name) || roundTrip.has(name);
    define(emitted, name, lenient ? asRead(schema, options) : (toSent(asSent(schema)) as JsonObject));
    const twin = twins.get(name);
    if (twin) define(emitted, twin, toSent(asSent(schema)) as JsonObject);
  }

  const copy = structuredClone(document);
  forEachPosition(copy, (position, node, replace) => {
    replace(
      position === 'sent' ? toSent(mapSchema(node, sentOnce)) : mapSchema(node, (part) => readOnce(part, options)),
    );
  });
  (copy.components as JsonObject).schemas = Object.fromEntries(
    Object.entries(emitted).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { document: copy, split };
}

const asRead = (schema: JsonObject, options: PositionOptions): JsonObject =>
  mapSchema(schema, (part) => readOnce(part, options));
const asSent = (schema: JsonObject): JsonObject => mapSchema(schema, sentOnce);

/** Reading: an enum of several values is open, an optional field may be null where the provider does that. */
function readOnce(schema: JsonObject, options: PositionOptions): JsonObject {
  const copy = { ...schema };
  if (Array.isArray(copy.enum) && copy.enum.length > 1 && copy.type === 'string') copy['x-open-enum'] = true;
  if (options.nullableWhenRead && isObject(copy.properties)) {
    const required = new Set(Array.isArray(copy.required) ? copy.required : []);
    copy.properties = Object.fromEntries(
      Object.entries(copy.properties).map(([name, value]) => [
        name,
        required.has(name) || !isObject(value) ? value : nullable(value),
      ]),
    );
  }
  return copy;
}

/** Sending: what the provider sets itself is not asked for. */
function sentOnce(schema: JsonObject): JsonObject {
  if (!isObject(schema.properties)) return schema;
  const kept = Object.entries(schema.properties).filter(([, value]) => !(isObject(value) && value.readOnly === true));
  return { ...schema, properties: Object.fromEntries(kept) };
}

function nullable(schema: JsonObject): JsonObject {
  const { type } = schema;
  if (Array.isArray(type)) return type.includes('null') ? schema : { ...schema, type: [...type, 'null'] };
  const isPlain = typeof type === 'string' && !schema.enum && !schema.const && !schema.$ref && !hasUnion(schema);
  if (isPlain) return { ...schema, type: [type, 'null'] };
  // Texts stay on the outside, where editors look for them.
  const { description, deprecated, examples, readOnly, ...inner } = schema;
  const outer: JsonObject = {};
  if (description !== undefined) outer.description = description;
  if (deprecated !== undefined) outer.deprecated = deprecated;
  if (readOnly !== undefined) outer.readOnly = readOnly;
  if (examples !== undefined) outer.examples = examples;
  return { ...outer, anyOf: [inner, { type: 'null' }] };
}

const hasUnion = (schema: JsonObject): boolean => Boolean(schema.anyOf ?? schema.oneOf ?? schema.allOf);

/** Names of the schemas whose read and sent forms differ, themselves or through what they refer to. */
function changedByReading(schemas: Record<string, JsonObject>, options: PositionOptions): Set<string> {
  const changed = new Set(
    Object.keys(schemas).filter((name) => {
      const schema = schemas[name] as JsonObject;
      return JSON.stringify(asRead(schema, options)) !== JSON.stringify(asSent(schema));
    }),
  );
  for (let grew = true; grew; ) {
    grew = false;
    for (const [name, schema] of Object.entries(schemas)) {
      if (changed.has(name) || !schemaNames(schema).some((other) => changed.has(other))) continue;
      changed.add(name);
      grew = true;
    }
  }
  return changed;
}

type Visit = (position: 'sent' | 'read', schema: JsonObject, replace: (schema: Json) => void) => void;

/** Visits each schema that stands directly in an operation, a webhook or a shared component, with its position. */
function forEachPosition(document: JsonObject, visit: Visit): void {
  const components = (document.components as JsonObject | undefined) ?? {};
  const inSchema = (holder: Json | undefined, position: 'sent' | 'read'): void => {
    if (isObject(holder) && isObject(holder.schema))
      visit(position, holder.schema, (next) => {
        holder.schema = next;
      });
  };
  const inContent = (holder: Json | undefined, position: 'sent' | 'read'): void => {
    if (isObject(holder) && isObject(holder.content))
      for (const media of Object.values(holder.content)) inSchema(media, position);
  };
  const inResponse = (response: Json | undefined): void => {
    inContent(response, 'read');
    if (isObject(response) && isObject(response.headers))
      for (const header of Object.values(response.headers)) inSchema(header, 'read');
  };
  for (const parameter of values(components.parameters)) inSchema(parameter, 'sent');
  for (const body of values(components.requestBodies)) inContent(body, 'sent');
  for (const response of values(components.responses)) inResponse(response);
  for (const { operation } of operationsOf(document)) {
    for (const parameter of values(operation.parameters)) inSchema(parameter, 'sent');
    inContent(operation.requestBody, 'sent');
    for (const response of values(operation.responses)) inResponse(response);
  }
  // A webhook's body is what the provider sends and we read.
  for (const { operation } of operationsOf(document, 'webhooks')) inContent(operation.requestBody, 'read');
}

const values = (node: Json | undefined): Json[] =>
  Array.isArray(node) ? node : isObject(node) ? Object.values(node) : [];

function schemasOf(document: JsonObject): Record<string, JsonObject> {
  return ((document.components as JsonObject | undefined)?.schemas ?? {}) as Record<string, JsonObject>;
}

function schemaNames(node: Json): string[] {
  return [...refsIn(node)].filter((ref) => ref.startsWith(SCHEMA_PREFIX)).map((ref) => ref.slice(SCHEMA_PREFIX.length));
}

function reachable(document: JsonObject, names: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const schema = deref(document, resolveRef(document, SCHEMA_PREFIX + name));
    if (schema === undefined) throw new Error(`a $ref names the schema ${name}, which does not exist`);
    open.push(...schemaNames(resolveRef(document, SCHEMA_PREFIX + name) as Json));
  }
  return seen;
}

function renameRefs(node: Json, twins: ReadonlyMap<string, string>): Json {
  if (typeof node === 'string' && node.startsWith(SCHEMA_PREFIX)) {
    const twin = twins.get(node.slice(SCHEMA_PREFIX.length));
    return twin ? SCHEMA_PREFIX + twin : node;
  }
  if (Array.isArray(node)) return node.map((item) => renameRefs(item, twins));
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node))
    define(copy, key, DATA_KEYS.has(key) ? value : renameRefs(value, twins));
  return copy;
}

function define<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
