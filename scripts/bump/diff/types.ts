// Compares what kinds of value a schema takes: `type`, and the values of `enum` and `const`.
import type { Json } from '../../contract/json.ts';
import { OPEN } from './flat.ts';
import type { At } from './schema.ts';
import type { Walk } from './walk.ts';

type Keywords = ReadonlyMap<string, Json>;

/** Says what changed; true when the types have nothing in common, so that nothing below is worth comparing. */
export function compareTypes(walk: Walk, old: Keywords, now: Keywords, at: At): boolean {
  const side = at.position === 'sent' ? 'request' : 'response';
  const [left, right] = [typesOf(old, at), typesOf(now, at)];
  const show = (types: readonly string[] | undefined): Json => types?.join(' | ') ?? 'anything';
  const [keeps, gains] = [within(left, right), within(right, left)];
  const say = (how: 'changed' | 'narrowed' | 'widened'): void =>
    walk.say(at.node, { kind: `${side}-type-${how}`, where: at.where, before: show(left), after: show(right) });
  if (!keeps && !gains) {
    say('changed');
    return !left?.some((type) => type !== 'null' && right?.includes(type));
  }
  if (!keeps) say('narrowed');
  if (!gains) say('widened');
  compareValues(walk, old, now, at);
  return false;
}

function typesOf(keywords: Keywords, at: At): string[] | undefined {
  const type = keywords.get('type');
  if (type === undefined) return undefined;
  const types = [type].flat().map(String).sort();
  return at.ignoreNull ? types.filter((name) => name !== 'null') : types;
}

/** Every value of `left` is one of `right`; no list means every type. */
function within(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  if (!right) return true;
  return left?.every((type) => right.includes(type) || (type === 'integer' && right.includes('number'))) ?? false;
}

function compareValues(walk: Walk, old: Keywords, now: Keywords, at: At): void {
  const [left, right] = [valuesOf(old), valuesOf(now)];
  if (!left && !right) return;
  const missing = (from: readonly string[] | undefined, to: readonly string[] | undefined): string[] =>
    from && to ? from.filter((value) => !to.includes(value)) : [];
  const [gone, come] = [missing(left, right), missing(right, left)];
  const say = (
    kind: Parameters<Walk['say']>[1]['kind'],
    before: readonly string[] | undefined,
    after: readonly string[] | undefined,
  ): void => walk.say(at.node, { kind, where: at.where, before: show(before), after: show(after) });
  if (at.position === 'sent') {
    if (gone.length > 0 || !left) say('request-enum-narrowed', left ? gone : undefined, left ? [] : right);
    if (come.length > 0 || !right) say('request-enum-widened', right ? [] : left, right ? come : undefined);
    return;
  }
  if (gone.length > 0 || !left) say('response-enum-value-removed', left ? gone : undefined, left ? [] : right);
  // One value, or values that are no strings, are read as written: only there does a new value widen the type.
  if (!right || (come.length > 0 && !isOpen(old))) {
    if (left && (right || !isOpen(old))) say('response-enum-widened', left, right);
    else if (left) say('response-enum-value-added', left, undefined);
  } else if (come.length > 0) say('response-enum-value-added', [], come);
}

const isOpen = (keywords: Keywords): boolean => keywords.get(OPEN) === true;

function valuesOf(keywords: Keywords): string[] | undefined {
  if (keywords.has('const')) return [JSON.stringify(keywords.get('const'))];
  const values = keywords.get('enum');
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

const show = (values: readonly string[] | undefined): Json =>
  values === undefined ? 'anything' : values.length > 0 ? values.join(', ') : null;
