// Compares one operation with itself: parameters, body, answers, credentials, and what the SDK makes of its hints.
import { sameFacts } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject, own } from '../../contract/json.ts';
import type { OperationPlace } from '../../contract/operations.ts';
import { deref } from '../../contract/refs.ts';
import { compareContents, positionOfBody } from './contents.ts';
import { compareParameters } from './parameters.ts';
import { compareSchemas } from './schema.ts';
import { loosened, requirementsOf } from './security.ts';
import { type Node, same, type Walk } from './walk.ts';

export function compareOperations(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  compareParameters(walk, old, now, node);
  compareBodies(walk, old, now, node);
  compareAnswers(walk, old, now, node);
  compareSecurity(walk, old, now, node);
  compareHints(walk, old.operation, now.operation, node);
  const [was, is] = [old.operation.deprecated === true, now.operation.deprecated === true];
  if (was !== is) walk.say(node, { kind: is ? 'operation-deprecated' : 'operation-undeprecated', where: '' });
  for (const key of ['callbacks', 'servers']) {
    if (!sameFacts('operation', key, old.operation[key], now.operation[key]))
      walk.say(node, { kind: 'contract-changed', where: key });
  }
}

function compareBodies(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [deref(walk.before, old.operation.requestBody), deref(walk.after, now.operation.requestBody)];
  const position = positionOfBody(node);
  if (!left && !right) return;
  if (!left || !right) {
    walk.say(node, {
      kind: left ? 'body-removed' : right?.required === true ? 'required-body-added' : 'body-added',
      where: 'body',
    });
    return;
  }
  const [was, is] = [left.required === true, right.required === true];
  if (was !== is) walk.say(node, { kind: is ? 'body-now-required' : 'body-now-optional', where: 'body' });
  compareContents(walk, left.content, right.content, { node, where: 'body', position });
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
    const moved =
      !Object.hasOwn(right, status) && was.length === 1 && is.length === 1 && status === was[0] ? is[0] : status;
    const twin = moved === undefined ? undefined : own(right, moved);
    if (twin !== undefined) compareAnswer(walk, answer, twin, moved ?? status, node);
    else if (!status.startsWith('2')) walk.say(node, { kind: 'error-status-removed', where: status, before: status });
  }
  for (const status of Object.keys(right)) {
    if (!Object.hasOwn(left, status) && !status.startsWith('2'))
      walk.say(node, { kind: 'error-status-added', where: status, after: status });
  }
}

const answersOf = ({ operation }: OperationPlace): JsonObject =>
  isObject(operation.responses) ? operation.responses : {};

function compareAnswer(walk: Walk, left: Json, right: Json, status: string, node: Node): void {
  const [old, now] = [deref(walk.before, left) ?? {}, deref(walk.after, right) ?? {}];
  const at = { node, where: status, position: positionOfBody(node) === 'sent' ? ('read' as const) : ('sent' as const) };
  compareContents(walk, old.content, now.content, at);
  const headers = (answer: JsonObject): Map<string, Json> =>
    new Map(
      Object.entries(isObject(answer.headers) ? answer.headers : {}).map(([name, header]) => [
        name.toLowerCase(),
        header,
      ]),
    );
  const [before, after] = [headers(old), headers(now)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [deref(walk.before, before.get(name)), deref(walk.after, after.get(name))];
    const where = `${status} header ${name}`;
    if (was && is) {
      if ((was.required === true) !== (is.required === true))
        walk.say(node, {
          kind: is.required === true ? 'response-header-now-required' : 'response-header-now-optional',
          where,
        });
      compareSchemas(walk, was.schema, is.schema, { ...at, where });
    } else walk.say(node, { kind: was ? 'response-header-removed' : 'response-header-added', where });
  }
  if (!sameFacts('response', 'links', old.links, now.links))
    walk.say(node, { kind: 'contract-changed', where: `${status} links` });
}

function compareSecurity(walk: Walk, old: OperationPlace, now: OperationPlace, node: Node): void {
  const [left, right] = [requirementsOf(walk.before, old.operation), requirementsOf(walk.after, now.operation)];
  if (sameFacts('operation', 'security', left, right)) return;
  const show = (requirements: readonly JsonObject[]): string =>
    requirements
      .map(
        (requirement) =>
          Object.entries(requirement)
            .map(([name, scopes]) => [name, ...[scopes].flat()].join(' '))
            .join(' and ') || 'none',
      )
      .join(' or ') || 'none';
  walk.say(node, {
    kind: loosened(left, right) ? 'security-loosened' : 'security-changed',
    where: 'security',
    before: show(left),
    after: show(right),
  });
}

/** Extensions of ours that the generated tables are made of. */
function compareHints(walk: Walk, old: JsonObject, now: JsonObject, node: Node): void {
  const hints = new Set([...Object.keys(old), ...Object.keys(now)].filter((key) => key.startsWith('x-')));
  for (const key of hints) {
    if (same(old[key], now[key])) continue;
    const paging = key === 'x-pagination';
    const kind =
      paging && now[key] === undefined
        ? 'paging-removed'
        : paging && old[key] === undefined
          ? 'paging-added'
          : 'hint-changed';
    walk.say(node, { kind, where: key, before: old[key] ?? null, after: now[key] ?? null });
  }
}
