// Compares who may call: an operation's requirements, the schemes and scopes that they name, and the servers.
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject, own } from '../../contract/json.ts';
import { same, type Walk } from './walk.ts';

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

export function compareSchemes(walk: Walk): void {
  const schemes = (document: JsonObject): JsonObject =>
    isObject(document.components) && isObject(document.components.securitySchemes)
      ? document.components.securitySchemes
      : {};
  const [left, right] = [schemes(walk.before), schemes(walk.after)];
  for (const [name, old] of Object.entries(left)) {
    const now = own(right, name);
    const where = `security scheme ${name}`;
    if (now === undefined) walk.say('', { kind: 'security-scheme-removed', where, before: name });
    else if (schemeText(old) !== schemeText(now))
      walk.say('', { kind: 'security-scheme-changed', where, before: stated(old), after: stated(now) });
    if (now !== undefined) compareScopes(walk, scopesOf(old), scopesOf(now), where);
  }
  for (const name of Object.keys(right))
    if (!Object.hasOwn(left, name))
      walk.say('', { kind: 'security-scheme-added', where: `security scheme ${name}`, after: name });
}

function compareScopes(walk: Walk, old: readonly string[], now: readonly string[], where: string): void {
  for (const scope of old) if (!now.includes(scope)) walk.say('', { kind: 'scope-removed', where, before: scope });
  for (const scope of now) if (!old.includes(scope)) walk.say('', { kind: 'scope-added', where, after: scope });
}

const flowsOf = (scheme: Json): [string, Json][] =>
  Object.entries((isObject(scheme) && isObject(scheme.flows) && scheme.flows) || {});

const scopesOf = (scheme: Json): string[] =>
  flowsOf(scheme).flatMap(([flow, entry]) =>
    Object.keys((isObject(entry) && isObject(entry.scopes) && entry.scopes) || {}).map((scope) => `${flow} ${scope}`),
  );

const schemeText = (scheme: Json): string => {
  const bare = withoutScopes(scheme);
  return factsText(isObject(bare) ? bare : {}, 'securityScheme');
};

const withoutScopes = (scheme: Json): Json =>
  isObject(scheme)
    ? {
        ...scheme,
        flows: Object.fromEntries(
          flowsOf(scheme).map(([flow, entry]) => [flow, isObject(entry) ? { ...entry, scopes: {} } : entry]),
        ),
      }
    : scheme;

const stated = (scheme: Json): string =>
  isObject(scheme)
    ? [scheme.type, scheme.in, scheme.name, scheme.scheme, ...flowsOf(scheme).map(([, flow]) => own(flow, 'tokenUrl'))]
        .filter((part) => part !== undefined)
        .join(' ')
    : '';

export function compareServers(walk: Walk): void {
  const urls = (document: JsonObject): string[] =>
    (Array.isArray(document.servers) ? document.servers : []).filter(isObject).map((server) => String(server.url));
  const [left, right] = [urls(walk.before), urls(walk.after)];
  for (const url of left)
    if (!right.includes(url)) walk.say('', { kind: 'server-removed', where: 'servers', before: url });
  for (const url of right)
    if (!left.includes(url)) walk.say('', { kind: 'server-added', where: 'servers', after: url });
  const tags = (document: JsonObject): Json =>
    (Array.isArray(document.tags) ? document.tags : [])
      .filter(isObject)
      .map((tag) => tag.name ?? null)
      .map(String)
      .sort();
  if (!same(tags(walk.before), tags(walk.after)))
    walk.say('', {
      kind: 'tag-list-changed',
      where: 'tags',
      before: difference(tags(walk.before), tags(walk.after)),
      after: difference(tags(walk.after), tags(walk.before)),
    });
}

const difference = (from: Json, to: Json): Json =>
  Array.isArray(from) && Array.isArray(to) ? from.filter((item) => !to.includes(item)).join(', ') || null : null;
