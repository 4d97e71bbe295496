// Compares what belongs to the whole document: credentials and scopes, servers, tags, the names of exported types, and what has no
// rule.
import { factsText, sameFacts } from '../../contract/facts.ts';
import { entries, fromEntries, isObject, items, type Json, type JsonObject, own } from '../../contract/json.ts';
import { contentOf, isExtension, type Kind as ObjectKind } from '../../contract/openapi.ts';
import { mapRefs, SCHEMAS, schemasOf, visit } from '../../contract/walk.ts';
import { type Node, same, type Walk } from './change.ts';
import { ALIKE, likeness, partsOf } from './flat.ts';

/** Reports what differs under keys that no rule of ours is about. */
export function compareRest(
  walk: Walk,
  kind: ObjectKind,
  left: Json | undefined,
  right: Json | undefined,
  known: readonly string[],
  at: { node: Node; where: string },
): void {
  const keys = new Set([left, right].flatMap((node) => (isObject(node) ? Object.keys(node) : [])));
  for (const key of keys) {
    if (known.includes(key) || isExtension(key) || contentOf(kind, key).text) continue;
    const [before, after] = [own(left, key), own(right, key)];
    if (!same(before, after) && !sameFacts(kind, key, before, after))
      walk.say(at.node, { kind: 'contract-changed', where: `${at.where} ${key}`.trim(), before, after });
  }
}

export function compareDocument(walk: Walk): void {
  compareSchemes(walk);
  compareServers(walk);
  const version = ({ info }: JsonObject): string => String(own(info, 'version') ?? '');
  const [was, is] = [version(walk.before), version(walk.after)];
  if (was !== is) walk.say('', { kind: 'spec-version', where: 'info.version', before: was, after: is });
  const known = ['openapi', 'info', 'paths', 'webhooks', 'components', 'security', 'servers', 'tags'];
  compareRest(walk, 'document', walk.before, walk.after, known, { node: '', where: '' });
}

export function requirementsOf(document: JsonObject, operation: JsonObject): JsonObject[] {
  const security = operation.security ?? document.security;
  return Array.isArray(security) ? security.filter(isObject) : [];
}

/** Every caller that could call before still can: each old alternative satisfies one of the new ones. */
export function loosened(old: readonly JsonObject[], now: readonly JsonObject[]): boolean {
  if (now.length === 0) return true;
  const satisfies = (held: JsonObject, asked: JsonObject): boolean =>
    Object.entries(asked).every(([scheme, scopes]) => {
      const has = own(held, scheme);
      return Array.isArray(has) && [scopes].flat().every((scope) => has.includes(scope));
    });
  return (old.length === 0 ? [{}] : old).every((held) => now.some((asked) => satisfies(held, asked)));
}

function compareSchemes(walk: Walk): void {
  const [left, right] = [walk.before, walk.after].map(({ components }) => own(components, 'securitySchemes'));
  for (const name of new Set([...entries(left), ...entries(right)].map(([key]) => key))) {
    const [old, now] = [own(left, name), own(right, name)];
    const where = `security scheme ${name}`;
    if (now === undefined) walk.say('', { kind: 'security-scheme-removed', where, before: name });
    else if (old === undefined) walk.say('', { kind: 'security-scheme-added', where, after: name });
    else {
      if (factsText(withoutScopes(old), 'securityScheme') !== factsText(withoutScopes(now), 'securityScheme'))
        walk.say('', { kind: 'security-scheme-changed', where, before: stated(old), after: stated(now) });
      const [had, has] = [scopesOf(old), scopesOf(now)];
      for (const scope of had) if (!has.includes(scope)) walk.say('', { kind: 'scope-removed', where, before: scope });
      for (const scope of has) if (!had.includes(scope)) walk.say('', { kind: 'scope-added', where, after: scope });
    }
  }
}

const scopesOf = (scheme: Json): string[] =>
  entries(own(scheme, 'flows')).flatMap(([flow, entry]) =>
    entries(own(entry, 'scopes')).map(([scope]) => `${flow} ${scope}`),
  );

const withoutScopes = (scheme: Json): JsonObject => {
  const flows = entries(own(scheme, 'flows')).map(([flow, entry]) => [
    flow,
    isObject(entry) ? { ...entry, scopes: {} } : entry,
  ]);
  return { ...(isObject(scheme) ? scheme : {}), flows: Object.fromEntries(flows) };
};

const stated = (scheme: Json): string =>
  [
    ...['type', 'in', 'name', 'scheme'].map((key) => own(scheme, key)),
    ...entries(own(scheme, 'flows')).map(([, flow]) => own(flow, 'tokenUrl')),
  ]
    .filter((part) => part !== undefined)
    .join(' ');

function compareServers(walk: Walk): void {
  const byUrl = ({ servers }: JsonObject): Map<string, Json> =>
    new Map(items(servers).map((server) => [String(own(server, 'url')), server]));
  const [left, right] = [byUrl(walk.before), byUrl(walk.after)];
  const gone = [...left.keys()].filter((url) => !right.has(url));
  const come = [...right.keys()].filter((url) => !left.has(url));
  for (const before of gone) {
    const after = come.shift();
    if (after === undefined) walk.say('', { kind: 'server-removed', where: 'servers', before });
    else walk.say('', { kind: 'server-moved', where: 'servers', before, after });
  }
  for (const after of come) walk.say('', { kind: 'server-added', where: 'servers', after });
  for (const [url, server] of left)
    if (right.has(url))
      compareRest(walk, 'server', server, right.get(url), ['url'], { node: '', where: `server ${url}` });

  const tags = (document: JsonObject): string[] => items(document.tags).map((tag) => String(own(tag, 'name')));
  const [old, now] = [tags(walk.before), tags(walk.after)];
  const [before, after] = [old.filter((tag) => !now.includes(tag)), now.filter((tag) => !old.includes(tag))];
  if (before.length + after.length > 0)
    walk.say('', {
      kind: 'tag-list-changed',
      where: 'tags',
      before: before.join(', ') || null,
      after: after.join(', ') || null,
    });
}

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
    const next = gone.length > 0 && come.length > 0 ? renamesBetween(withNames(before, found), after, gone, come) : [];
    const size = found.size;
    for (const [from, to] of next) found.set(from, to);
    if (found.size === size) return found;
  }
}

/** The document with the names that were found. */
export const withNames = (document: JsonObject, names: ReadonlyMap<string, string>): JsonObject =>
  names.size === 0 ? document : renamed(document, (name) => names.get(name) ?? name);

/** A copy with schemas under other names. */
export function renamed(document: JsonObject, toName: (name: string) => string): JsonObject {
  const copy = mapRefs(document, 'document', (ref) =>
    ref.startsWith(SCHEMAS) ? SCHEMAS + toName(ref.slice(SCHEMAS.length)) : ref,
  ) as JsonObject;
  const schemas = Object.entries(schemasOf(copy)).map(([name, schema]) => [toName(name), schema] as const);
  return { ...copy, components: { ...(copy.components as JsonObject), schemas: fromEntries(schemas) } };
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
