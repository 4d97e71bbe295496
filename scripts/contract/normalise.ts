// What the overlays leave to code, because it must happen everywhere at once: media types, `allOf` wrappers, empty members.
import { isObject, items, type Json, type JsonObject, put } from './json.ts';
import type { Kind } from './openapi.ts';
import { rebuild } from './walk.ts';

/** Returns the document with every media type key bare and every single-`$ref` `allOf` unwrapped. */
export function normalise(document: JsonObject): JsonObject {
  return rebuild(document, 'document', (node, kind) => normalised(node, kind));
}

function normalised(node: JsonObject, kind: Kind): JsonObject {
  if (kind === 'schema') return unwrap(node);
  return isObject(node.content) ? { ...node, content: bareMediaTypes(node.content) } : node;
}

/** `application/json; charset=utf-8` -> `application/json`: openapi-fetch's types look media types up without parameters. */
function bareMediaTypes(content: JsonObject): JsonObject {
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
  const members = items(schema.allOf).filter(
    (member): member is JsonObject => isObject(member) && Object.keys(member).length > 0,
  );
  const refs = members.filter((member) => typeof member.$ref === 'string');
  const rest = members.filter((member) => typeof member.$ref !== 'string');
  const onlyAnnotations = rest.every((member) => Object.keys(member).every((key) => ANNOTATIONS.has(key)));
  const { allOf, ...others } = schema;
  const addsNothing = Object.keys(others).every((key) => ANNOTATIONS.has(key));
  if (refs.length === 1 && onlyAnnotations && addsNothing)
    return Object.assign({}, refs[0], ...rest, others) as JsonObject;
  return members.length > 0 ? { ...others, allOf: members as Json[] } : others;
}

/** Keywords that describe a schema without narrowing it. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'description',
  'title',
  'deprecated',
  'default',
  'example',
  'examples',
  'readOnly',
]);
