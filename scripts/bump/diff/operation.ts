// Compares one operation with itself: parameters, body, responses, credentials, and what the SDK makes of its extensions.
import { sameFacts } from '../../contract/facts.ts';
import { entries, isObject, items, type Json, type JsonObject, own } from '../../contract/json.ts';
import { groupName, isFilled, type OperationPlace, parametersOf } from '../../contract/operations.ts';
import { deref } from '../../contract/walk.ts';
import { type At, inBoth, type Node, other, pair, same, type Walk } from './change.ts';
import { compareRest, loosened, requirementsOf } from './document.ts';
import { brief } from './flat.ts';
import { compareWhole } from './schema.ts';

/** What is compared here; every other key is left to {@link compareRest}. */
const OPERATION = ['operationId', 'tags', 'deprecated', 'security', 'parameters', 'requestBody', 'responses'];
const HOLDER = [
  '$ref',
  'name',
  'in',
  'required',
  'deprecated',
  'schema',
  'content',
  'style',
  'explode',
  'allowReserved',
];

export function compareOperations(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  // A webhook is a call the other way round: what it carries we read, what we respond we send.
  const position = node.startsWith('webhook ') ? 'response' : 'request';
  const [left, right] = [old.operation, now.operation];
  const at = (where: string): At => ({ node, where, position });
  compareParameters(walk, old, now, at(''));
  compareBodies(walk, left, right, at('body'));
  compareResponses(walk, left, right, { ...at(''), position: other(position) });
  compareSecurity(walk, left, right, at('security'));
  compareExtensions(walk, left, right, at);
  const [was, is] = pair(left, right, isDeprecated);
  if (was !== is) walk.say(at(''), is ? 'operation-deprecated' : 'operation-undeprecated');
  const [from, to] = pair(left, right, ({ tags }) => items(tags).map(String));
  // Another group is another call, which is reported as that.
  const isMoved = groupName(from[0] ?? '') !== groupName(to[0] ?? '');
  const [before, after] = pair(from, to, (tags) => tags.slice(isMoved ? 1 : 0));
  if (!sameFacts('operation', 'tags', before, after))
    walk.say(at('tags'), 'tag-list-changed', { before: before.join(', '), after: after.join(', ') });
  compareRest(walk, 'operation', left, right, OPERATION, at(''));
  const item = (document: JsonObject, { path }: OperationPlace): Json => {
    const all = own(document[position === 'request' ? 'paths' : 'webhooks'], path);
    return { $ref: own(all, '$ref') ?? null, servers: own(all, 'servers') ?? null };
  };
  compareRest(walk, 'pathItem', item(walk.before, old), item(walk.after, now), [], at('path'));
}

const isDeprecated = ({ deprecated }: JsonObject): boolean => deprecated === true;

function compareParameters(walk: Walk, old: OperationPlace, now: OperationPlace, at: At): void {
  // Names of headers are alike in any case.
  const keyOf = ({ in: place, name }: JsonObject): string =>
    `${place} ${place === 'header' ? String(name).toLowerCase() : name}`;
  const byKey = (document: JsonObject, place: OperationPlace): Map<string, JsonObject> =>
    new Map(parametersOf(document, place).map((parameter) => [keyOf(parameter), parameter]));
  // A header that the SDK fills is asked of nobody.
  const isAsked = (parameter: JsonObject): boolean =>
    parameter.required === true && !isFilled(now.operation, parameter);
  for (const [, was, is] of inBoth(byKey(walk.before, old), byKey(walk.after, now))) {
    const parameter = was ?? is ?? {};
    const here = { ...at, where: `${String(parameter.in)} ${String(parameter.name)}` };
    const whole = { old: was, now: is };
    if (was && is) walk.about(was, is, () => compareParameter(walk, was, is, here, isAsked));
    else if (was) walk.say(here, 'parameter-removed', { before: brief(was.schema), ...whole });
    else
      walk.say(here, isAsked(parameter) ? 'required-parameter-added' : 'parameter-added', {
        after: brief(parameter.schema),
        ...whole,
      });
  }
}

function compareParameter(
  walk: Walk,
  old: JsonObject,
  now: JsonObject,
  at: At,
  isAsked: (parameter: JsonObject) => boolean,
): void {
  const [before, after] = pair(old, now, ({ required }) => (required === true ? 'required' : 'optional'));
  if (old.name !== now.name) walk.say(at, 'parameter-renamed', { before: old.name, after: now.name });
  if (isAsked(old) !== isAsked(now))
    walk.say(at, isAsked(now) ? 'parameter-now-required' : 'parameter-now-optional', { before, after });
  else if (before !== after) walk.say({ ...at, where: `${at.where} required` }, 'hint-changed', { before, after });
  compareHolder(walk, 'parameter', old, now, at);
}

/** A parameter or a header: how it is written on the wire, and what it holds. */
function compareHolder(walk: Walk, kind: 'parameter' | 'header', old: JsonObject, now: JsonObject, at: At): void {
  const [before, after] = pair(old, now, serialisation);
  if (before !== after) walk.say(at, 'serialisation-changed', { before, after });
  const [was, is] = pair(old, now, isDeprecated);
  if (was !== is)
    walk.say({ ...at, where: `${at.where} deprecated` }, 'deprecation-changed', { before: was, after: is });
  if (old.schema !== undefined || now.schema !== undefined) compareWhole(walk, old.schema, now.schema, at);
  if (old.content !== undefined || now.content !== undefined) compareContents(walk, old.content, now.content, at);
  compareRest(walk, kind, old, now, HOLDER, at);
}

/** With the defaults of the specification written out. */
function serialisation({ style: given, explode: flag, in: place, schema, content, allowReserved }: JsonObject): string {
  const style = given ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const types = [own(schema, 'type') ?? []].flat();
  // Only lists and objects can be taken apart, so elsewhere the flag says nothing.
  const isPlain = types.length > 0 && types.every((type) => type !== 'array' && type !== 'object');
  const how = isPlain ? '' : (flag ?? style === 'form') ? ', repeated' : ', comma separated';
  const media = isObject(content) ? ` ${Object.keys(content).join()}` : '';
  return `${String(style)}${how}${allowReserved === true ? ', reserved characters kept' : ''}${media}`;
}

function compareBodies(walk: Walk, old: JsonObject, now: JsonObject, at: At): void {
  const [left, right] = [deref(walk.before, old.requestBody), deref(walk.after, now.requestBody)];
  const whole = { old: left, now: right };
  if (left && !right) walk.say(at, 'body-removed', whole);
  if (!left && right) walk.say(at, right.required === true ? 'required-body-added' : 'body-added', whole);
  if (!left || !right) return;
  const [was, is] = pair(left, right, ({ required }) => required === true);
  if (was !== is) walk.say(at, is ? 'body-now-required' : 'body-now-optional', whole);
  compareContents(walk, left.content, right.content, at);
  compareRest(walk, 'requestBody', left, right, ['$ref', 'required', 'content'], at);
}

/** Bodies by media type, in the direction in which they go. */
function compareContents(walk: Walk, left: Json | undefined, right: Json | undefined, at: At): void {
  const reported = new Set<string>();
  for (const [media, old, now] of inBoth(new Map(entries(left)), new Map(entries(right)))) {
    if (now === undefined) walk.say(at, `${at.position}-media-type-removed`, { before: media, old, now });
    else if (old === undefined) walk.say(at, `${at.position}-media-type-added`, { after: media, old, now });
    else {
      // The same schema under several media types is one change.
      const schemas = JSON.stringify([own(old, 'schema'), own(now, 'schema')]);
      if (!reported.has(schemas)) compareWhole(walk, own(old, 'schema') ?? true, own(now, 'schema') ?? true, at);
      reported.add(schemas);
      const here = { ...at, where: `${at.where} ${media}` };
      const [before, after] = [own(old, 'encoding'), own(now, 'encoding')];
      if (!sameFacts('mediaType', 'encoding', before, after))
        walk.say(here, 'serialisation-changed', { before, after });
      compareRest(walk, 'mediaType', old, now, ['schema', 'encoding'], here);
    }
  }
}

function compareResponses(walk: Walk, left: JsonObject, right: JsonObject, at: At): void {
  const responses = (node: JsonObject): Map<string, Json> =>
    new Map(entries(node.responses).filter(([status]) => !status.startsWith('x-')));
  const [old, now] = pair(left, right, responses);
  const [was, is] = pair(old, now, (map) => [...map.keys()].filter((status) => status.startsWith('2')));
  if (!same(was, is))
    walk.say({ ...at, where: 'status' }, 'success-status-changed', {
      before: was.join(', '),
      after: is.join(', '),
      old: left.responses,
      now: right.responses,
    });
  for (const [status, before, unmoved] of inBoth(old, now)) {
    // A success that moved to another status is still compared, for what it holds.
    const moved = was.length === 1 && status === was[0] && is.length === 1 ? (is[0] ?? status) : status;
    const after = moved === status ? unmoved : now.get(moved);
    const whole = { old: before, now: after };
    const here = { ...at, where: moved };
    if (before !== undefined && after !== undefined) compareResponse(walk, before, after, here);
    else if (status.startsWith('2')) continue;
    else if (before !== undefined) walk.say(here, 'error-status-removed', { before: status, ...whole });
    else walk.say(here, 'error-status-added', { after: status, ...whole });
  }
}

function compareResponse(walk: Walk, left: Json, right: Json, at: At): void {
  const [old, now] = [deref(walk.before, left) ?? {}, deref(walk.after, right) ?? {}];
  compareContents(walk, old.content, now.content, at);
  const headers = (document: JsonObject, response: JsonObject): Map<string, JsonObject | undefined> =>
    new Map(entries(response.headers).map(([name, header]) => [name.toLowerCase(), deref(document, header)]));
  for (const [name, was, is] of inBoth(headers(walk.before, old), headers(walk.after, now))) {
    const here = { ...at, where: `${at.where} header ${name}` };
    const whole = { old: was, now: is };
    if (was && is) {
      const [before, after] = pair(was, is, ({ required }) => required === true);
      if (before !== after)
        walk.say(here, after ? 'response-header-now-required' : 'response-header-now-optional', whole);
      compareHolder(walk, 'header', was, is, here);
    } else walk.say(here, was ? 'response-header-removed' : 'response-header-added', whole);
  }
  compareRest(walk, 'response', old, now, ['$ref', 'content', 'headers'], at);
}

function compareSecurity(walk: Walk, old: JsonObject, now: JsonObject, at: At): void {
  const [left, right] = [requirementsOf(walk.before, old), requirementsOf(walk.after, now)];
  if (sameFacts('operation', 'security', left, right)) {
    if (!sameFacts('operation', 'security', old.security, now.security)) walk.say(at, 'contract-rewritten');
    return;
  }
  const one = ([name, scopes]: [string, Json]): string => [name, ...[scopes].flat()].join(' ');
  const show = (requirements: readonly JsonObject[]): string =>
    requirements.map((requirement) => Object.entries(requirement).map(one).join(' and ') || 'none').join(' or ') ||
    'none';
  const kind = loosened(left, right) ? 'security-loosened' : 'security-changed';
  walk.say(at, kind, { before: show(left), after: show(right) });
}

/** Extensions of ours that the generated tables are made of. */
function compareExtensions(walk: Walk, old: JsonObject, now: JsonObject, at: (where: string) => At): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)].filter((name) => name.startsWith('x-')))) {
    const [before, after] = pair(old, now, (operation) => operation[key] ?? null);
    const isPaging = key === 'x-pagination' && (before === null || after === null);
    const paging = after === null ? 'paging-removed' : 'paging-added';
    if (!same(before, after)) walk.say(at(key), isPaging ? paging : 'hint-changed', { before, after });
  }
}
