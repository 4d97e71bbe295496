// The provider's facts into our spec. Prose and examples of ours stay with their place; nothing of the provider's is taken.
import { isObject, type Json, type JsonObject, operationsOf } from '../../contract/json.ts';
import { isProse, own, put, sameFacts, stripProse } from '../prose.ts';
import { isEmpty, mergeComponents } from './components.ts';
import { type Merging, type NeedsProse, plain } from './needs.ts';
import { mergeOperation, mergeParameters, newOperation } from './operation.ts';
import { inOrder } from './order.ts';
import { lines } from './plain-lines.ts';
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

function unique(needs: readonly NeedsProse[]): NeedsProse[] {
  const seen = new Set<string>();
  return needs.filter(({ where }) => !seen.has(where) && seen.add(where));
}
