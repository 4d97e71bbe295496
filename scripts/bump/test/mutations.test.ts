// Completeness and direction: random mutations of both real contracts, one or two at a time. Each is reported by a kind of its
// direction, on the operations that lead to it in that position; a single one on no others.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../contract/json.ts';
import { providers, typesDir } from '../../contract/providers.ts';
import { schemasOf } from '../../contract/walk.ts';
import type { Finding, Position } from '../diff/change.ts';
import { compareContracts } from '../diff/diff.ts';
import {
  CUTTING,
  type Mutation,
  mutate,
  RULES,
  renameSchema,
  type Site,
  seeded,
  sitesOf,
} from './support/mutations.ts';

/** Of each contract: 30 in the ordinary run, 1,000 in `pnpm test:long`; every second one is double. */
const COUNT = process.env.TEST_LONG ? 1000 : 30;
const SEED = 14;

type Sites = ReturnType<typeof sitesOf>;

/** What is not reported as it should be; empty for a comparison that is complete. */
function missing(
  mutation: Mutation,
  findings: readonly Finding[],
  before: Site,
  after: Site | undefined,
  alone: boolean,
): string[] {
  return (['request', 'response'] as const).flatMap((position): string[] => {
    const users = [...before.users[position]];
    if (users.length === 0) return [];
    const still = users.filter((user) => mutation.removed || after?.users[position].has(user));
    const kinds: readonly string[] = mutation.expected[position];
    const matching = findings.filter(
      ({ kind, id }) => (kinds.length === 0 || kinds.includes(kind)) && isIn(position, id),
    );
    const reached = new Set(matching.flatMap(({ reaches }) => reaches.map(({ operation }) => operation)));
    const name = `${mutation.rule} at ${mutation.touched.replaceAll('\n', '/')}`;
    if (matching.length === 0) return [`${name}: no ${kinds.join(' or ') || 'finding'} in a ${position}`];
    const lacks = still.filter((user) => !reached.has(user));
    const extra = alone ? [...reached].filter((user) => !users.includes(user)) : [];
    return [
      ...(lacks.length > 0 ? [`${name}: ${kinds.join()} does not reach ${lacks.join()}`] : []),
      ...(extra.length > 0 ? [`${name}: ${kinds.join()} reaches ${extra.join()}, which does not lead there`] : []),
    ];
  });
}

/** Kinds without a direction are told apart by the schema's position, which is part of the id. */
const isIn = (position: Position, id: string): boolean =>
  !id.includes(` ${position === 'request' ? 'response' : 'request'} `);

/** Whether one of two changes is inside of what the other changed, or moves the list that it is in. */
const overlap = (one: Mutation, two: Mutation): boolean =>
  [`${one.touched}\n`, `${two.touched}\n`].some((text, _, [a = '', b = '']) =>
    text === a ? b.startsWith(a) : a.startsWith(b),
  );

function run(
  before: JsonObject,
  sites: Sites,
  rules: readonly string[],
  random: () => number,
  provider: string,
): string[] | undefined {
  const after = structuredClone(before);
  const done: Mutation[] = [];
  for (const rule of rules) {
    const mutation = mutate(after, sites.byKind.get(RULES[rule]?.on ?? 'schema') ?? [], rule, random);
    if (!mutation || done.some((other) => overlap(other, mutation))) return undefined;
    done.push(mutation);
  }
  const findings = compareContracts(before, after, provider);
  const now = rules.length > 1 && rules.some((rule) => CUTTING.has(rule)) ? sitesOf(after) : undefined;
  return done.flatMap((mutation) => {
    const key = mutation.pointer.join('\n');
    const old = sites.byPointer.get(key) as Site;
    return missing(mutation, findings, old, now ? now.byPointer.get(key) : old, rules.length === 1);
  });
}

describe.each(providers)('mutations of $name’s contract', (provider) => {
  const before = JSON.parse(readFileSync(`${typesDir(provider)}openapi.json`, 'utf8')) as JsonObject;
  const sites = sitesOf(before);
  const rules = Object.keys(RULES);

  it('are each reported in their direction, on the operations that they reach', () => {
    const random = seeded(SEED);
    const failures: string[] = [];
    const judged: string[] = [];
    for (let count = 0, turn = 0; count < COUNT && turn < 20 * COUNT; turn++) {
      const first = rules[turn % rules.length] as string;
      const second = rules[Math.floor(random() * rules.length)] as string;
      const result = run(before, sites, count % 2 === 0 ? [first] : [first, second], random, provider.name);
      if (!result) continue;
      failures.push(...result.map((line) => `${count}: ${line}`));
      judged.push(first);
      count++;
    }
    expect(failures).toEqual([]);
    expect(judged).toHaveLength(COUNT);
  }, 3_600_000);

  it('that rename a schema are one rename, and nothing else', () => {
    const random = seeded(SEED);
    const names = Object.keys(schemasOf(before));
    for (let count = 0; count < COUNT / 10; count++) {
      const name = names[Math.floor(random() * names.length)] as string;
      const findings = compareContracts(before, renameSchema(before, name, `${name}Renamed`), provider.name);
      expect(findings.map(({ kind, before: from, after: to }) => [kind, from, to])).toEqual([
        ['type-renamed', name, `${name}Renamed`],
      ]);
    }
  });
});
