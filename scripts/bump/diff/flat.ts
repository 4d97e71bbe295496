// One schema as the comparison sees it: `allOf` and siblings of a `$ref` laid flat, each part with the schema it came from,
// so that a shared schema's own changes are told where it stands and not again at every use.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { contentOf, isExtension } from '../../contract/openapi.ts';
import { deref, SCHEMAS } from '../../contract/refs.ts';

export interface Part<T> {
  readonly value: T;
  /** The shared schema it comes from; empty where it is written in place. */
  readonly origin: string;
}

export interface Flat {
  readonly properties: ReadonlyMap<string, Part<Json>>;
  readonly required: ReadonlyMap<string, Part<true>>;
  readonly keywords: ReadonlyMap<string, Part<Json>>;
  /** Shared schemas it is made of. */
  readonly members: ReadonlySet<string>;
  readonly nullable: boolean;
}

const NOTES: ReadonlySet<string> = new Set(['deprecated', 'default', 'readOnly', 'writeOnly']);
/** Written by the pipeline where reading takes other values too. */
export const OPEN = 'x-open-enum';

/** Texts and extensions: nothing that the comparison looks at. */
export const isAside = (key: string): boolean => contentOf('schema', key).text || isExtension(key);

/** The name of the schema that a node is nothing but a reference to, notes aside. */
export function pureRef(node: Json | undefined): string | undefined {
  if (!isObject(node) || typeof node.$ref !== 'string' || !node.$ref.startsWith(SCHEMAS)) return undefined;
  const others = Object.keys(node).filter((key) => key !== '$ref' && !isAside(key) && !NOTES.has(key));
  return others.length === 0 ? node.$ref.slice(SCHEMAS.length) : undefined;
}

/** `anyOf: [X, null]` is X that may be null. Notes beside the union stay with X. */
export function withoutNull(node: Json | undefined): { schema: Json | undefined; nullable: boolean } {
  if (!isObject(node)) return { schema: node, nullable: false };
  for (const union of ['anyOf', 'oneOf']) {
    const members = node[union];
    if (!Array.isArray(members)) continue;
    const rest = members.filter((member) => !(isObject(member) && member.type === 'null'));
    if (rest.length === members.length) continue;
    const { [union]: _, ...beside } = node;
    const [only] = rest;
    if (rest.length === 1 && isObject(only) && Object.keys(beside).every((key) => isAside(key) || NOTES.has(key))) {
      return { schema: { ...beside, ...only }, nullable: true };
    }
    return { schema: { ...beside, [union]: rest }, nullable: true };
  }
  return { schema: node, nullable: false };
}

export function flatten(document: JsonObject, schema: Json | undefined): Flat {
  const properties = new Map<string, Part<Json>>();
  const required = new Map<string, Part<true>>();
  const keywords = new Map<string, Part<Json>>();
  const members = new Set<string>();
  let nullable = false;

  const add = (node: Json | undefined, origin: string, top: boolean): void => {
    if (node === true || node === undefined) return;
    if (!isObject(node)) {
      keywords.set('type', { value: 'nothing', origin });
      return;
    }
    const bare = withoutNull(node);
    if (bare.nullable && top) nullable = true;
    const own = bare.schema as JsonObject;
    if (typeof own.$ref === 'string') {
      const name = own.$ref.startsWith(SCHEMAS) ? own.$ref.slice(SCHEMAS.length) : own.$ref;
      if (!members.has(name)) {
        members.add(name);
        add(deref(document, own), origin || name, top);
      }
    }
    for (const [key, value] of Object.entries(own)) {
      if (key === '$ref' || (isAside(key) && key !== OPEN)) continue;
      if (key === 'allOf' && Array.isArray(value)) {
        for (const member of value) add(member, origin, false);
      } else if (key === 'properties' && isObject(value)) {
        for (const [name, part] of Object.entries(value)) join(properties, name, part, origin);
      } else if (key === 'required' && Array.isArray(value)) {
        for (const name of value.map(String)) if (!required.has(name)) required.set(name, { value: true, origin });
      } else {
        keyword(key, value, origin);
      }
    }
  };

  const keyword = (key: string, value: Json, origin: string): void => {
    const present = keywords.get(key);
    if (!present) keywords.set(key, { value, origin });
    else if (JSON.stringify(present.value) !== JSON.stringify(value))
      keywords.set(`${key} of ${origin || 'its own'}`, { value, origin });
  };

  add(schema, '', true);
  return { properties, required, keywords, members, nullable };
}

/** A field that two members declare has both to keep. */
function join(properties: Map<string, Part<Json>>, name: string, value: Json, origin: string): void {
  const present = properties.get(name);
  if (!present) properties.set(name, { value, origin });
  else if (JSON.stringify(present.value) !== JSON.stringify(value)) {
    properties.set(name, { value: { allOf: [present.value, value] }, origin: present.origin === origin ? origin : '' });
  }
}
