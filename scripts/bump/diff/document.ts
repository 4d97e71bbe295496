// Compares what belongs to the whole document: credentials and scopes, servers, tags, the names of exported types, and what has no
// rule.
import { factsText, sameFacts } from '../../contract/facts.ts';
import {
  entries,
  fromEntries,
  isObject,
  items,
  type Json,
  type JsonObject,
  mapValues,
  own,
} from '../../contract/json.ts';
import { contentOf, isExtension, type Kind as ObjectKind } from '../../contract/openapi.ts';
import { mapRefs, SCHEMAS, schemasOf, visit } from '../../contract/walk.ts';
import { type At, bestPairs, inBoth, pair, same, type Walk } from './change.ts';
import { ALIKE, likeness, partsOf } from './flat.ts';

/** Reports what differs under keys that no rule of ours is about. */
export function compareRest(
  walk: Walk,
  kind: ObjectKind,
  left: Json | undefined,
  right: Json | undefined,
  known: readonly string[],
  at: Pick<At, 'node' | 'where'>,
): void {
  const keys = new Set([left, right].flatMap((node) => (isObject(node) ? Object.keys(node) : [])));
  for (const key of keys) {
    if (known.includes(key) || isExtension(key) || contentOf(kind, key).text) continue;
    const [before, after] = [own(left, key), own(right, key)];
    if (!same(before, after) && !sameFacts(kind, key, before, after))
      walk.say({ ...at, where: `${at.where} ${key}`.trim() }, 'contract-changed', { before, after });
  }
}

/** A place of the whole document. */
const on = (where: string): Pick<At, 'node' | 'where'> => ({ node: '', where });

export function compareDocument(walk: Walk): void {
  compareSchemes(walk);
  compareServers(walk);
  const version = ({ info }: JsonObject): string => String(own(info, 'version') ?? '');
  const [before, after] = pair(walk.before, walk.after, version);
  if (before !== after) walk.say(on('info.version'), 'spec-version', { before, after });
  const known = ['openapi', 'info', 'paths', 'webhooks', 'components', 'security', 'servers', 'tags'];
  compareRest(walk, 'document', walk.before, walk.after, known, on(''));
}

export function requirementsOf(document: JsonObject, operation: JsonObject): JsonObject[] {
  return items(operation.security ?? document.security).filter(isObject);
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
  const [left, right] = pair(
    walk.before,
    walk.after,
    ({ components }) => new Map(entries(own(components, 'securitySchemes'))),
  );
  for (const [name, old, now] of inBoth(left, right)) {
    const at = on(`security scheme ${name}`);
    if (now === undefined) walk.say(at, 'security-scheme-removed', { before: name });
    else if (old === undefined) walk.say(at, 'security-scheme-added', { after: name });
    else {
      if (factsText(withoutScopes(old), 'securityScheme') !== factsText(withoutScopes(now), 'securityScheme'))
        walk.say(at, 'security-scheme-changed', { before: stated(old), after: stated(now) });
      const [had, has] = pair(old, now, scopesOf);
      for (const before of had) if (!has.includes(before)) walk.say(at, 'scope-removed', { before });
      for (const after of has) if (!had.includes(after)) walk.say(at, 'scope-added', { after });
    }
  }
}

const scopesOf = (scheme: Json): string[] =>
  entries(own(scheme, 'flows')).flatMap(([flow, entry]) =>
    entries(own(entry, 'scopes')).map(([scope]) => `${flow} ${scope}`),
  );

const withoutScopes = (scheme: Json): JsonObject => {
  const flows = own(scheme, 'flows');
  const bare = (flow: Json): Json => (isObject(flow) ? { ...flow, scopes: {} } : flow);
  return { ...(scheme as JsonObject), flows: isObject(flows) ? mapValues(flows, bare) : {} };
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
  const [left, right] = pair(walk.before, walk.after, byUrl);
  const gone = [...left.keys()].filter((url) => !right.has(url));
  const come = [...right.keys()].filter((url) => !left.has(url));
  for (const before of gone) {
    const after = come.shift();
    walk.say(on('servers'), after === undefined ? 'server-removed' : 'server-moved', { before, after });
  }
  for (const after of come) walk.say(on('servers'), 'server-added', { after });
  for (const [url, server] of left)
    if (right.has(url)) compareRest(walk, 'server', server, right.get(url), ['url'], on(`server ${url}`));

  const tags = (document: JsonObject): string[] => items(document.tags).map((tag) => String(own(tag, 'name')));
  const [old, now] = pair(walk.before, walk.after, tags);
  const [before, after] = [old.filter((tag) => !now.includes(tag)), now.filter((tag) => !old.includes(tag))];
  if (before.length + after.length > 0)
    walk.say(on('tags'), 'tag-list-changed', {
      before: before.join(', ') || null,
      after: after.join(', ') || null,
    });
}

/** `renames`: old name -> new name, as {@link proposedRenames} has them; `walk.before` has the new names already. */
export function compareExports(walk: Walk, renames: ReadonlyMap<string, string>): void {
  for (const [before, after] of renames) walk.say(on(before), 'type-renamed', { before, after });
  const [left, right] = pair(walk.before, walk.after, (document) => Object.keys(schemasOf(document)));
  for (const before of left) if (!right.includes(before)) walk.say(on(before), 'type-removed', { before });
  for (const after of right) if (!left.includes(after)) walk.say(on(after), 'type-added', { after });
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
function renamesBetween(
  before: JsonObject,
  after: JsonObject,
  gone: readonly string[],
  come: readonly string[],
): Map<string, string> {
  const [left, right] = [schemasOf(before), schemasOf(after)];
  const places = placesOf(before);
  const moved = new Set([...placesOf(after)].map(([place, to]) => `${places.get(place)} ${to}`));
  return bestPairs(gone, come, (from, to) => {
    const isInPlace = moved.has(`${from} ${to}`);
    const score = likenessOf([before, left[from], from], [after, right[to], to], isInPlace ? 1 : 3);
    if (isInPlace && score >= ALIKE_IN_PLACE) return score + 1;
    return score < ALIKE ? 0 : score;
  });
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
