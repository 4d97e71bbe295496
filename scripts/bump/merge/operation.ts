// Merges one operation: parameters by their place and name, answers by status; what we share between operations stays shared
// where the facts still agree.
import { deref, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { isProse, own, put, sameFacts, staysDeprecated, stripProse } from '../prose.ts';
import { mergeHolder } from './holder.ts';
import { type Merging, plain } from './needs.ts';
import { inOrder } from './order.ts';
import { lines } from './plain-lines.ts';
import { mergeSet } from './schema.ts';
import { sharedAnswer, sharedParameter } from './shared.ts';

export interface Place {
  readonly path: string;
  readonly method: string;
}

export function mergeOperation(merging: Merging, ours: JsonObject, theirs: JsonObject, place: Place): JsonObject {
  const copy: JsonObject = {};
  const id = String(theirs.operationId ?? '');
  for (const [key, value] of Object.entries(ours)) {
    if (isProse(key) || staysDeprecated(key, value, theirs)) put(copy, key, value);
    else if (Object.hasOwn(theirs, key)) put(copy, key, mergePart(merging, key, value, theirs[key] as Json, place, id));
  }
  for (const [key, value] of Object.entries(theirs)) {
    if (!isProse(key) && !Object.hasOwn(ours, key))
      put(copy, key, mergePart(merging, key, undefined, value, place, id));
  }
  return copy;
}

export function newOperation(merging: Merging, theirs: JsonObject, place: Place): JsonObject {
  const text = lines.operation(String(theirs.operationId ?? ''), place.method, place.path);
  const where = `${place.method.toUpperCase()} ${place.path}`;
  const { tags, ...rest } = mergeOperation(merging, {}, theirs, place);
  return {
    ...(tags === undefined ? {} : { tags }),
    summary: plain(merging, `${where} summary`, text.summary),
    description: plain(merging, where, text.description),
    ...rest,
  };
}

function mergePart(
  merging: Merging,
  key: string,
  ours: Json | undefined,
  theirs: Json,
  place: Place,
  id: string,
): Json {
  const where = `${place.method.toUpperCase()} ${place.path}`;
  if (key === 'parameters' && Array.isArray(theirs))
    return mergeParameters(merging, Array.isArray(ours) ? ours : [], theirs, where, id);
  if (key === 'responses' && isObject(theirs))
    return mergeAnswers(merging, isObject(ours) ? ours : {}, theirs, where, id);
  if (key === 'requestBody') return mergeBody(merging, ours, theirs, `${where} body`, id);
  if (ours !== undefined && sameFacts({ [key]: ours }, { [key]: theirs })) return ours;
  if (Array.isArray(ours) && Array.isArray(theirs)) return mergeSet(ours, theirs);
  return stripProse(theirs);
}

export function mergeParameters(
  merging: Merging,
  ours: readonly Json[],
  theirs: readonly Json[],
  where: string,
  id: string,
): Json[] {
  const keyOf = (document: JsonObject, entry: Json): string => {
    const { in: place, name } = deref(document, entry) ?? {};
    return `${String(place)} ${place === 'header' ? String(name).toLowerCase() : String(name)}`;
  };
  const open = new Map(theirs.map((entry) => [keyOf(merging.theirs, entry), entry]));
  const kept = ours.flatMap((entry) => {
    const key = keyOf(merging.ours, entry);
    const twin = deref(merging.theirs, open.get(key));
    if (!twin) return [];
    open.delete(key);
    return [mergeParameter(merging, entry, twin, `${where} ${key}`, id)];
  });
  return [
    ...kept,
    ...[...open].map(([key, entry]) =>
      newParameter(merging, deref(merging.theirs, entry) as JsonObject, `${where} ${key}`, id),
    ),
  ];
}

function mergeParameter(merging: Merging, ours: Json, theirs: JsonObject, where: string, id: string): Json {
  const mine = deref(merging.ours, ours) as JsonObject;
  if (sameFacts(mine, theirs)) return ours;
  return sharedParameter(merging, theirs) ?? mergeHolder(merging, mine, theirs, id, where);
}

function newParameter(merging: Merging, theirs: JsonObject, where: string, id: string): Json {
  const shared = sharedParameter(merging, theirs);
  if (shared) return shared;
  const description = plain(merging, where, lines.parameter(String(theirs.name), String(theirs.in)));
  return { description, ...mergeHolder(merging, {}, theirs, id, where) };
}

function mergeBody(merging: Merging, ours: Json | undefined, theirs: Json, where: string, id: string): Json {
  const [mine, other] = [deref(merging.ours, ours), deref(merging.theirs, theirs) ?? {}];
  if (ours !== undefined && mine && sameFacts(mine, other)) return ours;
  if (mine) return mergeHolder(merging, mine, other, `${id} request`, where);
  return {
    description: plain(merging, where, lines.body(id)),
    ...mergeHolder(merging, {}, other, `${id} request`, where),
  };
}

function mergeAnswers(merging: Merging, ours: JsonObject, theirs: JsonObject, where: string, id: string): JsonObject {
  const copy: JsonObject = {};
  for (const [status, value] of Object.entries(ours)) {
    const other = deref(merging.theirs, own(theirs, status));
    if (!other) continue;
    const mine = deref(merging.ours, value) as JsonObject;
    put(
      copy,
      status,
      sameFacts(mine, other)
        ? value
        : (sharedAnswer(merging, other, status) ??
            mergeHolder(merging, mine, other, `${id} answer`, `${where} ${status}`)),
    );
  }
  for (const [status, value] of Object.entries(theirs)) {
    if (Object.hasOwn(ours, status) || status.startsWith('x-')) continue;
    const other = deref(merging.theirs, value) ?? {};
    const line = lines.answer(status);
    put(
      copy,
      status,
      sharedAnswer(merging, other, status) ?? {
        description: plain(merging, `${where} ${status}`, line),
        ...mergeHolder(merging, {}, other, `${id} answer`, `${where} ${status}`),
      },
    );
  }
  return inOrder(copy, Object.keys(ours), Object.keys(theirs));
}
