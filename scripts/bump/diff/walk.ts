// What the comparison carries while it walks: both contracts, who uses what, and the changes found so far.
import type { Json, JsonObject } from '../../contract/json.ts';
import type { Change, Reach } from './change.ts';

export type Position = 'sent' | 'read';

/** A place in the graph of uses: one operation, or one shared schema in one position. */
export type Node = string;

export class Walk {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly changes: { node: Node; change: Change }[] = [];
  readonly operations: Map<Node, Reach> = new Map();
  /** Pairs of shared schemas that still wait for their comparison. */
  readonly waiting: { left: string; right: string; position: Position; node: Node }[] = [];
  readonly #uses = new Map<Node, Set<Node>>();
  readonly #seen = new Set<Node>();

  constructor(before: JsonObject, after: JsonObject) {
    this.before = before;
    this.after = after;
  }

  say(node: Node, change: Change): void {
    this.changes.push({ node, change });
  }

  /** `node` uses the shared schema `left`, called `right` now; it is compared once, however many use it. */
  use(node: Node, left: string, right: string, position: Position): void {
    const target = `${position} ${left} ${right}`;
    const users = this.#uses.get(target) ?? new Set<Node>();
    this.#uses.set(target, users.add(node));
    if (this.#seen.has(target)) return;
    this.#seen.add(target);
    this.waiting.push({ left, right, position, node: target });
  }

  isCompared(name: string): boolean {
    return this.#seen.has(`sent ${name} ${name}`) || this.#seen.has(`read ${name} ${name}`);
  }

  /** The operations that lead to a node, in the order in which they were met. */
  reaching(node: Node): Reach[] {
    const seen = new Set<Node>();
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(this.#uses.get(next) ?? []));
    }
    return [...this.operations].filter(([name]) => seen.has(name)).map(([, reach]) => reach);
  }
}

export const same = (left: Json | undefined, right: Json | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
