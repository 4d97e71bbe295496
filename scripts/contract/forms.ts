// The two forms of a schema: lenient in responses, strict in requests. An enum of several strings is open in both, so that a
// value that was received can be sent.
import { isObject, type JsonObject } from './json.ts';
import { mapSchema } from './openapi.ts';

export interface FormOptions {
  /** The provider answers `null` for an absent optional field (Iron's documented answers do). */
  readonly nullableWhenRead: boolean;
}

/** In responses: an optional field may be null where the provider does that. */
export function asResponse(schema: JsonObject, options: FormOptions): JsonObject {
  return mapSchema(schema, (part) => {
    const copy = openEnum(part);
    if (!options.nullableWhenRead || !isObject(copy.properties)) return copy;
    const required = new Set(Array.isArray(copy.required) ? copy.required : []);
    copy.properties = Object.fromEntries(
      Object.entries(copy.properties).map(([name, value]) => [
        name,
        required.has(name) || !isObject(value) ? value : nullable(value),
      ]),
    );
    return copy;
  });
}

/** In requests: what the provider sets itself is neither asked for nor there to be filled. */
export function asRequest(schema: JsonObject): JsonObject {
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
  const values = Array.isArray(members) ? members.filter((value) => value !== null) : [];
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
