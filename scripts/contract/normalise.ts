// What the overlays leave to code, because it must happen everywhere at once: media types, `allOf` wrappers, empty members.
import { isObject, type Json, type JsonObject, mapSchema, NAME_MAPS, put } from './json.ts';

/** Returns the document with every media type key bare and every single-`$ref` `allOf` unwrapped. */
export function normalise(document: JsonObject): JsonObject {
  return mapNode(document, false) as JsonObject;
}

function mapNode(node: Json, keysAreNames: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => mapNode(item, false));
  if (!isObject(node)) return node;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    put(copy, key, keysAreNames ? mapNode(value, false) : mapKeyword(key, value));
  }
  return copy;
}

function mapKeyword(key: string, value: Json): Json {
  // Examples are data: a field in them may be called `schema` or `content`.
  if (key === 'example' || key === 'examples') return value;
  if (key === 'schema' && isObject(value)) return mapSchema(value, unwrap);
  if (key === 'schemas' && isObject(value)) {
    return mapValues(value, (schema) => (isObject(schema) ? mapSchema(schema, unwrap) : schema));
  }
  const mapped = mapNode(value, NAME_MAPS.has(key));
  return key === 'content' ? bareMediaTypes(mapped) : mapped;
}

/** `application/json; charset=utf-8` -> `application/json`: parameters of a media type break typed lookups (design, "traps"). */
function bareMediaTypes(content: Json): Json {
  if (!isObject(content)) return content;
  const bare: JsonObject = {};
  for (const [mediaType, media] of Object.entries(content)) {
    const name = (mediaType.split(';')[0] ?? mediaType).trim().toLowerCase();
    if (Object.hasOwn(bare, name))
      throw new Error(`two media types become ${name}: ${Object.keys(content).join(', ')}`);
    put(bare, name, media);
  }
  return bare;
}

/** `allOf: [{ $ref }, { deprecated: true }]` -> `{ $ref, deprecated: true }`: an intersection loses discriminators in types. */
function unwrap(schema: JsonObject): JsonObject {
  if (!Array.isArray(schema.allOf)) return schema;
  const members = schema.allOf.filter((member) => isObject(member) && Object.keys(member).length > 0) as JsonObject[];
  const refs = members.filter((member) => typeof member.$ref === 'string');
  const rest = members.filter((member) => typeof member.$ref !== 'string');
  const onlyNotes = rest.every((member) => Object.keys(member).every((key) => NOTES.has(key)));
  const { allOf, ...others } = schema;
  const addsNothing = Object.keys(others).every((key) => NOTES.has(key));
  if (refs.length === 1 && onlyNotes && addsNothing) return Object.assign({}, refs[0], ...rest, others) as JsonObject;
  return members.length > 0 ? { ...others, allOf: members } : others;
}

/** Keywords that say something about a schema without narrowing it. */
const NOTES: ReadonlySet<string> = new Set([
  'description',
  'title',
  'deprecated',
  'default',
  'example',
  'examples',
  'readOnly',
]);

function mapValues(map: JsonObject, change: (value: Json) => Json): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(map)) put(copy, key, change(value));
  return copy;
}
