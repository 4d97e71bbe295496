// A change as the comparison finds it, a finding as the report shows it, and who is reached by a change.
import { type Json, type JsonObject, reachable } from '../../contract/json.ts';
import type { Kind as ObjectKind } from '../../contract/openapi.ts';
import { type OperationPlace, parametersOf } from '../../contract/operations.ts';
import { childrenOf, refsOf, resolveRef, SCHEMAS, schemaNamesIn, schemasOf } from '../../contract/walk.ts';
import type { Kind, Severity } from './kinds.ts';

/** Whether a value is sent to the provider or comes from it. */
export type Position = 'request' | 'response';

/** What a change belongs to: an operation, a shared schema in one position (`request Address`), or, empty, the whole document. */
export type Node = string;

export interface At {
  readonly node: Node;
  readonly where: string;
  readonly position: Position;
  /** The field became optional or required, and null comes or goes with that. */
  readonly ignoreNull?: boolean;
}

export interface Change {
  readonly kind: Kind;
  /** Where in the operation or shared schema: `body.address.city`, `query limit`, `200.items[].status`. */
  readonly where: string;
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
  /** What was there and what is there now, from which follows which types come and go with it. */
  readonly old?: Json | undefined;
  readonly now?: Json | undefined;
}

export interface Reach {
  readonly operation: string;
  readonly call: string;
}

export interface Finding {
  /** The same for the same change in every run: kind, operation or schema with its position, where. */
  readonly id: string;
  /** The `id` of the finding that this one merely follows from. */
  readonly cause?: string;
  readonly severity: Severity;
  readonly kind: Kind;
  /** `POST /customers`; several, comma separated, for a shared schema; empty for what belongs to no operation. */
  readonly operation: string;
  /** `iron.customer.createCustomer`, in the order of the operations. */
  readonly call: string;
  readonly where: string;
  readonly before: Json;
  readonly after: Json;
  readonly action: string;
  /** The shared schema that changed, where it is one. */
  readonly schema?: string;
  /** Every operation it touches with its call. */
  readonly reaches: readonly Reach[];
}

/** What the comparison carries: both contracts, the changes found so far, and which operations use which schema. */
export class Walk {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly changes: { node: Node; change: Change }[] = [];
  readonly operations: Map<Node, Reach> = new Map();
  /** Schemas that took the place of another and still wait for their comparison with it. */
  readonly waiting: { left: string; right: string; position: Position; node: Node }[] = [];
  readonly uses: { readonly before: Uses; readonly after: Uses };
  readonly #users = new Map<Node, Set<Node>>();

  constructor(before: JsonObject, after: JsonObject) {
    this.before = before;
    this.after = after;
    this.uses = { before: new Uses(before), after: new Uses(after) };
  }

  say({ node, where }: Pick<At, 'node' | 'where'>, kind: Kind, facts: Omit<Change, 'kind' | 'where'> = {}): void {
    this.changes.push({ node, change: { kind, where, ...facts } });
  }

  /** What is said while `compare` runs is about `old` and `now`, unless a part of them is closer. */
  about(old: Json | undefined, now: Json | undefined, compare: () => void): void {
    const from = this.changes.length;
    compare();
    for (let index = from; index < this.changes.length; index++) {
      const { node, change } = this.changes[index] as { node: Node; change: Change };
      if (!('old' in change)) this.changes[index] = { node, change: { ...change, old, now } };
    }
  }

  /** At `node`, the schema `right` took the place of `left`; they are compared once, however many nodes say so. */
  replaced(node: Node, left: string, right: string, position: Position): void {
    const target = `${position} ${left} ${right}`;
    const users = this.#users.get(target);
    this.#users.set(target, (users ?? new Set()).add(node));
    if (!users) this.waiting.push({ left, right, position, node: target });
  }

  /** The operations that a change at a node touches, in the order in which they were met. */
  reaching(node: Node): Reach[] {
    const found = reachable([node], (next) => {
      if (this.operations.has(next)) return [];
      const [position, name = '', other] = next.split(' ');
      return other === undefined ? this.#using(position as Position, name) : (this.#users.get(next) ?? []);
    });
    return [...this.operations].filter(([name]) => found.has(name)).map(([, reach]) => reach);
  }

  /** Who uses a schema on both sides is touched; where nobody does, who uses it on one of them. */
  #using(position: Position, name: string): Node[] {
    const [left, right] = [this.uses.before.of(position, name), this.uses.after.of(position, name)];
    const both = [...left].filter((user) => right.has(user));
    return both.length > 0 ? both : [...left, ...right];
  }
}

/** Which operations of a document use which schema, in which position. */
export class Uses {
  readonly #document: JsonObject;
  readonly #users: Record<Position, Map<string, Set<Node>>> = { request: new Map(), response: new Map() };
  readonly #below = new Map<string, ReadonlySet<string>>();

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** What a webhook's body carries comes to us, and what we respond is sent. */
  add(node: Node, place: OperationPlace, isWebhook: boolean): void {
    const direct = { request: new Set<string>(), response: new Set<string>() };
    const operation = { ...place.operation, parameters: parametersOf(this.#document, place) };
    this.#collect(operation, 'operation', isWebhook ? 'response' : 'request', direct, new Set());
    for (const position of ['request', 'response'] as const)
      for (const start of direct[position])
        for (const name of this.below(start)) {
          const users = this.#users[position].get(name) ?? new Set();
          this.#users[position].set(name, users.add(node));
        }
  }

  of(position: Position, name: string): ReadonlySet<Node> {
    return this.#users[position].get(name) ?? new Set();
  }

  /** A schema and all that it refers to, however far. */
  below(start: string): ReadonlySet<string> {
    const known = this.#below.get(start);
    if (known) return known;
    const schemas = schemasOf(this.#document);
    const found = reachable([start], (name) =>
      Object.hasOwn(schemas, name) ? schemaNamesIn(schemas[name], 'schema') : [],
    );
    this.#below.set(start, found);
    return found;
  }

  #collect(
    node: JsonObject,
    kind: ObjectKind,
    position: Position,
    found: Record<Position, Set<string>>,
    seen: Set<string>,
  ): void {
    for (const ref of refsOf(node, kind)) {
      if (ref.startsWith(SCHEMAS)) found[position].add(ref.slice(SCHEMAS.length));
      else if (!seen.has(`${position} ${ref}`)) {
        const target = resolveRef(this.#document, ref);
        seen.add(`${position} ${ref}`);
        this.#collect((target ?? {}) as JsonObject, kind, position, found, seen);
      }
    }
    for (const child of childrenOf(node, kind)) {
      const turns = child.kind === 'response' || child.kind === 'callback';
      this.#collect(child.node, child.kind, turns ? other(position) : position, found, seen);
    }
  }
}

/** The same of both sides. */
export const pair = <Side, Made>(left: Side, right: Side, make: (side: Side) => Made): [Made, Made] => [
  make(left),
  make(right),
];

/** Every key that either side has, with what is under it on both. */
export const inBoth = <Value>(
  left: ReadonlyMap<string, Value>,
  right: ReadonlyMap<string, Value>,
): [key: string, old: Value | undefined, now: Value | undefined][] =>
  [...new Set([...left.keys(), ...right.keys()])].map((key) => [key, left.get(key), right.get(key)]);

/** Pairs what fits, best first, each once; a score of 0 is no fit. */
export function bestPairs(
  gone: Iterable<string>,
  come: Iterable<string>,
  score: (from: string, to: string) => number,
): Map<string, string> {
  const open = new Set(come);
  const found = new Map<string, string>();
  const candidates = [...gone].flatMap((from) => [...open].map((to) => ({ from, to, score: score(from, to) })));
  for (const { from, to, score } of candidates.sort((a, b) => b.score - a.score))
    if (score > 0 && !found.has(from) && open.delete(to)) found.set(from, to);
  return found;
}

export const other = (position: Position): Position => (position === 'request' ? 'response' : 'request');

export const same = (left: Json | undefined, right: Json | undefined): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);
