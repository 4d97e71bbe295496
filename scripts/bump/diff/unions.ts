// Compares unions: which variants there are, and how they are told apart.
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { deref } from '../../contract/refs.ts';
import { pureRef } from './flat.ts';
import { type At, brief, compareSchemas } from './schema.ts';
import type { Walk } from './walk.ts';

type Keywords = ReadonlyMap<string, Json>;

export function compareUnions(walk: Walk, old: Keywords, now: Keywords, at: At): void {
  const side = at.position === 'sent' ? 'request' : 'response';
  const [left, right] = [variantsOf(old), variantsOf(now)];
  if (left && !right)
    walk.say(at.node, {
      kind: side === 'request' ? 'request-variant-added' : 'response-shape-changed',
      where: at.where,
      before: list(left),
      after: 'no variants',
    });
  else if (!left && right)
    walk.say(at.node, {
      kind: side === 'request' ? 'request-type-narrowed' : 'response-shape-changed',
      where: at.where,
      before: 'no variants',
      after: list(right),
    });
  else if (left && right) {
    const { pairs, gone, come } = pair(walk, left, right);
    for (const [a, b, name] of pairs)
      compareSchemas(walk, a, b, { ...at, where: name ? `${at.where}<${name}>` : at.where });
    for (const member of gone)
      walk.say(at.node, { kind: `${side}-variant-removed`, where: at.where, before: brief(member) });
    for (const member of come)
      walk.say(at.node, { kind: `${side}-variant-added`, where: at.where, after: brief(member) });
  }
  compareDiscriminators(walk, old.get('discriminator'), now.get('discriminator'), at);
}

const variantsOf = (keywords: Keywords): Json[] | undefined => {
  const members = keywords.get('anyOf') ?? keywords.get('oneOf');
  return Array.isArray(members) ? members : undefined;
};

const list = (members: readonly Json[]): string => members.map((member) => String(brief(member))).join(' | ');

/** Variants belong together by name, else by equal facts, else by the value that tells them apart, else by place. */
function pair(
  walk: Walk,
  left: readonly Json[],
  right: readonly Json[],
): { pairs: [Json, Json, string][]; gone: Json[]; come: Json[] } {
  const pairs: [Json, Json, string][] = [];
  const come = [...right];
  let gone = [...left];
  const match = (key: (member: Json, document: JsonObject) => string | undefined): void => {
    gone = gone.filter((member) => {
      const wanted = key(member, walk.before);
      const at = wanted === undefined ? -1 : come.findIndex((other) => key(other, walk.after) === wanted);
      if (at < 0) return true;
      pairs.push([member, come.splice(at, 1)[0] as Json, pureRef(member) ?? '']);
      return false;
    });
  };
  match((member) => pureRef(member));
  match((member) => (isObject(member) ? factsText(member, 'schema') : JSON.stringify(member)));
  match(tagOf);
  // Inline variants without a name have only their place; a named one that went and another that came are two changes.
  const isInline = (member: Json): boolean => pureRef(member) === undefined;
  if (left.length === right.length) match((member) => (isInline(member) ? 'inline' : undefined));
  return { pairs, gone, come };
}

/** The one value of its first one-value field, where there is one. */
function tagOf(member: Json, document: JsonObject): string | undefined {
  const target = deref(document, member);
  const parts =
    isObject(target) && Array.isArray(target.allOf) ? target.allOf.map((part) => deref(document, part)) : [target];
  for (const part of parts) {
    if (!isObject(part) || !isObject(part.properties)) continue;
    for (const [name, schema] of Object.entries(part.properties)) {
      if (!isObject(schema)) continue;
      if (schema.const !== undefined) return `${name}=${JSON.stringify(schema.const)}`;
      if (Array.isArray(schema.enum) && schema.enum.length === 1) return `${name}=${JSON.stringify(schema.enum[0])}`;
    }
  }
  return undefined;
}

function compareDiscriminators(walk: Walk, old: Json | undefined, now: Json | undefined, at: At): void {
  const field = (node: Json | undefined): Json => (isObject(node) ? (node.propertyName ?? null) : null);
  if (field(old) !== field(now)) {
    walk.say(at.node, { kind: 'discriminator-changed', where: at.where, before: field(old), after: field(now) });
    return;
  }
  const mapping = (node: Json | undefined): JsonObject =>
    isObject(node) && isObject(node.mapping) ? node.mapping : {};
  const [left, right] = [mapping(old), mapping(now)];
  // A value that came or went with its variant is told there.
  for (const [value, target] of Object.entries(left)) {
    const other = Object.hasOwn(right, value) ? right[value] : undefined;
    // A target that is in neither the other side's list has a new name, no new meaning.
    const swapped =
      Object.values(right).includes(target) || (other !== undefined && Object.values(left).includes(other));
    if (other === target || !swapped) continue;
    walk.say(at.node, {
      kind: 'discriminator-changed',
      where: `${at.where} when ${value}`,
      before: shortName(target),
      after: other === undefined ? null : shortName(other),
    });
  }
  for (const [value, target] of Object.entries(right)) {
    if (
      Object.hasOwn(left, value) ||
      !Object.values(left).includes(target) ||
      Object.values(right).filter((other) => other === target).length > 1
    )
      continue;
    walk.say(at.node, {
      kind: 'discriminator-changed',
      where: `${at.where} when ${value}`,
      before: null,
      after: shortName(target),
    });
  }
}

const shortName = (target: Json): string => String(target).split('/').at(-1) ?? '';
