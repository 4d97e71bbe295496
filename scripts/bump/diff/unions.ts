// Compares unions: which variants there are, which belong together, and by which values they are told apart.
import { entries, isObject, items, type Json, type JsonObject, own } from '../../contract/json.ts';
import { deref, SCHEMAS } from '../../contract/walk.ts';
import { type At, pair, type Walk } from './change.ts';
import { ALIKE, brief, coreName, flatten, likeness, partsOf, plainText, pureRef } from './flat.ts';
import type { Kind } from './kinds.ts';

export interface Compared {
  /** Names of variants: what is called what now, and which went and came. */
  readonly twins: ReadonlyMap<string, string>;
  readonly gone: ReadonlySet<string>;
  readonly come: ReadonlySet<string>;
}
export const NONE: Compared = { twins: new Map(), gone: new Set(), come: new Set() };

export function compareVariants(
  walk: Walk,
  left: readonly Json[],
  right: readonly Json[],
  at: At,
  compare: (a: Json, b: Json, where: string) => void,
): Compared {
  const { pairs, gone, come } = paired(walk, left, right);
  for (const [a, b] of pairs) {
    const name = coreName(b) ?? tagOf(b, walk.after) ?? '';
    compare(a, b, name && Math.max(left.length, right.length) > 1 ? `${at.where}<${name}>` : at.where);
  }
  for (const old of gone) walk.say(at, `${at.position}-variant-removed`, { before: brief(old), old, now: undefined });
  for (const now of come) walk.say(at, `${at.position}-variant-added`, { after: brief(now), old: undefined, now });
  const names = (members: readonly Json[]): Set<string> => new Set(members.flatMap((member) => coreName(member) ?? []));
  const twins = pairs.map(([a, b]): [string, string] => [coreName(a) ?? '', coreName(b) ?? '']);
  return { twins: new Map(twins), gone: names(gone), come: names(come) };
}

/** Variants belong together by name, else by equal facts, by the value that tells them apart, by type, by likeness, by place. */
function paired(
  walk: Walk,
  left: readonly Json[],
  right: readonly Json[],
): { pairs: [Json, Json][]; gone: Json[]; come: Json[] } {
  const pairs: [Json, Json][] = [];
  const come = [...right];
  let gone = [...left];
  const match = (fits: (member: Json, other: Json) => boolean): void => {
    gone = gone.filter((member) => {
      const at = come.findIndex((other) => fits(member, other));
      if (at >= 0) pairs.push([member, come.splice(at, 1)[0] as Json]);
      return at < 0;
    });
  };
  const matchBy = (key: (member: Json, document: JsonObject) => string | undefined): void =>
    match(
      (member, other) => key(member, walk.before) !== undefined && key(member, walk.before) === key(other, walk.after),
    );
  matchBy((member) => pureRef(member));
  matchBy((member) => coreName(member));
  matchBy((member, document) => plainText(deref(document, member)));
  matchBy(tagOf);
  matchBy((member, document) => scalarOf(deref(document, member)));
  match((member, other) => likeness(partsOf(walk.before, member), partsOf(walk.after, other)) >= ALIKE);
  // Inline variants without a name have only their place; a named one that went and another that came are two changes.
  if (left.length === right.length && left.length > 1)
    matchBy((member) => (coreName(member) === undefined ? 'inline' : undefined));
  return { pairs, gone, come };
}

const scalarOf = (schema: Json | undefined): string | undefined => {
  const type = own(schema, 'type');
  return typeof type === 'string' && type !== 'object' ? type : undefined;
};

/** The one value of its first one-value field, where there is one. */
function tagOf(member: Json, document: JsonObject): string | undefined {
  for (const [name, { value }] of flatten(document, member).properties) {
    const values = own(value, 'enum');
    const [only, ...others] = Array.isArray(values) ? values : [own(value, 'const')];
    if (only !== undefined && others.length === 0) return `${name}=${String(only)}`;
  }
  return undefined;
}

type Union = readonly [discriminator: Json | undefined, members: Json | undefined];

export function compareDiscriminators(
  walk: Walk,
  old: Union,
  now: Union,
  { twins, gone, come }: Compared,
  at: At,
): void {
  const [before, after] = pair(old, now, ([node]) => own(node, 'propertyName') ?? null);
  if (before !== after) {
    walk.say(at, 'discriminator-changed', { before, after });
    return;
  }
  const [left, right] = pair(old, now, mappingOf);
  const say = (kind: Kind, value: string, before?: string, after?: string): void =>
    walk.say({ ...at, where: `${at.where} when ${value}` }, kind, { before, after });
  // A value that came or went with its variant is told there.
  for (const [value, target] of left) {
    const next = right.get(value);
    if (next === undefined) {
      if (!gone.has(target)) say(`${at.position}-discriminator-value-removed`, value, target);
    } else if ((twins.get(target) ?? target) !== next && !(gone.has(target) && come.has(next)))
      say('discriminator-changed', value, target, next);
  }
  for (const [value, target] of right)
    if (!left.has(value) && !come.has(target))
      say(`${at.position}-discriminator-value-added`, value, undefined, target);
}

/** Value -> schema, with the names of variants that no entry names. */
function mappingOf([discriminator, members]: Union): Map<string, string> {
  if (!isObject(discriminator)) return new Map();
  const mapping = new Map(
    entries(discriminator.mapping).map(([value, ref]) => [value, String(ref).replace(SCHEMAS, '')]),
  );
  const mapped = new Set(mapping.values());
  for (const name of items(members).map(coreName)) if (name !== undefined && !mapped.has(name)) mapping.set(name, name);
  return mapping;
}
