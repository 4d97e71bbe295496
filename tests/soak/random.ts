// Chance that comes out the same for the same seed, whatever the order in which it is asked.

/** A number from 0 up to 1 that depends on nothing but the parts. */
export function chance(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  // The last steps of murmur3: parts that differ in one digit give numbers far apart.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** One of the items, by a number from 0 up to 1. */
export function pick<Item>(items: readonly [Item, ...Item[]], number: number): Item {
  return items[Math.floor(number * items.length)] ?? items[0];
}
