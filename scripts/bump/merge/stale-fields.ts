// Examples of ours that show a field which the provider no longer declares. They are still valid, as what is read is open, but they
// teach what is gone.
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Finding } from '../diff/change.ts';
import { examplesIn, writeBack } from './example-places.ts';
import type { MendedExample } from './mend-examples.ts';
import { fieldSchema } from './sample.ts';

/**
 * Takes such fields out of the examples.
 *
 * @param findings what the comparison says of the two
 * @param before the effective contract of today, which declares them
 * @param after the new effective contract, whose examples are looked at
 * @param spec our merged spec, which is changed in place
 */
export function dropStaleFields(
  findings: readonly Finding[],
  before: JsonObject,
  after: JsonObject,
  spec: JsonObject,
): MendedExample[] {
  if (!findings.some(takesFields)) return [];
  const old = new Map([...examplesIn(before)].map(({ pointer, schema }) => [pointer.join('/'), schema]));
  return [...examplesIn(after)].flatMap(({ place, pointer, schema, value }): MendedExample[] => {
    const oldSchema = old.get(pointer.join('/'));
    const copy = structuredClone(value);
    const isStale = (path: readonly string[]): boolean =>
      oldSchema !== undefined &&
      fieldSchema(before, oldSchema, path, value) !== undefined &&
      fieldSchema(after, schema, path, value) === undefined;
    const dropped = drop(copy, [], isStale);
    if (dropped.length === 0) return [];
    const outcome = writeBack(spec, pointer, value, copy) ? 'mended' : 'by hand';
    return [{ place, reason: `${dropped.join(', ')}: no longer declared`, outcome }];
  });
}

/** A variant or a type takes its fields with it. */
const takesFields = ({ kind }: Finding): boolean => /-(field|variant)-removed$|-(type|shape)-changed$/.test(kind);

/** Paths of what was taken out. */
function drop(node: Json, path: readonly string[], isStale: (path: readonly string[]) => boolean): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => drop(item, [...path, String(index)], isStale));
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const place = [...path, key];
    if (!isStale(place)) return drop(value, place, isStale);
    delete node[key];
    return [place.join('.')];
  });
}
