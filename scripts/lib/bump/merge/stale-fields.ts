// Examples of ours that show a field which the provider no longer declares. They are still valid, as what is read is open, but they
// teach what is gone.
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { compareContracts } from '../diff/diff.ts';
import { examplesIn, writeBack } from './example-places.ts';
import type { MendedExample } from './mend-examples.ts';
import { fieldSchema } from './sample.ts';

/**
 * Takes such fields out of the examples.
 *
 * @param before the effective contract of today, which declares them
 * @param after the new effective contract, whose examples are looked at
 * @param spec our merged spec, which is changed in place
 */
export function dropStaleFields(before: JsonObject, after: JsonObject, spec: JsonObject): MendedExample[] {
  const gone = goneNames(before, after);
  if (gone.size === 0) return [];
  const old = new Map([...examplesIn(before)].map(({ pointer, schema }) => [pointer.join('/'), schema]));
  return [...examplesIn(after)].flatMap(({ place, pointer, schema, value }): MendedExample[] => {
    const oldSchema = old.get(pointer.join('/'));
    const copy = structuredClone(value);
    const isStale = (path: readonly string[]): boolean =>
      oldSchema !== undefined &&
      fieldSchema(before, oldSchema, path, value) !== undefined &&
      fieldSchema(after, schema, path, value) === undefined;
    const dropped = drop(copy, [], gone, isStale);
    if (dropped.length === 0) return [];
    const outcome = writeBack(spec, pointer, value, copy) ? 'mended' : 'by hand';
    return [{ place, reason: `${dropped.join(', ')}: no longer declared`, outcome }];
  });
}

/** Names of fields that went from some schema. Others need not be looked for, which is most of the time. */
function goneNames(before: JsonObject, after: JsonObject): Set<string> {
  const removed = compareContracts(before, after, '').filter(({ kind }) =>
    /^(request|response)-(field|variant)-removed$|-(type|shape)-changed$/.test(kind),
  );
  const last = removed.map(({ where }) => where.replace(/\[\]/g, '').split('.').at(-1) ?? '');
  // A variant or a type takes its fields with it, whatever they are called.
  return removed.every(({ kind }) => kind.endsWith('-field-removed')) ? new Set(last) : ANY;
}

const ANY: Set<string> = Object.assign(new Set<string>(['*']), { has: () => true });

/** Paths of what was taken out. */
function drop(
  node: Json,
  path: readonly string[],
  names: ReadonlySet<string>,
  isStale: (path: readonly string[]) => boolean,
): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => drop(item, [...path, String(index)], names, isStale));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const place = [...path, key];
    if (!names.has(key) || !isStale(place)) return drop(value, place, names, isStale);
    delete node[key];
    return [place.join('.')];
  });
}
