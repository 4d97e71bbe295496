// Compares the exported type names: what went, what came, and what apparently only changed its name.
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { mapRefs, SCHEMAS, schemasOf } from '../../contract/refs.ts';
import { visit } from '../../contract/walk.ts';
import type { Walk } from './change.ts';
import { likeness, partsOf } from './flat.ts';
import { ALIKE } from './schema.ts';

/** `renames`: old name -> new name, as {@link proposedRenames} has them; `walk.before` has the new names already. */
export function compareExports(walk: Walk, renames: ReadonlyMap<string, string>): void {
  for (const [before, after] of renames) walk.say('', { kind: 'type-renamed', where: before, before, after });
  const [left, right] = [schemasOf(walk.before), schemasOf(walk.after)];
  for (const name of Object.keys(left))
    if (!Object.hasOwn(right, name)) walk.say('', { kind: 'type-removed', where: name, before: name });
  for (const name of Object.keys(right))
    if (!Object.hasOwn(left, name)) walk.say('', { kind: 'type-added', where: name, after: name });
}

/** The names of schemas that one contract has and the other has not, paired until nothing more is found. */
export function proposedRenames(before: JsonObject, after: JsonObject): Map<string, string> {
  const [left, right] = [Object.keys(schemasOf(before)), Object.keys(schemasOf(after))];
  const found = new Map<string, string>();
  for (;;) {
    const taken = new Set(found.values());
    const gone = left.filter((name) => !right.includes(name) && !found.has(name));
    const come = right.filter((name) => !left.includes(name) && !taken.has(name));
    const next = gone.length > 0 && come.length > 0 ? renamesBetween(renamed(before, found), after, gone, come) : [];
    const size = found.size;
    for (const [from, to] of next) found.set(from, to);
    if (found.size === size) return found;
  }
}

/** A copy with schemas under other names. */
export function renamed(document: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  if (names.size === 0) return document;
  const copy = mapRefs(document, 'document', (ref) => {
    const name = ref.startsWith(SCHEMAS) ? names.get(ref.slice(SCHEMAS.length)) : undefined;
    return name === undefined ? ref : SCHEMAS + name;
  }) as JsonObject;
  const schemas = Object.entries(schemasOf(copy)).map(([name, schema]) => [names.get(name) ?? name, schema]);
  return { ...copy, components: { ...(copy.components as JsonObject), schemas: Object.fromEntries(schemas) } };
}

/**
 * Pairs schemas that went with schemas that came: those that are referred to from the same place and have something in common
 * first, then the most alike, where they are alike enough.
 */
export function renamesBetween(
  before: JsonObject,
  after: JsonObject,
  gone: readonly string[],
  come: readonly string[],
): Map<string, string> {
  const [left, right] = [schemasOf(before), schemasOf(after)];
  const places = placesOf(before);
  const moved = new Set([...placesOf(after)].map(([place, to]) => `${places.get(place)} ${to}`));
  const candidates = gone.flatMap((from) =>
    come.map((to) => {
      const isInPlace = moved.has(`${from} ${to}`);
      const score = likenessOf([before, left[from], from], [after, right[to], to], isInPlace ? 1 : 3);
      return { from, to, score: isInPlace && score >= ALIKE_IN_PLACE ? score + 1 : score };
    }),
  );
  const found = new Map<string, string>();
  const open = new Set(come);
  for (const { from, to, score } of candidates.sort((a, b) => b.score - a.score)) {
    if (score < ALIKE || found.has(from) || !open.has(to)) continue;
    found.set(from, to);
    open.delete(to);
  }
  return found;
}

/** In the same place, a third is enough: a schema that shares nothing with the one before it is another, not a rename. */
const ALIKE_IN_PLACE = 0.33;

/** Place -> the schema that is referred to from there. */
function placesOf(document: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  visit(document, 'document', (node, _kind, pointer) => {
    const { $ref } = node;
    if (typeof $ref === 'string' && $ref.startsWith(SCHEMAS)) found.set(pointer.join('\n'), $ref.slice(SCHEMAS.length));
  });
  return found;
}

type Named = readonly [document: JsonObject, schema: Json | undefined, name: string];

function likenessOf([before, left, from]: Named, [after, right, to]: Named, least: number): number {
  // Equal facts outweigh all; references within to the schema itself go by one name.
  const itself = (schema: Json | undefined, name: string): string =>
    factsText(isObject(schema) ? schema : {}, 'schema').replaceAll(`"${SCHEMAS}${name}"`, '"#"');
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  const alikeNames = a.includes(b) || b.includes(a) ? 0.01 : 0;
  const [parts, others] = [partsOf(before, left), partsOf(after, right)];
  if (itself(left, from) === itself(right, to)) return 1 + alikeNames + Math.min(parts.size, 99) / 10_000;
  const alike = likeness(parts, others, least);
  return alike === 0 ? 0 : alike + alikeNames;
}
