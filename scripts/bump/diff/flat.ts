// One schema as the comparison sees it: `allOf` and siblings of a `$ref` laid flat, each part with the schema it came from,
// so that a shared schema's own changes are told where it stands and not again at every use.
import { factsText } from '../../contract/facts.ts';
import { isObject, items, type Json, type JsonObject } from '../../contract/json.ts';
import { contentOf, isExtension } from '../../contract/openapi.ts';
import { deref, SCHEMAS } from '../../contract/walk.ts';

export interface Part<T> {
  readonly value: T;
  /** The shared schema it comes from; empty where it is written in place. */
  readonly origin: string;
}

export interface Flat {
  readonly properties: Map<string, Part<Json>>;
  readonly required: Map<string, Part<true>>;
  readonly keywords: Map<string, Part<Json>>;
  /** Shared schemas it is made of. */
  readonly members: Set<string>;
  nullable: boolean;
}

const NOTES: ReadonlySet<string> = new Set(['deprecated', 'default', 'readOnly', 'writeOnly']);
const UNIONS = ['anyOf', 'oneOf'] as const;
/** Written by the pipeline where reading takes other values too. */
export const OPEN = 'x-open-enum';

/** Texts and extensions: nothing that the comparison looks at. */
export const isAside = (key: string): boolean => contentOf('schema', key).text || isExtension(key);

const nameIn = (ref: Json | undefined): string | undefined =>
  typeof ref === 'string' && ref.startsWith(SCHEMAS) ? ref.slice(SCHEMAS.length) : undefined;

/** The name of the schema that a node is nothing but a reference to, notes aside. */
export function pureRef(node: Json | undefined): string | undefined {
  if (!isObject(node)) return undefined;
  const others = Object.keys(node).filter((key) => key !== '$ref' && !isAside(key) && !NOTES.has(key));
  return others.length === 0 ? nameIn(node.$ref) : undefined;
}

/** The one shared schema that a variant is made of, also through `allOf: [$ref, …]`. */
export function coreName(node: Json | undefined): string | undefined {
  if (!isObject(node)) return undefined;
  const names = [node, ...items(node.allOf)].flatMap((part) => (isObject(part) ? (nameIn(part.$ref) ?? []) : []));
  return names.length === 1 ? names[0] : undefined;
}

/** `anyOf: [X, null]` is X that may be null, and `anyOf: [X]` is X. Notes beside the union stay with X. */
export function withoutNull(node: Json | undefined): { schema: Json | undefined; nullable: boolean } {
  if (!isObject(node)) return { schema: node, nullable: false };
  for (const union of UNIONS) {
    const members = node[union];
    if (!Array.isArray(members)) continue;
    const rest = members.filter((member) => !(isObject(member) && member.type === 'null'));
    const nullable = rest.length < members.length;
    const { [union]: _, ...beside } = node;
    const [only] = rest;
    if (rest.length === 1 && isObject(only) && Object.keys(beside).every((key) => isAside(key) || NOTES.has(key)))
      return { schema: { ...beside, ...only }, nullable };
    if (nullable) return { schema: { ...beside, [union]: rest }, nullable };
  }
  return { schema: node, nullable: false };
}

const empty = (): Flat => ({
  properties: new Map(),
  required: new Map(),
  keywords: new Map(),
  members: new Set(),
  nullable: false,
});

/** Without a document, what it refers to is named and not looked into. */
export function flatten(document: JsonObject | undefined, schema: Json | undefined): Flat {
  const flat = empty();
  const add = (node: Json | undefined, origin: string, top: boolean): void => {
    if (node === true || node === undefined) return;
    if (!isObject(node)) {
      flat.keywords.set('type', { value: 'nothing', origin });
      return;
    }
    const bare = withoutNull(node);
    if (bare.nullable && top) flat.nullable = true;
    const own = bare.schema as JsonObject;
    if (typeof own.$ref === 'string') {
      const name = nameIn(own.$ref) ?? own.$ref;
      if (!flat.members.has(name)) {
        flat.members.add(name);
        if (document) add(deref(document, own), origin || name, top);
      }
    }
    for (const [key, value] of Object.entries(own)) {
      if (key === '$ref' || (isAside(key) && key !== OPEN)) continue;
      if (key === 'allOf' && Array.isArray(value)) for (const member of value) add(member, origin, false);
      else if (key === 'properties' && isObject(value))
        for (const [name, part] of Object.entries(value)) addProperty(flat, name, { value: part, origin });
      else if (key === 'required' && Array.isArray(value)) {
        for (const name of value.map(String))
          if (!flat.required.has(name)) flat.required.set(name, { value: true, origin });
      } else if (key === 'type' && Array.isArray(value) && value.includes('null') && top) {
        const types = value.filter((type) => type !== 'null');
        flat.nullable = true;
        addKeyword(flat, key, { value: types.length === 1 ? (types[0] ?? 'null') : types, origin });
      } else if (!isDefault(key, value)) addKeyword(flat, key, { value, origin });
    }
  };
  add(schema, '', true);
  return flat;
}

/** What says the same as its absence. */
function isDefault(key: string, value: Json): boolean {
  if (key === 'additionalProperties' || key === 'items')
    return value === true || (isObject(value) && Object.keys(value).every(isAside));
  if (key === 'minLength' || key === 'minItems' || key === 'minProperties') return value === 0;
  return value === false && FLAGS.has(key);
}

const FLAGS: ReadonlySet<string> = new Set(['uniqueItems', 'nullable', 'readOnly', 'writeOnly', 'deprecated']);

/** A field that two members declare has both to keep. */
function addProperty({ properties }: Flat, name: string, part: Part<Json>): void {
  const present = properties.get(name);
  if (!present) properties.set(name, part);
  else if (JSON.stringify(present.value) !== JSON.stringify(part.value))
    properties.set(name, {
      value: { allOf: [present.value, part.value] },
      origin: present.origin === part.origin ? part.origin : '',
    });
}

function addKeyword({ keywords }: Flat, key: string, part: Part<Json>): void {
  const present = keywords.get(key);
  if (!present) keywords.set(key, part);
  else if (JSON.stringify(present.value) !== JSON.stringify(part.value))
    keywords.set(`${key} of ${part.origin || 'its own'}`, part);
}

/** The variants of a union; undefined for a plain schema. */
export function variantsOf({ keywords }: Flat): Json[] | undefined {
  const members = keywords.get('anyOf')?.value ?? keywords.get('oneOf')?.value;
  return Array.isArray(members) ? members : undefined;
}

/** One variant with what stands beside the union: what the value is where that variant is meant. */
export function withVariant(union: Flat, variant: Flat): Flat {
  const flat = { ...empty(), nullable: union.nullable || variant.nullable };
  for (const from of [union, variant]) {
    for (const [name, part] of from.properties) addProperty(flat, name, part);
    for (const [name, part] of from.required) flat.required.set(name, part);
    for (const name of from.members) flat.members.add(name);
    for (const [key, part] of from.keywords)
      if (from === variant || !['anyOf', 'oneOf', 'discriminator'].includes(key)) addKeyword(flat, key, part);
  }
  return flat;
}

/** What a value may consist of, to tell how alike two schemas are. */
export function partsOf(document: JsonObject, schema: Json | undefined): Set<string> {
  const flat = flatten(document, schema);
  const parts = new Set<string>();
  for (const [name, { value }] of flat.properties)
    parts.add(`${name}: ${isObject(value) ? String(value.type ?? value.$ref ?? 'union') : 'any'}`);
  for (const value of items(flat.keywords.get('enum')?.value)) parts.add(`= ${JSON.stringify(value)}`);
  for (const member of variantsOf(flat) ?? [])
    parts.add(`| ${isObject(member) ? String(member.$ref ?? 'inline') : 'any'}`);
  return parts;
}

/** Two of three parts in common; below that, a new schema that happens to share `id` and `created_at` would count. */
export const ALIKE = 0.66;

/** Of 1: the share of parts that two schemas have in common; 0 where there are fewer than `least` to go by. */
export function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>, least = 3): number {
  if (Math.min(left.size, right.size) < least) return 0;
  return [...left].filter((part) => right.has(part)).length / Math.max(left.size, right.size);
}

/** Whether two schemas provably take the same values, in other words. */
export const isRewritten = (documents: Documents, left: Json | undefined, right: Json | undefined): boolean =>
  plainText(left) === plainText(right) || plainText(left, documents.before) === plainText(right, documents.after);

interface Documents {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** One text for schemas that differ in wrappers and order alone; with a document, also what it refers to is written in place. */
export function plainText(schema: Json | undefined, document?: JsonObject): string {
  if (!isObject(schema)) return JSON.stringify(schema ?? true);
  const { properties, required, keywords, members, nullable } = flatten(document, schema);
  const fields = [...properties].map(([name, { value }]) => `${name}: ${plainText(value)}`).sort();
  const others = [...keywords].map(([key, { value }]) => `${key}: ${keywordText(key, value)}`).sort();
  return JSON.stringify([fields, [...required.keys()].sort(), others, [...members].sort(), nullable]);
}

function keywordText(key: string, value: Json): string {
  const { kind, shape } = contentOf('schema', key);
  if (kind !== 'schema') return factsText({ [key]: value }, 'schema');
  if (shape === 'one') return plainText(value);
  const texts = Object.entries(value as JsonObject).map(
    ([name, item]) => (shape === 'map' ? `${name}: ` : '') + plainText(item),
  );
  return JSON.stringify(key === 'prefixItems' ? texts : texts.sort());
}

/** A schema in a few words, for a table cell. */
export function brief(schema: Json | undefined): Json {
  const name = pureRef(withoutNull(schema).schema);
  if (name) return name;
  if (!isObject(schema)) return 'anything';
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (isObject(schema.items)) return `${String(brief(schema.items))}[]`;
  const types = [schema.type ?? []].flat().join(' | ');
  return schema.format ? `${types} (${String(schema.format)})` : types || 'a structure';
}
