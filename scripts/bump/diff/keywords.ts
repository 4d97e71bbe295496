// Compares the keywords of a schema: types and values, limits, formats, patterns, openness, items, and whatever has no rule.

import { sameFacts } from '../../contract/facts.ts';
import { isObject, type Json } from '../../contract/json.ts';
import { type At, type Position, pair, same, type Walk } from './change.ts';
import { brief, isAside, OPEN } from './flat.ts';
import type { Kind } from './kinds.ts';
import { loosensPattern } from './patterns.ts';

type Keywords = ReadonlyMap<string, Json>;
/** Goes on with a schema within. */
type Compare = (walk: Walk, left: Json, right: Json, at: At) => void;
type Values = readonly string[] | undefined;

/** Compared by rules of their own. */
const HANDLED: ReadonlySet<string> = new Set(
  'type enum const anyOf oneOf discriminator items additionalProperties maximum exclusiveMaximum minimum exclusiveMinimum'.split(
    ' ',
  ),
);
/** Whether more of it lets more through. */
const LIMITS: Readonly<Record<string, 'upper' | 'lower' | 'other'>> = {
  maxLength: 'upper',
  maxItems: 'upper',
  maxProperties: 'upper',
  minLength: 'lower',
  minItems: 'lower',
  minProperties: 'lower',
  uniqueItems: 'other',
  multipleOf: 'other',
};
/** Formats that limit what is taken; every other one is an annotation. */
const FORMATS: ReadonlySet<string> = new Set(
  'int32 int64 uint32 uint64 float double date date-time time duration uuid email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference byte binary regex json-pointer'.split(
    ' ',
  ),
);
/** Those that take all that a format takes, and more. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  int32: ['int64', 'float', 'double'],
  uint32: ['int64', 'uint64', 'double'],
  float: ['double'],
  email: ['idn-email'],
  hostname: ['idn-hostname'],
  uri: ['uri-reference', 'iri', 'iri-reference'],
  'uri-reference': ['iri-reference'],
  iri: ['iri-reference'],
};
/** These say nothing of what comes in a response that code which reads it has to know. */
const CHECKS: ReadonlySet<string> = new Set(
  'propertyNames dependentRequired dependentSchemas contains minContains maxContains if then else xml'.split(' '),
);

/** Compares `type`, `enum` and `const`; true when the types have nothing in common, so that nothing below is worth comparing. */
export function compareTypes(walk: Walk, old: Keywords, now: Keywords, at: At): boolean {
  const [left, right] = [typesOf(old), typesOf(now)];
  const show = (types: Values): Json => types?.join(' | ') ?? 'anything';
  const [keeps, gains] = [within(left, right), within(right, left)];
  const say = (how: 'changed' | 'narrowed' | 'widened'): void =>
    walk.say(at, `${at.position}-type-${how}`, { before: show(left), after: show(right) });
  if (!keeps && !gains) {
    say('changed');
    return !left?.some((type) => type !== 'null' && right?.includes(type));
  }
  if (!keeps) say('narrowed');
  if (!gains) say('widened');
  compareValues(walk, old, now, at);
  return false;
}

function typesOf(keywords: Keywords): Values {
  const type = keywords.get('type');
  return type === undefined ? undefined : [type].flat().map(String).sort();
}

/** Every value of `left` is one of `right`; no list means every type. */
function within(left: Values, right: Values): boolean {
  if (!right) return true;
  return left?.every((type) => right.includes(type) || (type === 'integer' && right.includes('number'))) ?? false;
}

function compareValues(walk: Walk, old: Keywords, now: Keywords, at: At): void {
  const [left, right] = [valuesOf(old), valuesOf(now)];
  if (!left && !right) return;
  const missing = (from: Values, to: Values): string[] =>
    from && to ? from.filter((value) => !to.includes(value)) : [];
  const [gone, come] = [missing(left, right), missing(right, left)];
  const show = (values: Values): Json => (values === undefined ? 'anything' : values.join(', ') || null);
  const say = (kind: Kind, before: Values, after: Values): void =>
    walk.say(at, kind, { before: show(before), after: show(after) });
  const [narrowed, widened] = [gone.length > 0 || !left, come.length > 0 || !right];
  if (at.position === 'request') {
    if (narrowed) say('request-enum-narrowed', left ? gone : undefined, left ? [] : right);
    if (widened) say('request-enum-widened', right ? [] : left, right ? come : undefined);
    return;
  }
  if (narrowed) say('response-enum-value-removed', left ? gone : undefined, left ? [] : right);
  if (!widened || !left) return;
  // One value, or values that are no strings, are read as written: only there does a new value widen the type.
  if (old.get(OPEN) !== true) say('response-enum-widened', left, right);
  else say('response-enum-value-added', right ? [] : left, right ? come : undefined);
}

function valuesOf(keywords: Keywords): Values {
  const values = keywords.has('const') ? [keywords.get('const') as Json] : keywords.get('enum');
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

export function compareKeywords(walk: Walk, old: Keywords, now: Keywords, at: At, compare: Compare): void {
  const keys = new Set([...old.keys(), ...now.keys()]);
  if (keys.has('items')) {
    const { ignoreNull: _, ...place } = at;
    compare(walk, old.get('items') ?? {}, now.get('items') ?? {}, { ...place, where: `${at.where}[]` });
  }
  if (keys.has('additionalProperties')) {
    const [left, right] = pair(old, now, (side) => side.get('additionalProperties') ?? true);
    compareOpenness(walk, left, right, at, compare);
  }
  compareBound(walk, old, now, at, 'maximum', 'exclusiveMaximum', (left, right) => left - right);
  compareBound(walk, old, now, at, 'minimum', 'exclusiveMinimum', (left, right) => right - left);
  for (const key of keys) {
    if (HANDLED.has(key) || isAside(key)) continue;
    const [before, after] = [old.get(key), now.get(key)];
    if (same(before, after) || (sameFacts('schema', key, before, after) && isObject(before))) continue;
    if (key === 'deprecated' && Boolean(before) === Boolean(after)) continue;
    walk.say({ ...at, where: `${at.where} ${key}` }, kindOf(at.position, key, before, after), { before, after });
  }
}

function kindOf(position: Position, key: string, before: Json | undefined, after: Json | undefined): Kind {
  const isRequest = position === 'request';
  if (key === 'default') return isRequest ? 'request-default-changed' : 'default-changed';
  if (key === 'deprecated') return 'deprecation-changed';
  if (key === 'readOnly' || key === 'writeOnly') return 'access-changed';
  if (key === 'format') return formatKind(isRequest, meaning(before), meaning(after));
  if (key === 'pattern') {
    if (!isRequest) return 'response-pattern-changed';
    if (after === undefined) return 'request-pattern-removed';
    return loosensPattern(before, after) ? 'request-pattern-loosened' : 'request-pattern-changed';
  }
  if (Object.hasOwn(LIMITS, key)) {
    if (!isRequest) return 'response-limit-changed';
    return loosens(key, before, after) ? 'request-limit-loosened' : 'request-limit-tightened';
  }
  if (isRequest) return 'request-keyword-changed';
  return CHECKS.has(key) ? 'response-keyword-changed' : 'response-shape-changed';
}

function formatKind(isRequest: boolean, left: string | undefined, right: string | undefined): Kind {
  if (left === right) return 'format-annotated';
  if (isRequest && right === undefined) return 'request-format-removed';
  if (!isRequest && left === undefined) return 'response-format-added';
  if (isWider(left, right)) return isRequest ? 'request-format-widened' : 'response-format-widened';
  if (isRequest) return 'request-format-changed';
  return isWider(right, left) ? 'response-format-narrowed' : 'response-format-changed';
}

const meaning = (format: Json | undefined): string | undefined =>
  typeof format === 'string' && FORMATS.has(format) ? format : undefined;

const isWider = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && right !== undefined && (WIDER[left]?.includes(right) ?? false);

function loosens(key: string, before: Json | undefined, after: Json | undefined): boolean {
  if (after === undefined || after === false) return true;
  if (before === undefined || before === false) return false;
  if (LIMITS[key] === 'upper') return Number(after) > Number(before);
  if (LIMITS[key] === 'lower') return Number(after) < Number(before);
  return key === 'multipleOf' && Number(before) % Number(after) === 0;
}

/** A bound and its exclusive form are one limit: 1 that no longer counts as outside is a looser limit. */
function compareBound(
  walk: Walk,
  old: Keywords,
  now: Keywords,
  at: At,
  plain: string,
  exclusive: string,
  beyond: (left: number, right: number) => number,
): void {
  const [left, right] = [old, now].map((keywords) => {
    const bounds = [plain, exclusive]
      .filter((key) => typeof keywords.get(key) === 'number')
      .map((key) => ({ key, value: Number(keywords.get(key)) }));
    // The tighter of the two holds; at the same number the exclusive one does.
    return bounds.sort((a, b) => beyond(a.value, b.value) || (a.key === exclusive ? -1 : 1))[0];
  });
  if (left?.key === right?.key && left?.value === right?.value) return;
  const looser =
    !right || (left !== undefined && (beyond(right.value, left.value) || (left.key === exclusive ? 1 : -1)) > 0);
  const kind =
    at.position === 'response'
      ? 'response-limit-changed'
      : looser
        ? 'request-limit-loosened'
        : 'request-limit-tightened';
  const show = (bound: typeof left): Json => (bound ? `${bound.key} ${bound.value}` : 'none');
  const where = `${at.where} ${(right ?? left)?.key ?? plain}`;
  walk.say({ ...at, where }, kind, { before: show(left), after: show(right) });
}

function compareOpenness(walk: Walk, left: Json, right: Json, at: At, compare: Compare): void {
  const [wasTyped, isTyped] = [isTypedMap(left), isTypedMap(right)];
  const where = `${at.where}{}`;
  if (wasTyped && isTyped) {
    const { ignoreNull: _, ...place } = at;
    compare(walk, left, right, { ...place, where });
    return;
  }
  const show = (value: Json): string =>
    isTypedMap(value) ? `a map of ${brief(value)}` : value === false ? 'closed' : 'open';
  if (show(left) === show(right)) return;
  const closes = right === false || (isTyped && left !== false);
  const request = closes ? 'request-closed' : 'request-opened';
  const response = wasTyped ? 'response-map-removed' : 'response-openness-changed';
  const kind = at.position === 'request' ? request : response;
  walk.say({ ...at, where }, kind, { before: show(left), after: show(right), old: left, now: right });
}

const isTypedMap = (value: Json): boolean => isObject(value) && Object.keys(value).some((key) => !isAside(key));
