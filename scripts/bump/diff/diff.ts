// Compares two effective contracts and tells what changed, for whom, and what whom it touches must do.
import { factsText } from '../../contract/facts.ts';
import type { JsonObject } from '../../contract/json.ts';
import { groupName, methodName } from '../../contract/names.ts';
import { type OperationPlace, operationsOf } from '../../contract/operations.ts';
import { schemasOf } from '../../contract/refs.ts';
import type { Change, Finding, Reach } from './change.ts';
import { compareExports } from './exports.ts';
import { actionOf, severityOf } from './kinds.ts';
import { compareOperations } from './operation.ts';
import { compareShared } from './schema.ts';
import { compareSchemes, compareServers } from './security.ts';
import { type Node, Walk } from './walk.ts';

/**
 * Every difference between two effective contracts that is not prose, grave ones first, by operation.
 *
 * @param provider the provider's name, which begins the name of each call
 */
export function compareContracts(before: JsonObject, after: JsonObject, provider: string): Finding[] {
  const walk = new Walk(before, after);
  compareSection(walk, 'paths', provider);
  compareSection(walk, 'webhooks', provider);
  compareSchemes(walk);
  compareServers(walk);
  compareExports(walk);
  compareWaiting(walk);
  compareUnused(walk);
  compareWaiting(walk);
  const version = (document: JsonObject): string => String((document.info as JsonObject | undefined)?.version ?? '');
  if (version(before) !== version(after))
    walk.say('', { kind: 'spec-version', where: 'info.version', before: version(before), after: version(after) });
  // No fact may change in silence, whatever the walk above does not know of.
  if (walk.changes.length === 0 && factsText(before, 'document') !== factsText(after, 'document'))
    walk.say('', { kind: 'contract-changed', where: 'the document' });
  return findingsOf(walk);
}

const wordsOf = ({ method, path }: OperationPlace): string => `${method.toUpperCase()} ${path}`;

function callOf({ operation }: OperationPlace, provider: string): string {
  const tag = Array.isArray(operation.tags) ? String(operation.tags[0]) : 'default';
  return `${provider}.${groupName(tag)}.${methodName(String(operation.operationId ?? ''))}`;
}

function compareSection(walk: Walk, section: 'paths' | 'webhooks', provider: string): void {
  const isHook = section === 'webhooks';
  const [left, right] = [operationsOf(walk.before, section), operationsOf(walk.after, section)];
  const reach = (place: OperationPlace): Reach => ({
    operation: isHook ? `webhook ${place.path}` : wordsOf(place),
    call: isHook ? '' : callOf(place, provider),
  });
  const enter = (place: OperationPlace): Node => {
    const it = reach(place);
    walk.operations.set(it.operation, it);
    return it.operation;
  };
  const rest = new Set(right);
  for (const old of left) {
    const now =
      right.find((place) => wordsOf(place) === wordsOf(old)) ??
      [...rest].find((place) => movedFrom(walk, old, place, section));
    if (!now) {
      walk.say(enter(old), { kind: isHook ? 'webhook-removed' : 'operation-removed', where: '' });
      continue;
    }
    rest.delete(now);
    const node = enter(now);
    if (wordsOf(old) !== wordsOf(now))
      walk.say(node, { kind: 'operation-moved', where: 'path', before: wordsOf(old), after: wordsOf(now) });
    const [before, after] = [reach(old).call, reach(now).call];
    if (before !== after) walk.say(node, { kind: 'call-renamed', where: 'name', before, after });
    compareOperations(walk, old, now, node);
  }
  for (const now of rest) walk.say(enter(now), { kind: isHook ? 'webhook-added' : 'operation-added', where: '' });
}

/** Same id, and its old place is taken by nothing. */
function movedFrom(walk: Walk, old: OperationPlace, now: OperationPlace, section: 'paths' | 'webhooks'): boolean {
  const id = old.operation.operationId;
  return (
    id !== undefined &&
    id === now.operation.operationId &&
    !operationsOf(walk.before, section).some((place) => wordsOf(place) === wordsOf(now))
  );
}

/** Each pair of shared schemas once; comparing one may bring up others. */
function compareWaiting(walk: Walk): void {
  for (let next = walk.waiting.shift(); next; next = walk.waiting.shift()) {
    compareShared(walk, next.left, next.right, { node: next.node, where: next.right, position: next.position });
  }
}

/** Schemas that no operation leads to are exported all the same; they are read as written. */
function compareUnused(walk: Walk): void {
  const now = schemasOf(walk.after);
  for (const name of Object.keys(schemasOf(walk.before))) {
    if (Object.hasOwn(now, name) && !walk.isCompared(name)) walk.use('', name, name, 'read');
  }
}

function findingsOf(walk: Walk): Finding[] {
  const findings = walk.changes.map(({ node, change }) => toFinding(walk, node, change));
  // A type that came with something new is told with that; alone it is a change of its own.
  const explained = findings.some(({ kind }) => kind !== 'type-added' && severityOf(kind) !== 'note');
  return ordered(unique(findings.filter(({ kind }) => kind !== 'type-added' || !explained)));
}

function toFinding(walk: Walk, node: Node, { kind, where, before, after }: Change): Finding {
  const reaches = node === '' ? [] : walk.reaching(node);
  const [, , shared] = /^(sent|read) (\S+) /.exec(node) ?? [];
  const operation = reaches.map((reach) => reach.operation).join(', ');
  return {
    id: [kind, shared ?? operation, where].filter(Boolean).join(' '),
    severity: severityOf(kind),
    kind,
    operation,
    call: reaches
      .map(({ call }) => call)
      .filter(Boolean)
      .join(', '),
    where,
    before: before ?? null,
    after: after ?? null,
    action: actionOf(kind),
    ...(shared === undefined ? {} : { schema: shared }),
    reaches,
  };
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
}

const RANK = { breaking: 0, behavior: 1, additive: 2, note: 3 };

const ordered = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
