// Rules that hold for every edit, and for our own specs as they are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildContract } from '../../contract/contract.ts';
import { factsText } from '../../contract/facts.ts';
import { isObject, type Json, type JsonObject, put } from '../../contract/json.ts';
import { contentOf, isExtension, type Kind } from '../../contract/openapi.ts';
import { providers } from '../../contract/providers.ts';
import { compareContracts } from '../diff/diff.ts';
import { baseOf, effective } from './support/corpus.ts';

const base = baseOf('3.1');

type Place = readonly (string | number)[];

/** Every place of a document, with whether it is a text or inside of one. */
function placesIn(root: JsonObject): { place: Place; text: boolean }[] {
  const found: { place: Place; text: boolean }[] = [];
  const all = (node: Json, place: Place, text: boolean): void => {
    found.push({ place, text });
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node))
      all(child, [...place, Array.isArray(node) ? Number(key) : key], text);
  };
  const inObject = (node: Json, kind: Kind, place: Place): void => {
    if (place.length > 0) found.push({ place, text: false });
    if (!isObject(node)) return;
    for (const [key, child] of Object.entries(node)) {
      const { text, shape, kind: below } = contentOf(kind, key);
      const here = [...place, key];
      if (text || isExtension(key) || below === undefined) all(child, here, text || isExtension(key));
      else if (shape === 'one') inObject(child, below, here);
      else {
        found.push({ place: here, text: false });
        for (const [name, item] of Object.entries(child as JsonObject))
          inObject(item, below, [...here, shape === 'list' ? Number(name) : name]);
      }
    }
  };
  inObject(root, 'document', []);
  // What scopes map to is text.
  return found.map(({ place, text }) => ({ place, text: text || place.at(-2) === 'scopes' }));
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
  ({ text, place }) => !text && place[0] !== 'openapi' && !(place[0] === 'info' && place.at(-1) !== 'version'),
);

/** Sizes of the exhaustive runs: every third fact in the ordinary run, every one in `pnpm test:long`. */
const EVERY = process.env.TEST_LONG ? 1 : 3;
const sampled = facts.filter((_, index) => index % EVERY === 0);

describe('the comparison', () => {
  it('reports every edit that is not one of texts', () => {
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
          if (factsText(next, 'document') === factsText(old, 'document')) return;
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
        // What says the same is no change, such as a group that the path names just so.
        if (factsText(next, 'document') === factsText(old, 'document')) continue;
        if (compareContracts(old, next, 'orders').length === 0) silent.push(`${how} ${place.join('/')}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it('reports nothing for an edit of a text', () => {
    const old = effective(base);
    const texts = placesIn(base).filter((entry) => entry.text && typeof at(base, entry.place) === 'string');
    for (const { place } of texts)
      expect(compareContracts(old, effective(edit(place, 'change')), 'orders'), place.join('/')).toEqual([]);
    expect(texts.length).toBeGreaterThan(10);
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
