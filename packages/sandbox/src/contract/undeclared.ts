// Fields of a body that the contract declares nowhere: most often a misspelt name.
import type { Contract, Node } from './contract.ts';

/** At most this many are named, so that a body of a million fields costs no more than one of a few. */
const most = 20;

/** Paths of fields that no schema at their place declares: `body.nmae`, `body.address.zip`. */
export function undeclaredFields(contract: Contract, schema: Node, value: unknown, place: string): readonly string[] {
  const found: string[] = [];
  visit([schema], value, place);
  return found;

  function visit(schemas: readonly Node[], part: unknown, at: string): void {
    if (typeof part !== 'object' || part === null || found.length >= most) return;
    const all = schemas.flatMap((entry) => variantsOf(contract, entry));
    if (Array.isArray(part)) {
      const items = all.flatMap(({ items: item }) => (item ? [item as Node] : []));
      if (items.length > 0) for (const item of part) visit(items, item, at);
      return;
    }
    // An object of any fields, or a place of which the contract says nothing.
    if (all.some(isOpen) || !all.some((entry) => entry.properties)) return;
    for (const [key, member] of Object.entries(part)) {
      const declared = all.flatMap(({ properties }) => {
        const known = properties as Readonly<Record<string, Node>> | undefined;
        return known && Object.hasOwn(known, key) ? [known[key] as Node] : [];
      });
      if (declared.length > 0) visit(declared, member, `${at}.${key}`);
      else if (found.length < most) found.push(`${at}.${key}`);
    }
  }
}

function isOpen({ additionalProperties }: Node): boolean {
  return additionalProperties !== undefined && additionalProperties !== false;
}

const combined = new WeakMap<Node, readonly Node[]>();

/** A schema and everything that it combines. */
function variantsOf(contract: Contract, schema: Node, depth = 0): readonly Node[] {
  const resolved = contract.resolve(schema);
  const known = combined.get(resolved);
  if (known) return known;
  if (depth > 10) return [];
  const parts = [resolved.allOf, resolved.anyOf, resolved.oneOf].flatMap((list) => (list as Node[] | undefined) ?? []);
  const found = [resolved, ...parts.flatMap((part) => variantsOf(contract, part, depth + 1))];
  combined.set(resolved, found);
  return found;
}
