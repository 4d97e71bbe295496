// Compares what belongs to the whole document: credentials and scopes, servers, tags, and what has no rule.
import { factsText, sameFacts } from '../../contract/facts.ts';
import { entries, isObject, items, type Json, type JsonObject, own } from '../../contract/json.ts';
import { contentOf, isExtension, type Kind as ObjectKind } from '../../contract/openapi.ts';
import type { Node, Walk } from './change.ts';

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
    if (!sameFacts(kind, key, before, after))
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
