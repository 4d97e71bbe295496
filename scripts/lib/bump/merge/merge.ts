// The provider's facts into our spec. Prose and examples of ours stay with their place; nothing of the provider's is taken.
import { isObject, type Json, type JsonObject, operationsOf } from '../../json.ts';
import { isProse, own, put, sameFacts, stripProse } from '../prose.ts';
import { type Merging, type NeedsProse, plain } from './needs.ts';
import { inOrder, mergeOperation, mergeParameters, newOperation } from './operation.ts';
import { lines } from './plain-lines.ts';
import { described, mergeSchema } from './schema.ts';
import { moveShared } from './shared.ts';

export interface Merged {
  readonly document: JsonObject;
  readonly needsProse: readonly NeedsProse[];
}

/**
 * @param ours our spec, without overlays
 * @param theirs the provider's document in OpenAPI 3.1, under our schema names
 */
export function mergeFacts(ours: JsonObject, theirs: JsonObject): Merged {
  const needs: NeedsProse[] = [];
  const merging: Merging = { ours: moveShared({ ours, theirs, needs }), theirs, needs };
  const document: JsonObject = {};
  const parts: JsonObject = {
    info: mergeInfo(merging),
    servers: mergeList(merging, 'servers', 'url', lines.server),
    tags: mergeTags(merging),
    paths: mergePaths(merging, 'paths'),
    webhooks: mergePaths(merging, 'webhooks'),
    components: mergeComponents(merging),
    ...(theirs.security === undefined
      ? {}
      : {
          security: sameFacts({ security: ours.security ?? [] }, { security: theirs.security })
            ? (ours.security ?? [])
            : stripProse(theirs.security),
        }),
  };
  for (const [key, value] of Object.entries(merging.ours)) {
    if (!Object.hasOwn(parts, key)) {
      if (key !== 'security') put(document, key, value);
    } else if (!isEmpty(parts[key])) put(document, key, parts[key] as Json);
  }
  for (const [key, value] of Object.entries(parts))
    if (!Object.hasOwn(ours, key) && !isEmpty(value)) put(document, key, value);
  return { document, needsProse: unique(needs) };
}

const isEmpty = (node: Json | undefined): boolean =>
  Array.isArray(node) ? node.length === 0 : isObject(node) && Object.keys(node).length === 0;

function mergeInfo({ ours, theirs }: Merging): JsonObject {
  const [mine, other] = [isObject(ours.info) ? ours.info : {}, isObject(theirs.info) ? theirs.info : {}];
  return other.version === undefined || String(other.version) === String(mine.version)
    ? mine
    : { ...mine, version: String(other.version) };
}

function mergeList(
  merging: Merging,
  key: 'servers' | 'tags',
  id: 'url' | 'name',
  line: (name: string) => string,
): Json[] {
  const [mine, other] = [merging.ours, merging.theirs].map((document) =>
    (Array.isArray(document[key]) ? document[key] : []).filter(isObject),
  );
  const has = (list: readonly JsonObject[] | undefined, entry: JsonObject): boolean =>
    list?.some((one) => one[id] === entry[id]) ?? false;
  const kept = mine?.filter((entry) => has(other, entry)) ?? [];
  const come = other?.filter((entry) => !has(mine, entry)) ?? [];
  return [
    ...kept,
    ...come.map((entry) => ({
      ...(stripProse(entry) as JsonObject),
      description: plain(merging, `${key} ${String(entry[id])}`, line(String(entry[id]))),
    })),
  ];
}

/** Tags are those declared and those used. */
function mergeTags(merging: Merging): Json[] {
  const declared = (Array.isArray(merging.theirs.tags) ? merging.theirs.tags : []).filter(isObject);
  const names = new Set(declared.map(({ name }) => String(name)));
  for (const { operation } of operationsOf(merging.theirs))
    for (const tag of Array.isArray(operation.tags) ? operation.tags : []) names.add(String(tag));
  const tags = [...names].map((name) => ({ name }));
  return mergeList({ ...merging, theirs: { ...merging.theirs, tags } }, 'tags', 'name', lines.tag);
}

function mergePaths(merging: Merging, section: 'paths' | 'webhooks'): JsonObject {
  const [ours, theirs] = [merging.ours, merging.theirs].map((document) =>
    isObject(document[section]) ? document[section] : {},
  ) as [JsonObject, JsonObject];
  const copy: JsonObject = {};
  for (const path of [
    ...Object.keys(ours).filter((name) => Object.hasOwn(theirs, name)),
    ...Object.keys(theirs).filter((name) => !Object.hasOwn(ours, name)),
  ]) {
    if (path.startsWith('x-')) continue;
    put(copy, path, mergeItem(merging, own(ours, path), own(theirs, path), path));
  }
  return inOrder(copy, Object.keys(ours), Object.keys(theirs));
}

function mergeItem(merging: Merging, ours: Json | undefined, theirs: Json | undefined, path: string): Json {
  const [mine, other] = [isObject(ours) ? ours : {}, isObject(theirs) ? theirs : {}];
  const merged = (key: string): Json | undefined => {
    const [left, right] = [own(mine, key), own(other, key)];
    if (key === 'parameters' && Array.isArray(right))
      return mergeParameters(merging, Array.isArray(left) ? left : [], right, path, '');
    if (!isObject(right)) return right === undefined ? undefined : stripProse(right);
    const place = { path, method: key };
    return isObject(left) ? mergeOperation(merging, left, right, place) : newOperation(merging, right, place);
  };
  const copy: JsonObject = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(other)])) {
    const value = isProse(key) ? own(mine, key) : merged(key);
    if (value !== undefined) put(copy, key, value);
  }
  return inOrder(copy, Object.keys(mine), Object.keys(other));
}

function mergeComponents(merging: Merging): JsonObject {
  const [mine, other] = [merging.ours.components, merging.theirs.components].map((node) =>
    isObject(node) ? node : {},
  ) as [JsonObject, JsonObject];
  const { schemas: _, securitySchemes: __, ...ownRooms } = mine;
  const rooms: JsonObject = { ...ownRooms };
  const schemas = mergeSchemas(
    merging,
    isObject(mine.schemas) ? mine.schemas : {},
    isObject(other.schemas) ? other.schemas : {},
  );
  if (!isEmpty(schemas)) rooms.schemas = schemas;
  const schemes = mergeSchemes(
    merging,
    isObject(mine.securitySchemes) ? mine.securitySchemes : {},
    isObject(other.securitySchemes) ? other.securitySchemes : {},
  );
  if (!isEmpty(schemes)) rooms.securitySchemes = schemes;
  return inOrder(rooms, Object.keys(mine), Object.keys(rooms));
}

function mergeSchemas(merging: Merging, ours: JsonObject, theirs: JsonObject): JsonObject {
  const copy: JsonObject = {};
  const names = Object.keys(ours).filter((name) => Object.hasOwn(theirs, name));
  const isSorted = names.every((name, index) => index === 0 || String(names[index - 1]) < name);
  for (const name of Object.keys(theirs))
    if (!Object.hasOwn(ours, name)) names.splice(isSorted ? placeIn(names, name) : names.length, 0, name);
  for (const name of names) {
    const [mine, other] = [own(ours, name), own(theirs, name) as Json];
    if (mine !== undefined) put(copy, name, mergeSchema(merging, mine, other, name, name));
    else {
      const schema = described(merging, other, name, name);
      put(copy, name, isObject(schema) ? { description: plain(merging, name, lines.schema(name)), ...schema } : schema);
    }
  }
  return copy;
}

const placeIn = (sorted: readonly string[], name: string): number => {
  const at = sorted.findIndex((other) => other > name);
  return at < 0 ? sorted.length : at;
};

/** Scopes map a name to our text about it. */
function mergeSchemes(merging: Merging, ours: JsonObject, theirs: JsonObject): JsonObject {
  const merged = (mine: Json | undefined, other: Json, key: string, where: string): Json => {
    if (mine !== undefined && sameFacts({ [key]: mine }, { [key]: other })) return mine;
    if (!isObject(other)) return other;
    const copy: JsonObject = {};
    const scopes = key === 'scopes';
    for (const [name, value] of Object.entries(isObject(mine) ? mine : {})) {
      const twin = own(other, name);
      if (!scopes && isProse(name)) put(copy, name, value);
      else if (twin !== undefined) put(copy, name, scopes ? value : merged(value, twin, name, where));
    }
    for (const [name, value] of Object.entries(other)) {
      if (Object.hasOwn(copy, name) || (!scopes && isProse(name))) continue;
      put(
        copy,
        name,
        scopes ? plain(merging, `scope ${name}`, lines.scope(name)) : merged(undefined, value, name, where),
      );
    }
    return copy;
  };
  const copy: JsonObject = {};
  for (const name of new Set([
    ...Object.keys(ours).filter((key) => Object.hasOwn(theirs, key)),
    ...Object.keys(theirs),
  ])) {
    const mine = own(ours, name);
    const scheme = merged(mine, theirs[name] as Json, name, name);
    put(
      copy,
      name,
      mine === undefined && isObject(scheme)
        ? { ...scheme, description: plain(merging, `security scheme ${name}`, lines.scheme(name)) }
        : scheme,
    );
  }
  return copy;
}

function unique(needs: readonly NeedsProse[]): NeedsProse[] {
  const seen = new Set<string>();
  return needs.filter(({ where }) => !seen.has(where) && seen.add(where));
}
