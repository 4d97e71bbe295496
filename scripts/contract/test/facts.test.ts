// Facts: nothing but what changes the wire or a type, in one stable order.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { factsOf, factsText, identified } from '../facts.ts';
import { readYaml, yamlText } from '../files.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { providers, specDir } from '../providers.ts';
import { visit } from '../walk.ts';

/** The same value with the keys of every object, and the items of the sets, in another order. */
function shuffled(node: Json, order: (text: string) => number, key = ''): Json {
  const by = (a: string, b: string): number => order(a) - order(b);
  if (Array.isArray(node)) {
    const items = node.map((item) => shuffled(item, order));
    const isSet = ['required', 'enum', 'tags', 'parameters', 'servers'].includes(key);
    return isSet ? items.sort((a, b) => by(JSON.stringify(a), JSON.stringify(b))) : items;
  }
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.keys(node)
      .sort(by)
      .map((name) => [name, shuffled(node[name] as Json, order, name)]),
  );
}

describe.each(providers)('spec.yaml of $name', (provider) => {
  const file = `${specDir(provider)}spec.yaml`;
  const facts = readYaml(file);

  test('spec.yaml is what the tools write, byte for byte', () => {
    expect(readFileSync(file, 'utf8') === yamlText(factsOf(facts))).toBe(true);
  });

  test('spec.yaml holds no texts and no extensions', () => {
    const found: string[] = [];
    visit(facts, 'document', (node, kind, pointer) => {
      const texts = Object.keys(node).filter((key) => /^(summary|description|examples?|externalDocs)$|^x-/.test(key));
      const isRequired = kind === 'response' && node.description === '';
      for (const key of texts) if (!(key === 'description' && isRequired)) found.push(`${pointer.join('/')} ${key}`);
    });
    expect(found).toEqual([]);
  });

  test('spec.yaml is valid OpenAPI by itself', async () => {
    expect((await new Validator().validate(structuredClone(facts))).valid).toBe(true);
  });

  test('spec.yaml is the same text for any order of keys and sets', () => {
    const text = yamlText(facts);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const order = (name: string): number => Math.imul(name.length * 31 + name.charCodeAt(0) + seed, 2654435761) | 0;
        expect(yamlText(factsOf(shuffled(facts, order) as JsonObject)) === text).toBe(true);
      }),
      { numRuns: 3 },
    );
  });

  test('a new field is one hunk in the diff of spec.yaml', () => {
    const next = structuredClone(facts) as { components: { schemas: Record<string, { properties?: JsonObject }> } };
    const [name] = Object.entries(next.components.schemas).find(([, schema]) => schema.properties) ?? [''];
    Object.assign(next.components.schemas[name]?.properties ?? {}, { middle_name_of_it: { type: 'string' } });
    const before = yamlText(facts).split('\n');
    const after = yamlText(factsOf(next as unknown as JsonObject)).split('\n');
    const start = after.findIndex((line, index) => line !== before[index]);
    expect([...after.slice(0, start), ...after.slice(start + 2)]).toEqual(before);
  });
});

test('list items are keyed by identity, and equal ones are numbered', () => {
  const variant = (value: string): Json => ({ properties: { type: { enum: [value] } } });
  const ids = identified([
    { $ref: '#/components/schemas/B' },
    { name: 'id', in: 'path' },
    { allOf: [{ $ref: '#/components/schemas/A' }, variant('Crypto')] },
    variant('Fiat'),
    { properties: { b: {}, a: {} } },
    { type: 'null' },
    { deprecated: true },
    { deprecated: true },
  ]).map(([identity]) => identity);
  expect(ids).toEqual(['B', 'a,b', 'deprecated', 'deprecated 2', 'null', 'path:id', 'type=Crypto', 'type=Fiat']);
});

test('values that look alike stay apart in a set', () => {
  const schema = { enum: [1, '1', null, 'null', 'a'] };
  const { components } = factsOf({ openapi: '3.1.0', components: { schemas: { A: schema } } }) as {
    components: { schemas: { A: { enum: Json[] } } };
  };
  expect(components.schemas.A.enum).toHaveLength(5);
});

test.each<[string, JsonObject, JsonObject, boolean]>([
  ['the order of required fields', { required: ['a', 'b'] }, { required: ['b', 'a'] }, true],
  ['a written-out default', { deprecated: false }, {}, true],
  ['one type as a list', { type: 'string' }, { type: ['string'] }, true],
  ['a description', { description: 'a' }, { description: 'b' }, true],
  ['a value of an enum', { enum: ['a'] }, { enum: ['a', 'b'] }, false],
  ['a property called description', { properties: { description: {} } }, { properties: {} }, false],
  ['a default of null', { default: null }, {}, false],
])('%s decides whether facts are equal', (_, left, right, equal) => {
  expect(factsText(left, 'schema') === factsText(right, 'schema')).toBe(equal);
});

test('a file with aliases is refused', () => {
  expect(parse('a: &x 1\nb: *x')).toEqual({ a: 1, b: 1 });
  expect(() => readYaml('/dev/null')).toThrow('contains no mapping');
});
