// Merges one schema: the provider's facts, our prose. What has the same facts comes out as the very same object.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { isNameMap, isProse, own, put, sameFacts, staysDeprecated, stripProse } from '../prose.ts';
import { type Merging, plain } from './needs.ts';
import { lines } from './plain-lines.ts';

const UNIONS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);
const SETS: ReadonlySet<string> = new Set(['required', 'enum', 'tags', 'type']);

/** @param owner the name that new fields are described by: `Customer`, `createCustomer request` */
export function mergeSchema(merging: Merging, ours: Json, theirs: Json, owner: string, where: string): Json {
  if (sameFacts(ours, theirs)) return ours;
  if (!isObject(ours) || !isObject(theirs)) return described(merging, theirs, owner, where);
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(ours)) {
    if (isProse(key)) put(copy, key, key === 'x-enum-descriptions' ? meanings(merging, value, theirs, where) : value);
    else if (staysDeprecated(key, value, theirs)) put(copy, key, value);
    else if (Object.hasOwn(theirs, key))
      put(copy, key, mergeKeyword(merging, key, value, theirs[key] as Json, owner, where));
  }
  for (const [key, value] of Object.entries(theirs)) {
    if (isProse(key) || Object.hasOwn(ours, key)) continue;
    put(copy, key, newKeyword(merging, key, value, owner, where));
  }
  return copy;
}

function mergeKeyword(merging: Merging, key: string, ours: Json, theirs: Json, owner: string, where: string): Json {
  if (sameFacts({ [key]: ours }, { [key]: theirs })) return ours;
  if (isNameMap(key, false) && key !== 'mapping' && isObject(ours) && isObject(theirs))
    return mergeProperties(merging, ours, theirs, owner, where);
  if (UNIONS.has(key) && Array.isArray(ours) && Array.isArray(theirs))
    return mergeMembers(merging, ours, theirs, owner, `${where} ${key}`);
  if (SETS.has(key) && Array.isArray(ours) && Array.isArray(theirs)) return mergeSet(ours, theirs);
  if (key === 'mapping' || key === 'discriminator') return mergeMap(ours, theirs);
  if (isObject(ours) && isObject(theirs) && !DATA.has(key))
    return mergeSchema(merging, ours, theirs, owner, key === 'items' ? `${where}[]` : `${where} ${key}`);
  return newKeyword(merging, key, theirs, owner, where);
}

const DATA: ReadonlySet<string> = new Set(['default', 'const', 'enum']);

export function mergeProperties(
  merging: Merging,
  ours: JsonObject,
  theirs: JsonObject,
  owner: string,
  where: string,
): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(ours)) {
    const twin = own(theirs, name);
    if (twin !== undefined) put(copy, name, mergeSchema(merging, value, twin, name, `${where}.${name}`));
  }
  for (const [name, value] of Object.entries(theirs)) {
    if (!Object.hasOwn(ours, name)) put(copy, name, newProperty(merging, name, value, owner, `${where}.${name}`));
  }
  return copy;
}

function newProperty(merging: Merging, name: string, theirs: Json, owner: string, where: string): Json {
  const schema = described(merging, theirs, name, where);
  if (!isObject(schema) || typeof schema.description === 'string') return schema;
  return { description: plain(merging, where, lines.property(name, owner)), ...schema };
}

/** A schema that is all new: its facts, with a plain line at every field in it. */
export function described(merging: Merging, theirs: Json, owner: string, where: string): Json {
  if (!isObject(theirs)) return stripProse(theirs);
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(theirs))
    if (!isProse(key)) put(copy, key, newKeyword(merging, key, value, owner, where));
  return copy;
}

function newKeyword(merging: Merging, key: string, theirs: Json, owner: string, where: string): Json {
  if (DATA.has(key)) return theirs;
  if (key === 'mapping' || key === 'discriminator') return stripProse(theirs, key === 'mapping');
  if (isNameMap(key, false) && isObject(theirs)) return mergeProperties(merging, {}, theirs, owner, where);
  if (Array.isArray(theirs) && UNIONS.has(key))
    return theirs.map((member, index) => described(merging, member, owner, `${where} ${key} ${index + 1}`));
  if (isObject(theirs)) return described(merging, theirs, owner, key === 'items' ? `${where}[]` : `${where} ${key}`);
  return stripProse(theirs);
}

/** Ours in our order, without what went; what came after it. */
export function mergeSet(ours: readonly Json[], theirs: readonly Json[]): Json[] {
  const has = (list: readonly Json[], item: Json): boolean => list.some((other) => sameFacts(other, item));
  return [
    ...ours.filter((item) => has(theirs, item)),
    ...theirs.filter((item) => !has(ours, item)).map((item) => stripProse(item)),
  ];
}

function mergeMap(ours: Json, theirs: Json): Json {
  if (!isObject(ours) || !isObject(theirs)) return stripProse(theirs, true);
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(ours))
    if (Object.hasOwn(theirs, key)) put(copy, key, mergeMap(value, theirs[key] as Json));
  for (const [key, value] of Object.entries(theirs)) if (!Object.hasOwn(ours, key)) put(copy, key, value);
  return copy;
}

/** Members of a union belong together by what they refer to, then by equal facts, then by their place among the rest. */
function mergeMembers(
  merging: Merging,
  ours: readonly Json[],
  theirs: readonly Json[],
  owner: string,
  where: string,
): Json[] {
  const open = new Set(theirs);
  const partner = new Map<Json, Json>();
  const match = (fits: (mine: Json, other: Json) => boolean): void => {
    for (const mine of ours) {
      const found = partner.has(mine) ? undefined : [...open].find((other) => fits(mine, other));
      if (found === undefined) continue;
      partner.set(mine, found);
      open.delete(found);
    }
  };
  const refOf = (node: Json): Json | undefined => (isObject(node) ? node.$ref : undefined);
  match((mine, other) => refOf(mine) !== undefined && refOf(mine) === refOf(other));
  match((mine, other) => sameFacts(mine, other));
  match((mine, other) => refOf(mine) === undefined && refOf(other) === undefined);
  const kept = ours.flatMap((mine) => {
    const other = partner.get(mine);
    return other === undefined ? [] : [mergeSchema(merging, mine, other, owner, where)];
  });
  return [
    ...kept,
    ...[...open].map((other, index) => described(merging, other, owner, `${where} ${kept.length + index + 1}`)),
  ];
}

/** Meanings of enum values: those of values that went go, new values get a plain line. */
function meanings(merging: Merging, ours: Json, theirs: JsonObject, where: string): Json {
  if (!isObject(ours) || !Array.isArray(theirs.enum)) return ours;
  const values = theirs.enum.map(String);
  const copy: JsonObject = {};
  for (const [value, meaning] of Object.entries(ours)) if (values.includes(value)) put(copy, value, meaning);
  for (const value of values)
    if (!Object.hasOwn(ours, value)) put(copy, value, plain(merging, `${where} = ${value}`, lines.value(value)));
  return copy;
}
