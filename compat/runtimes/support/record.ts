// Makes two runs comparable: what is random or this run's own gets a name, and what may differ is put in its place.
import type { Plain } from '../src/seen.ts';
import type { Server } from './server.ts';

/** Where a runtime sees something else than Node 24 does, and why that is so. */
export interface Difference {
  /** Names of runtimes begin so. */
  readonly runtimes: readonly string[];
  /** Path in the record, such as `iron.redirected`. */
  readonly at: string;
  /** What Node 24 has there, and what stands in its place: texts of its JSON. */
  readonly instead: Readonly<Record<string, string>>;
  readonly why: string;
}

export interface Compared {
  [part: string]: Plain;
}

/** The record of a run, with what the server saw of it. */
export function comparable(record: Plain, { addresses, seen }: Server): Compared {
  const ids: string[] = [];
  const { host } = new URL(addresses.iron);
  const text = JSON.stringify({ ...(record as object), server: seen })
    .replaceAll(host, '<host>')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return `<uuid ${ids.indexOf(id) + 1}>`;
    });
  return JSON.parse(text);
}

/**
 * Node 24's record as a runtime should have it.
 *
 * @throws {Error} if a difference has nothing to replace: it is out of date
 */
export function expectedOf(name: string, reference: Compared, differences: readonly Difference[]): Compared {
  const expected = structuredClone(reference);
  for (const { runtimes, at, instead } of differences) {
    if (!runtimes.some((one) => name.startsWith(one))) continue;
    const steps = at.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce<Compared>((node, step) => (node[step] ?? {}) as Compared, expected);
    let text = JSON.stringify(parent[last] ?? null);
    for (const [before, after] of Object.entries(instead)) {
      if (!text.includes(before))
        throw new Error(`${name}, ${at}: Node 24 has no ${before} there. Fix differences.json.`);
      text = text.replaceAll(before, after);
    }
    parent[last] = JSON.parse(text);
  }
  return expected;
}
