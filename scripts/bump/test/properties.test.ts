// Rules that hold for every edit, and for our own specs as they are.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildContract } from '../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../contract/json.ts';
import { providers, specDir } from '../../contract/providers.ts';
import { compareContracts } from '../diff/diff.ts';
import { mergeFacts } from '../merge/merge.ts';
import { type Names, renameToOurs } from '../merge/names.ts';
import { patchYaml } from '../merge/yaml-patch.ts';
import { canonical, isNameMap, isProse, put, stripProse } from '../prose.ts';
import { baseOf, effective } from './support/corpus.ts';

const base = baseOf('3.1');

type Place = readonly (string | number)[];

/** Every place of a document, with whether it is prose or inside of prose. */
function placesIn(root: Json): { place: Place; prose: boolean }[] {
  const found: { place: Place; prose: boolean }[] = [];
  const visit = (node: Json, place: Place, prose: boolean, inNames: boolean): void => {
    if (place.length > 0) found.push({ place, prose });
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      const isText = !Array.isArray(node) && !inNames && isProse(key);
      // What scopes map to is text.
      const scope = inNames && place.at(-1) === 'scopes' && typeof child === 'string';
      visit(
        child,
        [...place, Array.isArray(node) ? Number(key) : key],
        prose || isText,
        !Array.isArray(node) && isNameMap(key, inNames),
      );
      const last = found.at(-1);
      if (scope && last) found[found.length - 1] = { ...last, prose: true };
    }
  };
  visit(root, [], false, false);
  return found;
}

const at = (root: Json, place: Place): Json =>
  place.reduce<Json>((node, key) => (node as JsonObject)[key as string] as Json, root);

/** Removes a place, or puts another value of the same kind there. */
function edit(place: Place, how: 'remove' | 'change'): JsonObject {
  const copy = structuredClone(base);
  const [parent, key] = [at(copy, place.slice(0, -1)), place.at(-1) ?? ''];
  const value = at(copy, place);
  if (how === 'remove' && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (how === 'remove') delete (parent as JsonObject)[key];
  else
    put(
      parent as JsonObject,
      String(key),
      typeof value === 'string' ? `${value}x` : typeof value === 'number' ? value + 1 : !value,
    );
  return copy;
}

const facts = placesIn(base).filter(
  ({ prose, place }) => !prose && place[0] !== 'openapi' && !(place[0] === 'info' && place.at(-1) !== 'version'),
);

/** Sizes of the exhaustive runs: every third fact in the ordinary run, every one in `pnpm test:long`. */
const EVERY = process.env.TEST_LONG ? 1 : 3;
const sampled = facts.filter((_, index) => index % EVERY === 0);

describe('the comparison', () => {
  it('never reports an edit that is not prose as nothing', () => {
    const old = effective(base);
    let judged = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...facts),
        fc.constantFrom('remove' as const, 'change' as const),
        ({ place }, how) => {
          const value = at(base, place);
          fc.pre(how === 'remove' || typeof value !== 'object' || value === null);
          const changed = edit(place, how);
          let next: JsonObject;
          try {
            next = effective(changed);
          } catch {
            return; // No contract can be made of it: the bump stops there.
          }
          // What says the same (`deprecated: false`, a written-out default) is no change.
          if (canonical(next) === canonical(old)) return;
          judged++;
          expect(compareContracts(old, next, 'orders'), `${how} ${place.join('/')}`).not.toEqual([]);
        },
      ),
      { numRuns: 120 },
    );
    expect(judged).toBeGreaterThan(40);
  });

  it('reports every removal or change of a single fact of the corpus base', () => {
    const old = effective(base);
    const silent: string[] = [];
    for (const { place } of sampled) {
      for (const how of ['remove', 'change'] as const) {
        const value = at(base, place);
        if (how === 'change' && typeof value === 'object' && value !== null) continue;
        let next: JsonObject;
        try {
          next = effective(edit(place, how));
        } catch {
          continue;
        }
        if (compareContracts(old, next, 'orders').length === 0) silent.push(`${how} ${place.join('/')}`);
      }
    }
    // A written-out default removed says what it said before.
    expect(silent).toEqual(EQUIVALENT);
  });

  it('says nothing of an edit of prose', () => {
    const old = effective(base);
    const prose = placesIn(base).filter((entry) => entry.prose && typeof at(base, entry.place) === 'string');
    for (const { place } of prose)
      expect(compareContracts(old, effective(edit(place, 'change')), 'orders'), place.join('/')).toEqual([]);
    expect(prose.length).toBeGreaterThan(10);
  });

  it.each(providers.map((provider) => [provider.name, provider] as const))(
    'of %s’s contract with itself is empty',
    (_, provider) => {
      expect(
        compareContracts(buildContract(provider).document, buildContract(provider).document, provider.name),
      ).toEqual([]);
    },
  );
});

/** Places of the base that state a default. */
const EQUIVALENT: string[] = [];

describe('the merge', () => {
  it.each(providers.map((provider) => [provider.name, provider] as const))(
    'of a prose-stripped copy of %s’s spec gives the spec, byte for byte',
    (_, provider) => {
      const text = readFileSync(`${specDir(provider)}spec.yaml`, 'utf8');
      const names = parse(readFileSync(`${specDir(provider)}names.yaml`, 'utf8')) as Names;
      const ours = parse(text) as JsonObject;
      const { document, proposals } = renameToOurs(stripProse(ours) as JsonObject, ours, names);
      const { document: merged, needsProse } = mergeFacts(ours, document);
      expect([proposals, needsProse]).toEqual([[], []]);
      expect(patchYaml(text, merged) === text).toBe(true);
    },
  );

  it('takes over the fact of every single edit', () => {
    const lost: string[] = [];
    let judged = 0;
    for (const { place } of sampled.filter((entry) => entry.place[0] !== 'info')) {
      for (const how of ['remove', 'change'] as const) {
        const value = at(base, place);
        if (how === 'change' && typeof value === 'object' && value !== null) continue;
        const left = lostBy(stripProse(edit(place, how)) as JsonObject);
        if (left === undefined) continue;
        judged++;
        if (left.length > 0)
          lost.push(`${how} ${place.join('/')}: ${left.map(({ kind, where }) => `${kind} ${where}`).join(', ')}`);
      }
    }
    expect(lost).toEqual([]);
    expect(judged).toBeGreaterThan(500 / EVERY);
  });
});

/** What the merged contract says otherwise than the provider's; undefined where no contract can be made of that at all. */
function lostBy(theirs: JsonObject): ReturnType<typeof compareContracts> | undefined {
  let published: JsonObject;
  let expected: JsonObject;
  try {
    published = renameToOurs(theirs, base, {}).document;
    expected = effective({ ...published, openapi: '3.1.0' });
  } catch {
    return undefined;
  }
  // The merge declares every tag that an operation uses.
  const merged = effective(mergeFacts(base, published).document);
  return compareContracts(merged, expected, 'orders').filter(({ kind }) => kind !== 'tag-list-changed');
}

describe('writing YAML', () => {
  const text = readFileSync(new URL('./fixture/spec.yaml', import.meta.url), 'utf8');
  const document = parse(text) as JsonObject;
  const places = placesIn(document);

  it('means exactly the changed document, and touches no line outside of what changed', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('a: b', '- x', '# no', "it's", '"', '*/', 'line\nline\n', ' lead', 'yes', '1e3', '__proto__'),
    );
    const value: fc.Arbitrary<Json> = fc.oneof(
      scalar,
      fc.array(scalar, { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b c', 'd: e', '$ref', 'x'), scalar, { maxKeys: 3 }),
    ) as fc.Arbitrary<Json>;
    const change = fc.record({
      at: fc.constantFrom(...places),
      how: fc.constantFrom('remove', 'set', 'add'),
      value,
      key: fc.constantFrom('new', 'a b', 'x-y', '200', 'né'),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const next = structuredClone(document);
        for (const {
          at: { place },
          how,
          value: put_,
          key,
        } of changes) {
          const holder = place
            .slice(0, -1)
            .reduce<Json | undefined>((node, part) => (node as JsonObject | undefined)?.[part as string], next);
          if (typeof holder !== 'object' || holder === null) continue;
          const last = place.at(-1) ?? '';
          if (how === 'remove' && Array.isArray(holder)) holder.splice(Number(last), 1);
          else if (how === 'remove') delete (holder as JsonObject)[last];
          else if (how === 'set' && !Array.isArray(holder)) put(holder as JsonObject, String(last), put_);
          else if (how === 'add' && isObject(holder)) put(holder, key, put_);
          else if (how === 'add' && Array.isArray(holder)) holder.push(put_);
        }
        const patched = patchYaml(text, next);
        expect(parse(patched)).toEqual(next);
        expect(patchYaml(patched, next)).toBe(patched);
        expect(parse(patchYaml(patched, document))).toEqual(document);
      }),
      { numRuns: 300 / EVERY },
    );
  });

  it('gives the text itself for the document itself, comments and spacing included', () => {
    expect(patchYaml(text, document)).toBe(text);
    const changed = structuredClone(document);
    (changed.info as JsonObject).version = '2.0.0';
    expect(patchYaml(text, changed)).toBe(text.replace('  version: 1.0.0\n', '  version: 2.0.0\n'));
  });
});
