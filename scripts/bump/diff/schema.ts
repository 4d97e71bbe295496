// Compares two schemas at one place, in one direction: what is sent may only widen, what is read may only narrow.
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject, own } from '../../contract/json.ts';
import { type At, bestPairs, pair, same, type Walk } from './change.ts';
import {
  brief,
  coreName,
  type Flat,
  flatten,
  isAside,
  isRewritten,
  type Part,
  plainText,
  pureRef,
  variantsOf,
  withoutNull,
  withVariant,
} from './flat.ts';
import { compareKeywords, compareTypes } from './keywords.ts';
import type { Kind } from './kinds.ts';
import { compareDiscriminators, compareVariants, NONE } from './unions.ts';

/**
 * Compares a schema that stands in an operation, or a shared one. What differs there, and is neither reported nor proven to be the
 * same in other words, is a break.
 */
export function compareWhole(walk: Walk, left: Json | undefined, right: Json | undefined, at: At): void {
  if (same(left, right)) return;
  const from = walk.changes.length;
  compareSchemas(walk, left, right, at);
  if (walk.changes.length > from) return;
  const [old, now] = pair(left, right, (schema) => factsText({ schema: schema ?? true }, 'mediaType'));
  if (old === now) return;
  walk.say(at, isRewritten(walk, left, right) ? 'contract-rewritten' : 'contract-changed');
}

/** A schema that both sides refer to by the same name is not looked into here: it is compared where it stands. */
export function compareSchemas(walk: Walk, left: Json | undefined, right: Json | undefined, at: At): void {
  if (same(left, right)) return;
  walk.about(left, right, () => {
    const [old, now] = [withoutNull(left), withoutNull(right)];
    const [oldName, newName] = [pureRef(old.schema), pureRef(now.schema)];
    const [before, after] = [flatten(walk.before, left), flatten(walk.after, right)];
    const isOneOf = (name: string | undefined, union: Flat): boolean =>
      variantsOf(union)?.some((variant) => coreName(variant) === name) ?? false;
    if (!oldName || !newName || (oldName !== newName && (isOneOf(oldName, after) || isOneOf(newName, before)))) {
      compareFlat(walk, before, after, at, [left ?? {}, right ?? {}]);
      return;
    }
    compareNull(walk, old.nullable, now.nullable, at);
    compareNotes(walk, old.schema as Json, now.schema as Json, at);
    if (oldName === newName) return;
    const isTwin = newName === `${oldName}Input` || oldName === `${newName}Input`;
    const kind = at.position === 'request' && isTwin ? 'request-type-renamed' : 'type-replaced';
    walk.say(at, kind, { before: oldName, after: newName });
    walk.replaced(at.node, oldName, newName, at.position);
  });
}

function compareFlat(walk: Walk, old: Flat, now: Flat, at: At, raw: readonly [Json, Json]): void {
  const [left, right] = [variantsOf(old), variantsOf(now)];
  const oneSided = Boolean(left) !== Boolean(right);
  // The variants of the one side have no counterpart that would tell of a null among them.
  const [was, is] = pair(old, now, (flat) => flat.nullable || (oneSided && (variantsOf(flat) ?? []).some(takesNull)));
  compareNull(walk, was, is, at);
  if (oneSided) {
    compareWithPlain(walk, old, now, at, raw);
    return;
  }
  const [before, after] = [told(old.keywords, now), told(now.keywords, old)];
  if (compareTypes(walk, before, after, at)) return;
  compareProperties(walk, old, now, at);
  const [a, b] = pair(before, after, (keywords) => keywords.get('anyOf') ?? keywords.get('oneOf'));
  const compared =
    Array.isArray(a) && Array.isArray(b)
      ? compareVariants(walk, a, b, at, (left, right, where) => compareSchemas(walk, left, right, { ...at, where }))
      : NONE;
  compareDiscriminators(walk, [before.get('discriminator'), a], [after.get('discriminator'), b], compared, at);
  compareKeywords(walk, before, after, at, compareSchemas);
}

const takesNull = (schema: Json): boolean => [own(schema, 'type')].flat().includes('null');

/** Leaves out what comes from a shared schema that the other side is made of too: that schema tells its own changes. */
function told<T>(parts: ReadonlyMap<string, Part<T>>, other: Flat): Map<string, T> {
  return new Map(
    [...parts]
      .filter(([, part]) => !part.origin || !other.members.has(part.origin))
      .map(([key, part]) => [key, part.value]),
  );
}

function compareProperties(walk: Walk, old: Flat, now: Flat, at: At): void {
  const isToldElsewhere = (left: Part<unknown> | undefined, right: Part<unknown> | undefined): boolean =>
    left && right
      ? left.origin !== '' && left.origin === right.origin
      : Boolean((left?.origin && now.members.has(left.origin)) || (right?.origin && old.members.has(right.origin)));
  const only = (side: Flat, other: Flat): Map<string, Json> =>
    new Map(
      [...side.properties]
        .filter(([name, { origin }]) => !other.properties.has(name) && !other.members.has(origin))
        .map(([name, { value }]) => [name, value]),
    );
  const renames = renamedFields(only(old, now), only(now, old));
  const renamed = new Set(renames.values());
  const names = new Set([old.properties, now.properties, old.required, now.required].flatMap((map) => [...map.keys()]));
  for (const name of names) {
    const newName = renames.get(name) ?? name;
    if (renamed.has(name)) continue;
    const [left, right] = [old.properties.get(name), now.properties.get(newName)];
    const [was, is] = [old.required.get(name), now.required.get(newName)];
    const where = `${at.where}.${newName}`;
    const say = (kind: Kind, before?: Json, after?: Json): void =>
      walk.say({ ...at, where }, kind, { before, after, old: left?.value, now: right?.value });
    const flipped = Boolean(was) !== Boolean(is);
    const [before, after] = pair(was, is, (part) => (part ? 'required' : 'optional'));
    const sayFlipped = (): void => say(`${at.position}-field-now-${after}`, before, after);
    if (newName !== name) say(`${at.position}-field-renamed`, name, newName);
    if (left && right) {
      if (flipped && !isToldElsewhere(was, is)) sayFlipped();
      if (!isToldElsewhere(left, right))
        compareSchemas(walk, left.value, right.value, { ...at, where, ignoreNull: flipped });
    } else if (left) {
      if (!isToldElsewhere(left, undefined)) say(`${at.position}-field-removed`, brief(left.value));
    } else if (right) {
      // What was demanded before it was declared is demanded of nobody anew.
      const demanded = at.position === 'request' && is && !was;
      if (!isToldElsewhere(undefined, right))
        say(demanded ? 'required-request-field-added' : `${at.position}-field-added`, undefined, brief(right.value));
    } else if (flipped && !isToldElsewhere(was, is)) {
      if (at.position === 'request' && is) sayFlipped();
      else say('undeclared-required-changed', was ? 'required' : null, is ? 'required' : null);
    }
  }
}

/** Old name -> new name, of fields of one object: the same type under a name that shares a word, or the only two of that type. */
function renamedFields(gone: ReadonlyMap<string, Json>, come: ReadonlyMap<string, Json>): Map<string, string> {
  const words = (name: string): Set<string> =>
    new Set(
      name
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => word.length > 1),
    );
  const score = (from: string, to: string): number => {
    const [left, right] = [gone.get(from), come.get(to)];
    if (baseOf(left) !== baseOf(right)) return 0;
    const [a, b] = [words(from), words(to)];
    const common = [...a].filter((word) => b.has(word)).length / Math.max(a.size, b.size, 1);
    const alone = gone.size === 1 && come.size === 1 && isTelling(left) && plainText(left) === plainText(right);
    return common >= 0.3 || alone ? common + (plainText(left) === plainText(right) ? 1 : 0.1) : 0;
  };
  return bestPairs(gone.keys(), come.keys(), score);
}

const baseOf = (schema: Json | undefined): string => {
  const bare = withoutNull(schema).schema;
  const types = [own(bare, 'type') ?? []].flat().filter((type) => type !== 'null');
  return pureRef(bare) ?? coreName(bare) ?? (types.join(' ') || 'any');
};

/** More than a bare type: two plain strings are no evidence of a rename. */
const isTelling = (schema: Json | undefined): boolean =>
  isObject(schema) && Object.keys(schema).some((key) => key !== 'type' && !isAside(key));

function compareNull(walk: Walk, was: boolean, is: boolean, at: At): void {
  if (was === is || at.ignoreNull) return;
  const [before, after] = pair(was, is, (nullable) => (nullable ? 'may be null' : 'never null'));
  walk.say(at, `${at.position}-type-${is ? 'widened' : 'narrowed'}`, { before, after });
}

/** What may stand beside a reference without changing what it refers to. */
function compareNotes(walk: Walk, left: Json, right: Json, at: At): void {
  const notes = (node: Json): Map<string, Json> =>
    new Map(isObject(node) ? Object.entries(node).filter(([key]) => key !== '$ref' && !isAside(key)) : []);
  compareKeywords(walk, notes(left), notes(right), at, compareSchemas);
}

/** A plain schema is a union of one member; one that may be of several types, a union of those. */
function compareWithPlain(walk: Walk, old: Flat, now: Flat, at: At, raw: readonly [Json, Json]): void {
  const members = (flat: Flat, node: Json): Json[] => {
    const type = own(node, 'type');
    const plain = Array.isArray(type)
      ? type.filter((one) => one !== 'null').map((one) => ({ ...(node as JsonObject), type: one }))
      : [node];
    return variantsOf(flat) ?? plain;
  };
  const named = (node: Json, other: Flat): boolean =>
    (variantsOf(other) ?? []).some((member) => coreName(member) !== undefined && coreName(member) === coreName(node));
  // A reference to a union may itself be one of the variants on the other side.
  const [left, right] = [
    named(raw[0], now) ? [raw[0]] : members(old, raw[0]),
    named(raw[1], old) ? [raw[1]] : members(now, raw[1]),
  ];
  compareVariants(walk, left, right, at, (a, b, where) =>
    compareFlat(
      walk,
      variantsOf(old) ? withVariant(old, flatten(walk.before, a)) : flatten(walk.before, a),
      variantsOf(now) ? withVariant(now, flatten(walk.after, b)) : flatten(walk.after, b),
      { ...at, where, ignoreNull: true },
      [a, b],
    ),
  );
}
