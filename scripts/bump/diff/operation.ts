// Compares one operation with itself: parameters, body, responses, credentials, and what the SDK makes of its extensions.
import { sameFacts } from '../../contract/facts.ts';
import { entries, isObject, type Json, type JsonObject, own } from '../../contract/json.ts';
import { groupName } from '../../contract/names.ts';
import { filledHeader, type OperationPlace, parametersOf } from '../../contract/operations.ts';
import { deref } from '../../contract/walk.ts';
import { type At, type Node, other, same, type Walk } from './change.ts';
import { compareRest, loosened, requirementsOf } from './document.ts';
import { brief } from './flat.ts';
import type { Kind } from './kinds.ts';
import { compareWhole } from './schema.ts';

/** What is compared here; every other key is left to {@link compareRest}. */
const KNOWN = ['operationId', 'tags', 'deprecated', 'security', 'parameters', 'requestBody', 'responses'];
const SERIALISED = ['style', 'explode', 'allowReserved'];

export function compareOperations(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  // A webhook is a call the other way round: what it carries we read, what we respond we send.
  const position = node.startsWith('webhook ') ? 'response' : 'request';
  compareParameters(walk, old, now, { node, where: '', position });
  compareBodies(walk, old.operation, now.operation, { node, where: 'body', position });
  compareResponses(walk, old.operation, now.operation, { node, where: '', position: other(position) });
  compareSecurity(walk, old.operation, now.operation, node);
  compareExtensions(walk, old.operation, now.operation, node);
  const [was, is] = [old.operation.deprecated === true, now.operation.deprecated === true];
  if (was !== is) walk.say(node, { kind: is ? 'operation-deprecated' : 'operation-undeprecated', where: '' });
  const listed = ({ operation }: OperationPlace): string[] =>
    (Array.isArray(operation.tags) ? operation.tags : []).map(String);
  // Another group is another call, which is reported as that.
  const isMoved = groupName(listed(old)[0] ?? '') !== groupName(listed(now)[0] ?? '');
  const tags = (place: OperationPlace): string[] => listed(place).slice(isMoved ? 1 : 0);
  if (!sameFacts('operation', 'tags', tags(old), tags(now)))
    walk.say(node, {
      kind: 'tag-list-changed',
      where: 'tags',
      before: tags(old).join(', '),
      after: tags(now).join(', '),
    });
  compareRest(walk, 'operation', old.operation, now.operation, KNOWN, { node, where: '' });
  const item = (document: JsonObject, { path, method }: OperationPlace): Json => {
    const { [method]: _, ...rest } = (own(own(document, position === 'request' ? 'paths' : 'webhooks'), path) ??
      {}) as JsonObject;
    return { $ref: rest.$ref ?? null, servers: rest.servers ?? null };
  };
  compareRest(walk, 'pathItem', item(walk.before, old), item(walk.after, now), [], { node, where: 'path' });
}

function compareParameters(walk: Walk, old: OperationPlace, now: OperationPlace, at: At): void {
  // Names of headers are alike in any case.
  const keyOf = ({ in: place, name }: JsonObject): string =>
    `${place} ${place === 'header' ? String(name).toLowerCase() : name}`;
  const byKey = (document: JsonObject, place: OperationPlace): Map<string, JsonObject> =>
    new Map(parametersOf(document, place).map((parameter) => [keyOf(parameter), parameter]));
  const [left, right] = [byKey(walk.before, old), byKey(walk.after, now)];
  // The header that the SDK fills is asked of nobody.
  const isAsked = (parameter: JsonObject): boolean =>
    parameter.required === true && parameter.name !== filledHeader(now.operation);
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [was, is] = [left.get(key), right.get(key)];
    const parameter = was ?? is ?? {};
    const where = `${String(parameter.in)} ${String(parameter.name)}`;
    if (was && is) walk.about(was, is, () => compareParameter(walk, was, is, { ...at, where }, isAsked));
    else if (was)
      walk.say(at.node, { kind: 'parameter-removed', where, before: brief(was.schema), old: was, now: undefined });
    else if (is)
      walk.say(at.node, {
        kind: isAsked(is) ? 'required-parameter-added' : 'parameter-added',
        where,
        after: brief(is.schema),
        old: undefined,
        now: is,
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
  const say = (kind: Kind, before: Json, after: Json, where = at.where): void =>
    walk.say(at.node, { kind, where, before, after });
  const asked = ({ required }: JsonObject): string => (required === true ? 'required' : 'optional');
  if (old.name !== now.name) say('parameter-renamed', old.name ?? null, now.name ?? null);
  if (isAsked(old) !== isAsked(now))
    say(isAsked(now) ? 'parameter-now-required' : 'parameter-now-optional', asked(old), asked(now));
  else if (asked(old) !== asked(now)) say('hint-changed', asked(old), asked(now), `${at.where} required`);
  compareHolder(walk, 'parameter', old, now, at);
}

/** A parameter or a header: how it is written on the wire, and what it holds. */
function compareHolder(walk: Walk, kind: 'parameter' | 'header', old: JsonObject, now: JsonObject, at: At): void {
  const [before, after] = [serialisation(old), serialisation(now)];
  if (before !== after) walk.say(at.node, { kind: 'serialisation-changed', where: at.where, before, after });
  const [was, is] = [old.deprecated === true, now.deprecated === true];
  if (was !== is)
    walk.say(at.node, { kind: 'deprecation-changed', where: `${at.where} deprecated`, before: was, after: is });
  if (old.schema !== undefined || now.schema !== undefined) compareWhole(walk, old.schema, now.schema, at);
  if (old.content !== undefined || now.content !== undefined) compareContents(walk, old.content, now.content, at);
  compareRest(
    walk,
    kind,
    old,
    now,
    ['$ref', 'name', 'in', 'required', 'deprecated', 'schema', 'content', ...SERIALISED],
    at,
  );
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
  const say = (kind: Kind): void => walk.say(at.node, { kind, where: at.where, old: left, now: right });
  if (left && !right) say('body-removed');
  if (!left && right) say(right.required === true ? 'required-body-added' : 'body-added');
  if (!left || !right) return;
  const [was, is] = [left.required === true, right.required === true];
  if (was !== is) say(is ? 'body-now-required' : 'body-now-optional');
  compareContents(walk, left.content, right.content, at);
  compareRest(walk, 'requestBody', left, right, ['$ref', 'required', 'content'], at);
}

/** Bodies by media type, in the direction in which they go. */
function compareContents(walk: Walk, left: Json | undefined, right: Json | undefined, at: At): void {
  const reported = new Set<string>();
  for (const media of new Set([...entries(left), ...entries(right)].map(([name]) => name))) {
    const [old, now] = [own(left, media), own(right, media)];
    const where = at.where;
    if (now === undefined)
      walk.say(at.node, { kind: `${at.position}-media-type-removed`, where, before: media, old, now });
    else if (old === undefined)
      walk.say(at.node, { kind: `${at.position}-media-type-added`, where, after: media, old, now });
    else {
      // The same schema under several media types is one change.
      const pair = JSON.stringify([own(old, 'schema'), own(now, 'schema')]);
      if (!reported.has(pair)) compareWhole(walk, own(old, 'schema') ?? true, own(now, 'schema') ?? true, at);
      reported.add(pair);
      const [before, after] = [own(old, 'encoding'), own(now, 'encoding')];
      if (!sameFacts('mediaType', 'encoding', before, after))
        walk.say(at.node, { kind: 'serialisation-changed', where: `${where} ${media}`, before, after });
      compareRest(walk, 'mediaType', old, now, ['schema', 'encoding'], { ...at, where: `${where} ${media}` });
    }
  }
}

function compareResponses(walk: Walk, old: JsonObject, now: JsonObject, at: At): void {
  const statuses = (node: Json | undefined): string[] =>
    entries(node)
      .map(([status]) => status)
      .filter((status) => !status.startsWith('x-'));
  const [left, right] = [statuses(old.responses), statuses(now.responses)];
  const [was, is] = [left, right].map((list) => list.filter((status) => status.startsWith('2')));
  if (!same(was, is))
    walk.say(at.node, {
      kind: 'success-status-changed',
      where: 'status',
      before: was?.join(', '),
      after: is?.join(', '),
      old: old.responses,
      now: now.responses,
    });
  for (const status of new Set([...left, ...right])) {
    const before = own(old.responses, status);
    // A success that moved to another status is still compared, for what it holds.
    const moved = was?.length === 1 && is?.length === 1 && status === was[0] ? (is[0] ?? status) : status;
    const after = own(now.responses, moved);
    if (before !== undefined && after !== undefined) compareResponse(walk, before, after, { ...at, where: moved });
    else if (!status.startsWith('2') && before !== undefined)
      walk.say(at.node, { kind: 'error-status-removed', where: status, before: status, old: before, now: undefined });
    else if (!status.startsWith('2'))
      walk.say(at.node, { kind: 'error-status-added', where: status, after: status, old: undefined, now: after });
  }
}

function compareResponse(walk: Walk, left: Json, right: Json, at: At): void {
  const [old, now] = [deref(walk.before, left) ?? {}, deref(walk.after, right) ?? {}];
  compareContents(walk, old.content, now.content, at);
  const headers = (response: JsonObject): Map<string, Json> =>
    new Map(entries(response.headers).map(([name, header]) => [name.toLowerCase(), header]));
  const [before, after] = [headers(old), headers(now)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [deref(walk.before, before.get(name)), deref(walk.after, after.get(name))];
    const where = `${at.where} header ${name}`;
    const say = (kind: Kind): void => walk.say(at.node, { kind, where, old: was, now: is });
    if (!was || !is) {
      say(was ? 'response-header-removed' : 'response-header-added');
      continue;
    }
    if ((was.required === true) !== (is.required === true))
      say(is.required === true ? 'response-header-now-required' : 'response-header-now-optional');
    compareHolder(walk, 'header', was, is, { ...at, where });
  }
  compareRest(walk, 'response', old, now, ['$ref', 'content', 'headers'], at);
}

function compareSecurity(walk: Walk, old: JsonObject, now: JsonObject, node: Node): void {
  const [left, right] = [requirementsOf(walk.before, old), requirementsOf(walk.after, now)];
  if (sameFacts('operation', 'security', left, right)) {
    if (!sameFacts('operation', 'security', old.security, now.security))
      walk.say(node, { kind: 'contract-rewritten', where: 'security' });
    return;
  }
  const one = ([name, scopes]: [string, Json]): string => [name, ...[scopes].flat()].join(' ');
  const show = (requirements: readonly JsonObject[]): string =>
    requirements.map((requirement) => Object.entries(requirement).map(one).join(' and ') || 'none').join(' or ') ||
    'none';
  const kind = loosened(left, right) ? 'security-loosened' : 'security-changed';
  walk.say(node, { kind, where: 'security', before: show(left), after: show(right) });
}

/** Extensions of ours that the generated tables are made of. */
function compareExtensions(walk: Walk, old: JsonObject, now: JsonObject, node: Node): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)].filter((name) => name.startsWith('x-')))) {
    const [before, after] = [old[key] ?? null, now[key] ?? null];
    const paging =
      key !== 'x-pagination'
        ? undefined
        : after === null
          ? 'paging-removed'
          : before === null
            ? 'paging-added'
            : undefined;
    if (!same(before, after)) walk.say(node, { kind: paging ?? 'hint-changed', where: key, before, after });
  }
}
