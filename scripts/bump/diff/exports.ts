// Compares the exported type names: what went, what came, and what only changed its name.
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { SCHEMAS, schemasOf } from '../../contract/refs.ts';
import { flatten } from './flat.ts';
import type { Walk } from './walk.ts';

export function compareExports(walk: Walk): void {
  const [left, right] = [schemasOf(walk.before), schemasOf(walk.after)];
  const gone = Object.keys(left).filter((name) => !Object.hasOwn(right, name));
  const come = Object.keys(right).filter((name) => !Object.hasOwn(left, name));
  const renames = renamesBetween(walk.before, walk.after, gone, come);
  for (const name of gone) {
    const now = renames.get(name);
    if (now) walk.say('', { kind: 'type-renamed', where: name, before: name, after: now });
    else walk.say('', { kind: 'type-removed', where: name, before: name });
  }
  const taken = new Set(renames.values());
  for (const name of come) if (!taken.has(name)) walk.say('', { kind: 'type-added', where: name, after: name });
}

/** Pairs schemas that went with schemas that came: equal facts first, then the most alike, where they are alike enough. */
export function renamesBetween(
  before: JsonObject,
  after: JsonObject,
  gone: readonly string[],
  come: readonly string[],
): Map<string, string> {
  const [left, right] = [schemasOf(before), schemasOf(after)];
  const found = new Map<string, string>();
  const open = new Set(come);
  const candidates = gone.flatMap((from) =>
    come.map((to) => ({ from, to, likeness: likeness(before, left[from], after, right[to], from, to) })),
  );
  for (const { from, to, likeness: score } of candidates.sort((a, b) => b.likeness - a.likeness)) {
    if (score < ALIKE || found.has(from) || !open.has(to)) continue;
    found.set(from, to);
    open.delete(to);
  }
  return found;
}

/** Two of three parts in common; below that, a new schema that happens to share `id` and `created_at` would count. */
const ALIKE = 0.66;

function likeness(
  before: JsonObject,
  left: Json | undefined,
  after: JsonObject,
  right: Json | undefined,
  from: string,
  to: string,
): number {
  // Equal facts outweigh all; references within to the schema itself go by one name.
  const itself = (schema: Json | undefined, name: string): string =>
    factsText(isObject(schema) ? schema : {}, 'schema').replaceAll(`"${SCHEMAS}${name}"`, '"#"');
  const [a, b] = [partsOf(before, left), partsOf(after, right)];
  const nameBonus =
    from.toLowerCase().includes(to.toLowerCase()) || to.toLowerCase().includes(from.toLowerCase()) ? 0.01 : 0;
  if (itself(left, from) === itself(right, to)) return 1 + nameBonus + Math.min(a.size, 99) / 10_000;
  const common = [...a].filter((part) => b.has(part)).length;
  // Too little to go by: every enum of one value and every empty object would be alike.
  if (Math.min(a.size, b.size) < 3) return 0;
  return common / Math.max(a.size, b.size) + nameBonus;
}

function partsOf(document: JsonObject, schema: Json | undefined): Set<string> {
  const flat = flatten(document, schema);
  const parts = new Set<string>();
  for (const [name, { value }] of flat.properties)
    parts.add(`${name}: ${isObject(value) ? String(value.type ?? value.$ref ?? 'union') : 'any'}`);
  const values = flat.keywords.get('enum')?.value;
  if (Array.isArray(values)) for (const value of values) parts.add(`= ${JSON.stringify(value)}`);
  const members = flat.keywords.get('anyOf')?.value ?? flat.keywords.get('oneOf')?.value;
  if (Array.isArray(members))
    for (const member of members) parts.add(`| ${isObject(member) ? String(member.$ref ?? 'inline') : 'any'}`);
  return parts;
}
