// Compares what is left of a schema: limits, formats, patterns, openness, items, notes, and whatever has no rule of its own.
import { sameFacts } from '../../contract/facts.ts';
import { isObject, type Json } from '../../contract/json.ts';
import { isAside } from './flat.ts';
import { type At, brief, compareSchemas } from './schema.ts';
import { same, type Walk } from './walk.ts';

type Keywords = ReadonlyMap<string, Json>;

/** Told elsewhere. */
const HANDLED: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'anyOf',
  'oneOf',
  'discriminator',
  'items',
  'additionalProperties',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
]);
/** More of these lets more through. */
const UPPER: ReadonlySet<string> = new Set(['maxLength', 'maxItems', 'maxProperties']);
const LOWER: ReadonlySet<string> = new Set(['minLength', 'minItems', 'minProperties']);
/** What generated types are made from. */
const SHAPES: ReadonlySet<string> = new Set(['prefixItems', 'patternProperties', 'not', 'unevaluatedProperties']);

export function compareKeywords(walk: Walk, old: Keywords, now: Keywords, at: At): void {
  const keys = new Set([...old.keys(), ...now.keys()]);
  if (keys.has('items')) compareItems(walk, old, now, at);
  if (keys.has('additionalProperties'))
    compareOpenness(walk, old.get('additionalProperties') ?? true, now.get('additionalProperties') ?? true, at);
  compareBound(walk, old, now, at, 'maximum', 'exclusiveMaximum', (left, right) => left - right);
  compareBound(walk, old, now, at, 'minimum', 'exclusiveMinimum', (left, right) => right - left);
  for (const key of keys) {
    if (HANDLED.has(key) || isAside(key)) continue;
    const [before, after] = [old.get(key), now.get(key)];
    if (same(before, after) || (sameFacts('schema', key, before, after) && isObject(before))) continue;
    if (key === 'deprecated' && Boolean(before) === Boolean(after)) continue;
    const kind = kindOf(key, before, after, at);
    walk.say(at.node, { kind, where: `${at.where} ${key}`, before: before ?? null, after: after ?? null });
  }
}

function kindOf(
  key: string,
  before: Json | undefined,
  after: Json | undefined,
  { position }: At,
): Parameters<Walk['say']>[1]['kind'] {
  const sent = position === 'sent';
  if (key === 'default') return 'default-changed';
  if (key === 'deprecated') return 'deprecation-changed';
  if (key === 'readOnly' || key === 'writeOnly') return 'access-changed';
  if (key === 'format')
    return sent
      ? after === undefined
        ? 'request-format-removed'
        : 'request-format-changed'
      : before === undefined
        ? 'response-format-added'
        : 'response-format-changed';
  if (key === 'pattern')
    return sent
      ? after === undefined
        ? 'request-pattern-removed'
        : 'request-pattern-changed'
      : 'response-pattern-changed';
  if (UPPER.has(key) || LOWER.has(key) || key === 'uniqueItems' || key === 'multipleOf') {
    if (!sent) return 'response-limit-changed';
    return loosens(key, before, after) ? 'request-limit-loosened' : 'request-limit-tightened';
  }
  if (SHAPES.has(key)) return sent ? 'request-keyword-changed' : 'response-shape-changed';
  return sent ? 'request-keyword-changed' : 'response-keyword-changed';
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
    at.position === 'read' ? 'response-limit-changed' : looser ? 'request-limit-loosened' : 'request-limit-tightened';
  const show = (bound: typeof left): Json => (bound ? `${bound.key} ${bound.value}` : 'none');
  walk.say(at.node, {
    kind,
    where: `${at.where} ${(right ?? left)?.key ?? plain}`,
    before: show(left),
    after: show(right),
  });
}

function loosens(key: string, before: Json | undefined, after: Json | undefined): boolean {
  if (after === undefined || after === false) return true;
  if (before === undefined || before === false) return false;
  if (UPPER.has(key)) return Number(after) > Number(before);
  if (LOWER.has(key)) return Number(after) < Number(before);
  return key === 'multipleOf' && Number(before) % Number(after) === 0;
}

function compareItems(walk: Walk, old: Keywords, now: Keywords, at: At): void {
  compareSchemas(walk, old.get('items') ?? {}, now.get('items') ?? {}, {
    node: at.node,
    position: at.position,
    where: `${at.where}[]`,
  });
}

function compareOpenness(walk: Walk, left: Json, right: Json, at: At): void {
  const [wasTyped, isTyped] = [isTypedMap(left), isTypedMap(right)];
  if (wasTyped && isTyped) {
    compareSchemas(walk, left, right, { node: at.node, position: at.position, where: `${at.where}{}` });
    return;
  }
  const show = (value: Json): Json =>
    isTypedMap(value) ? `a map of ${String(brief(value))}` : value === false ? 'closed' : 'open';
  if (show(left) === show(right)) return;
  const closes = right === false || (isTyped && left !== false);
  const kind =
    at.position === 'sent'
      ? closes
        ? 'request-closed'
        : 'request-opened'
      : wasTyped
        ? 'response-map-removed'
        : 'response-openness-changed';
  walk.say(at.node, { kind, where: `${at.where}{}`, before: show(left), after: show(right) });
}

const isTypedMap = (value: Json): boolean => isObject(value) && Object.keys(value).some((key) => !isAside(key));
