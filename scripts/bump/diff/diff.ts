// Compares two effective contracts and reports what changed, for whom, and what they must do.
import { factsText } from '../../contract/facts.ts';
import { isObject, items, type Json, type JsonObject } from '../../contract/json.ts';
import { groupName, methodName, type OperationPlace, operationsOf } from '../../contract/operations.ts';
import { SCHEMAS, schemasOf } from '../../contract/walk.ts';
import { type Change, type Finding, type Node, pair, type Reach, same, type Uses, Walk } from './change.ts';
import { compareDocument, compareExports, proposedRenames, withNames } from './document.ts';
import { KINDS, type Kind, type Severity } from './kinds.ts';
import { compareOperations } from './operation.ts';
import { compareWhole } from './schema.ts';

/**
 * Every difference between two effective contracts that is not one of texts, grave ones first, by operation.
 *
 * @param provider the provider's name, which begins the name of each call
 */
export function compareContracts(before: JsonObject, after: JsonObject, provider: string): Finding[] {
  const renames = proposedRenames(before, after);
  const walk = new Walk(withNames(before, renames), after);
  compareSection(walk, 'paths', provider);
  compareSection(walk, 'webhooks', provider);
  compareSchemas(walk);
  compareDocument(walk);
  compareExports(walk, renames);
  return findingsOf(walk);
}

const textOf = ({ method, path }: OperationPlace): string => `${method.toUpperCase()} ${path}`;

function callOf({ operation }: OperationPlace, provider: string): string {
  const tag = String(items(operation.tags)[0] ?? 'default');
  return `${provider}.${groupName(tag)}.${methodName(String(operation.operationId ?? ''))}`;
}

function compareSection(walk: Walk, section: 'paths' | 'webhooks', provider: string): void {
  const isHook = section === 'webhooks';
  const [left, right] = [operationsOf(walk.before, section), operationsOf(walk.after, section)];
  const reach = (place: OperationPlace): Reach =>
    isHook
      ? { operation: `webhook ${place.path}`, call: '' }
      : { operation: textOf(place), call: callOf(place, provider) };
  const enter = (old: OperationPlace | undefined, now: OperationPlace | undefined): Node => {
    const it = reach((now ?? old) as OperationPlace);
    walk.operations.set(it.operation, it);
    if (old) walk.uses.before.add(it.operation, old, isHook);
    if (now) walk.uses.after.add(it.operation, now, isHook);
    return it.operation;
  };
  const taken = new Set(left.map(textOf));
  // Same id, and its new place was taken by nothing.
  const isMoved = (old: OperationPlace, now: OperationPlace): boolean =>
    old.operation.operationId !== undefined &&
    old.operation.operationId === now.operation.operationId &&
    !taken.has(textOf(now));
  const rest = new Set(right);
  for (const old of left) {
    const now = right.find((place) => textOf(place) === textOf(old)) ?? [...rest].find((place) => isMoved(old, place));
    const node = enter(old, now);
    if (!now) {
      walk.say({ node, where: '' }, isHook ? 'webhook-removed' : 'operation-removed', { old: old.operation, now });
      continue;
    }
    rest.delete(now);
    walk.about(old.operation, now.operation, () => {
      const [from, to] = pair(old, now, textOf);
      if (from !== to) walk.say({ node, where: 'path' }, 'operation-moved', { before: from, after: to });
      const [before, after] = pair(old, now, (place) => reach(place).call);
      if (before !== after) walk.say({ node, where: 'name' }, 'call-renamed', { before, after });
      // No call is named after the id and the group of a webhook.
      for (const where of isHook ? ['operationId', 'tags'] : [])
        if (!same(old.operation[where], now.operation[where])) walk.say({ node, where }, 'hint-changed');
      compareOperations(walk, old, now, node);
    });
  }
  for (const now of rest) {
    const at = { node: enter(undefined, now), where: '' };
    walk.say(at, isHook ? 'webhook-added' : 'operation-added', { old: undefined, now: now.operation });
  }
}

/** Each shared schema in every position in which either side uses it, then those that took the place of another. */
function compareSchemas(walk: Walk): void {
  const [left, right] = [schemasOf(walk.before), schemasOf(walk.after)];
  for (const name of Object.keys(left)) {
    if (!Object.hasOwn(right, name)) continue;
    const used = (['request', 'response'] as const).filter(
      (position) => walk.uses.before.of(position, name).size + walk.uses.after.of(position, name).size > 0,
    );
    for (const position of used)
      compareWhole(walk, left[name], right[name], { node: `${position} ${name}`, where: name, position });
    const text = (schema: JsonObject | undefined): string => factsText(schema ?? {}, 'schema');
    if (used.length === 0 && text(left[name]) !== text(right[name]))
      walk.say({ node: '', where: name }, 'unused-type-changed', { old: left[name], now: right[name] });
  }
  for (let next = walk.waiting.shift(); next; next = walk.waiting.shift())
    compareWhole(walk, left[next.left], right[next.right], { ...next, where: next.right });
}

const RANK: Readonly<Record<Severity, number>> = { breaking: 0, behavior: 1, additive: 2, note: 3 };

function findingsOf(walk: Walk): Finding[] {
  const ids = new Map<string, Change>();
  const findings: Finding[] = [];
  for (const { node, change } of walk.changes) {
    const finding = toFinding(walk, node, change);
    const id = [change.kind, node, change.where].filter(Boolean).join(' ');
    const inFull = ids.has(id)
      ? `${id} (${[change.before, change.after].map((value) => JSON.stringify(value ?? null)).join(' ')})`
      : id;
    if (ids.has(inFull)) continue;
    ids.set(inFull, change);
    findings.push({ id: inFull, ...finding });
  }
  const causes = new Causes(walk, ids);
  return findings
    .map((finding) => ({ ...finding, ...causes.of(finding) }))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

function toFinding(walk: Walk, node: Node, { kind, where, before, after }: Change): Omit<Finding, 'id'> {
  const reaches = node === '' ? [] : walk.reaching(node);
  const [severity, , action] = KINDS[kind];
  const [, , schema] = /^(request|response) (\S+)/.exec(node) ?? [];
  return {
    severity,
    kind,
    operation: reaches.map(({ operation }) => operation).join(', '),
    call: reaches
      .map(({ call }) => call)
      .filter(Boolean)
      .join(', '),
    where,
    before: before ?? null,
    after: after ?? null,
    action,
    ...(schema === undefined ? {} : { schema }),
    reaches,
  };
}

/** A type goes with what led to it, and comes with what leads to it: the smallest change that accounts for it is its cause. */
class Causes {
  readonly #changes: { id: string; size: number; lost: Set<string>; gained: Set<string> }[];

  constructor(walk: Walk, ids: ReadonlyMap<string, Change>) {
    const isNeeded = [...ids.values()].some(({ kind }) => ABOUT_TYPES.has(kind));
    const without = (names: Set<string>, others: Set<string>): Set<string> =>
      new Set([...names].filter((name) => !others.has(name)));
    const others = [...ids].filter(([, { kind }]) => isNeeded && !ABOUT_TYPES.has(kind));
    this.#changes = others
      .map(([id, { old, now }]) => {
        const [left, right] = [reachedFrom(old, walk.uses.before), reachedFrom(now, walk.uses.after)];
        const size = JSON.stringify([old ?? null, now ?? null]).length;
        return { id, size, lost: without(left, right), gained: without(right, left) };
      })
      .sort((a, b) => a.size - b.size);
  }

  of({ kind, where }: Finding): { cause?: string } {
    const side = kind === 'type-removed' ? 'lost' : 'gained';
    const cause = ABOUT_TYPES.has(kind) ? this.#changes.find((change) => change[side].has(where)) : undefined;
    return cause ? { cause: cause.id } : {};
  }
}

const ABOUT_TYPES: ReadonlySet<Kind> = new Set(['type-removed', 'type-added']);

/** The schemas that a part of a contract leads to. */
function reachedFrom(node: Json | undefined, uses: Uses): Set<string> {
  const found = new Set<string>();
  const look = (part: Json | undefined): void => {
    if (typeof part === 'string' && part.startsWith(SCHEMAS))
      for (const name of uses.below(part.slice(SCHEMAS.length))) found.add(name);
    if (Array.isArray(part)) part.forEach(look);
    else if (isObject(part)) Object.values(part).forEach(look);
  };
  look(node);
  return found;
}

/** Changes of facts that an overlay stands before are notes: users do not meet them, and the overlay may be out of date. */
export function withHidden(findings: readonly Finding[], ofFacts: readonly Finding[]): Finding[] {
  // By place: what happens there, and which types there are, is decided by the effective contract, in which a schema that is
  // sent may be called `XInput`.
  const placeOf = ({ schema, operation, where }: Finding): string =>
    `${schema ?? operation} ${where}`.replace(/Input\b/g, '');
  const known = new Set(findings.map(placeOf));
  const hidden = ofFacts.filter((one) => !known.has(placeOf(one)) && !/^(request-)?type-/.test(one.kind));
  return [...findings, ...hidden.map((one): Finding => ({ ...one, severity: 'note', action: HIDDEN }))];
}

const HIDDEN = 'An overlay of ours decides here: check that it still holds.';
