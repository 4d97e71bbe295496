// Compares one operation with itself: parameters, body, answers, credentials, and what the SDK makes of its hints.
import { deref, isObject, type Json, type JsonObject, type OperationPlace, parametersOf } from '../../json.ts';
import { own, sameFacts } from '../prose.ts';
import { brief, compareSchemas } from './schema.ts';
import { loosened, requirementsOf } from './security.ts';
import { type Node, type Position, same, type Walk } from './walk.ts';

export function compareOperations(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  compareParameters(walk, old, now, node);
  compareBodies(walk, old, now, node);
  compareAnswers(walk, old, now, node);
  compareSecurity(walk, old, now, node);
  compareHints(walk, old.operation, now.operation, node);
  const [was, is] = [old.operation.deprecated === true, now.operation.deprecated === true];
  if (was !== is) walk.say(node, { kind: is ? 'operation-deprecated' : 'operation-undeprecated', where: '' });
  for (const key of ['callbacks', 'servers']) {
    if (!sameFacts(old.operation[key], now.operation[key])) walk.say(node, { kind: 'contract-changed', where: key });
  }
}

const keyOf = (parameter: JsonObject): string => `${String(parameter.in)} ${parameter.in === 'header' ? String(parameter.name).toLowerCase() : String(parameter.name)}`;

/** The operation's own parameters come after its path's and replace those of the same name. */
const byKey = (document: JsonObject, place: OperationPlace): Map<string, JsonObject> =>
  new Map(parametersOf(document, place).map((parameter) => [keyOf(parameter), parameter]));

function compareParameters(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [byKey(walk.before, old), byKey(walk.after, now)];
  // A parameter of the path has its place, not its name, on the wire; a new name is told as one change.
  const isAsked = (parameter: JsonObject): boolean => parameter.required === true && parameter.name !== filledBy(now.operation);
  for (const [key, parameter] of left) {
    const twin = right.get(key);
    const where = `${String(parameter.in)} ${String(parameter.name)}`;
    if (!twin) walk.say(node, { kind: 'parameter-removed', where, before: brief(parameter.schema) });
    else compareParameter(walk, parameter, twin, where, node, isAsked);
  }
  for (const [key, parameter] of right) {
    if (left.has(key)) continue;
    const where = `${String(parameter.in)} ${String(parameter.name)}`;
    walk.say(node, { kind: isAsked(parameter) ? 'required-parameter-added' : 'parameter-added', where, after: brief(parameter.schema) });
  }
}

/** The header that the SDK fills, so that nobody else has to. */
const filledBy = (operation: JsonObject): Json | undefined => own(operation['x-idempotency'], 'header');

function compareParameter(walk: Walk, old: JsonObject, now: JsonObject, where: string, node: Node, isAsked: (parameter: JsonObject) => boolean): void {
  if (old.name !== now.name) walk.say(node, { kind: 'parameter-renamed', where, before: old.name ?? null, after: now.name ?? null });
  if (isAsked(old) !== isAsked(now)) walk.say(node, { kind: isAsked(now) ? 'parameter-now-required' : 'parameter-now-optional', where, before: wordOf(old), after: wordOf(now) });
  const [before, after] = [serialisation(old), serialisation(now)];
  if (before !== after) walk.say(node, { kind: 'serialisation-changed', where, before, after });
  if (Boolean(old.deprecated) !== Boolean(now.deprecated)) walk.say(node, { kind: 'deprecation-changed', where: `${where} deprecated`, before: Boolean(old.deprecated), after: Boolean(now.deprecated) });
  const at = { node, where, position: positionOfBody(node) };
  if (old.schema !== undefined || now.schema !== undefined) compareSchemas(walk, old.schema, now.schema, at);
  if (isObject(old.content) && isObject(now.content)) compareContents(walk, old.content, now.content, at);
}

const wordOf = (parameter: JsonObject): string => (parameter.required === true ? 'required' : 'optional');

/** With the defaults of the specification written out. */
function serialisation(parameter: JsonObject): string {
  const style = parameter.style ?? (parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple');
  const explode = parameter.explode ?? style === 'form';
  const types = isObject(parameter.schema) ? [parameter.schema.type].flat() : [];
  // Only lists and objects can be taken apart, so elsewhere the flag says nothing.
  const plain = types.length > 0 && types.every((type) => type !== 'array' && type !== 'object') && isObject(parameter.schema) && parameter.schema.type !== undefined;
  const media = isObject(parameter.content) ? ` ${Object.keys(parameter.content).join()}` : '';
  return `${String(style)}${plain ? '' : explode ? ', repeated' : ', comma separated'}${parameter.allowReserved === true ? ', reserved characters kept' : ''}${media}`;
}

function compareBodies(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [deref(walk.before, old.operation.requestBody), deref(walk.after, now.operation.requestBody)];
  const position = positionOfBody(node);
  if (!left && !right) return;
  if (!left || !right) {
    walk.say(node, { kind: left ? 'body-removed' : right?.required === true ? 'required-body-added' : 'body-added', where: 'body' });
    return;
  }
  const [was, is] = [left.required === true, right.required === true];
  if (was !== is) walk.say(node, { kind: is ? 'body-now-required' : 'body-now-optional', where: 'body' });
  compareContents(walk, left.content, right.content, { node, where: 'body', position });
}

/** A webhook is a call the other way round: what it carries we read, what we answer we send. */
const positionOfBody = (node: Node): Position => (node.startsWith('webhook ') ? 'read' : 'sent');

function compareContents(walk: Walk, left: Json | undefined, right: Json | undefined, at: { node: Node; where: string; position: Position }): void {
  const side = at.position === 'sent' ? 'request' : 'response';
  const [old, now] = [isObject(left) ? left : {}, isObject(right) ? right : {}];
  const told = new Set<string>();
  for (const [media, entry] of Object.entries(old)) {
    const twin = own(now, media);
    if (!isObject(twin) || !isObject(entry)) {
      walk.say(at.node, { kind: `${side}-media-type-removed`, where: at.where, before: media });
      continue;
    }
    // The same schema under several media types is one change.
    const pair = `${JSON.stringify(entry.schema)} ${JSON.stringify(twin.schema)}`;
    if (!told.has(pair)) compareSchemas(walk, entry.schema ?? true, twin.schema ?? true, at);
    told.add(pair);
    if (!sameFacts(entry.encoding, twin.encoding)) walk.say(at.node, { kind: 'serialisation-changed', where: `${at.where} ${media}`, before: entry.encoding ?? null, after: twin.encoding ?? null });
  }
  for (const media of Object.keys(now)) {
    if (!Object.hasOwn(old, media)) walk.say(at.node, { kind: `${side}-media-type-added`, where: at.where, after: media });
  }
}

function compareAnswers(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [answersOf(old), answersOf(now)];
  const successes = (answers: JsonObject): string[] => Object.keys(answers).filter((status) => status.startsWith('2'));
  const [was, is] = [successes(left), successes(right)];
  if (!same(was, is)) {
    walk.say(node, { kind: 'success-status-changed', where: 'status', before: was.join(', '), after: is.join(', ') });
  }
  for (const [status, answer] of Object.entries(left)) {
    // A success that moved to another status is still compared, for what it holds.
    const moved = !Object.hasOwn(right, status) && was.length === 1 && is.length === 1 && status === was[0] ? is[0] : status;
    const twin = moved === undefined ? undefined : own(right, moved);
    if (twin !== undefined) compareAnswer(walk, answer, twin, moved ?? status, node);
    else if (!status.startsWith('2')) walk.say(node, { kind: 'error-status-removed', where: status, before: status });
  }
  for (const status of Object.keys(right)) {
    if (!Object.hasOwn(left, status) && !status.startsWith('2')) walk.say(node, { kind: 'error-status-added', where: status, after: status });
  }
}

const answersOf = ({ operation }: OperationPlace): JsonObject => (isObject(operation.responses) ? operation.responses : {});

function compareAnswer(walk: Walk, left: Json, right: Json, status: string, node: Node): void {
  const [old, now] = [deref(walk.before, left) ?? {}, deref(walk.after, right) ?? {}];
  const at = { node, where: status, position: positionOfBody(node) === 'sent' ? ('read' as const) : ('sent' as const) };
  compareContents(walk, old.content, now.content, at);
  const headers = (answer: JsonObject): Map<string, Json> => new Map(Object.entries(isObject(answer.headers) ? answer.headers : {}).map(([name, header]) => [name.toLowerCase(), header]));
  const [before, after] = [headers(old), headers(now)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [deref(walk.before, before.get(name)), deref(walk.after, after.get(name))];
    const where = `${status} header ${name}`;
    if (was && is) {
      if ((was.required === true) !== (is.required === true)) walk.say(node, { kind: is.required === true ? 'response-header-now-required' : 'response-header-now-optional', where });
      compareSchemas(walk, was.schema, is.schema, { ...at, where });
    } else walk.say(node, { kind: was ? 'response-header-removed' : 'response-header-added', where });
  }
  if (!sameFacts(old.links, now.links)) walk.say(node, { kind: 'contract-changed', where: `${status} links` });
}

function compareSecurity(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [requirementsOf(walk.before, old.operation), requirementsOf(walk.after, now.operation)];
  if (sameFacts({ security: left }, { security: right })) return;
  const show = (requirements: readonly JsonObject[]): string =>
    requirements.map((requirement) => Object.entries(requirement).map(([name, scopes]) => [name, ...[scopes].flat()].join(' ')).join(' and ') || 'none').join(' or ') || 'none';
  walk.say(node, { kind: loosened(left, right) ? 'security-loosened' : 'security-changed', where: 'security', before: show(left), after: show(right) });
}

/** Extensions of ours that the generated tables are made of. */
function compareHints(walk: Walk, old: JsonObject, now: JsonObject, node: Node): void {
  const hints = new Set([...Object.keys(old), ...Object.keys(now)].filter((key) => key.startsWith('x-')));
  for (const key of hints) {
    if (same(old[key], now[key])) continue;
    const paging = key === 'x-pagination';
    const kind = paging && now[key] === undefined ? 'paging-removed' : paging && old[key] === undefined ? 'paging-added' : 'hint-changed';
    walk.say(node, { kind, where: key, before: old[key] ?? null, after: now[key] ?? null });
  }
}
