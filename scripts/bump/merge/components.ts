// Merges the shared parts: schemas under our names, and security schemes with our texts about their scopes.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { isProse, own, put, sameFacts } from '../prose.ts';
import { type Merging, plain } from './needs.ts';
import { inOrder } from './order.ts';
import { lines } from './plain-lines.ts';
import { described, mergeSchema } from './schema.ts';

export function mergeComponents(merging: Merging): JsonObject {
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

export const isEmpty = (node: Json | undefined): boolean =>
  Array.isArray(node) ? node.length === 0 : isObject(node) && Object.keys(node).length === 0;
