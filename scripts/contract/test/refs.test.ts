// References are found and rewritten where they are references, and nowhere else.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { deref, mapRefs, refsIn, resolveRef, withoutRefsInData } from '../walk.ts';
import { contract, operation, ref } from './support/contract.ts';

const A = '#/components/schemas/A';

test('a `$ref` is found at every depth', () => {
  expect([...refsIn({ anyOf: [{ items: ref('A') }, { properties: { b: ref('B') } }] }, 'schema')]).toEqual([
    A,
    '#/components/schemas/B',
  ]);
});

test('the mapping of a discriminator holds references', () => {
  const union = { oneOf: [ref('A')], discriminator: { propertyName: 'type', mapping: { a: A } } };
  expect([...refsIn({ discriminator: union.discriminator }, 'schema')]).toEqual([A]);
  expect(mapRefs(union, 'schema', (one) => `${one}Input`)).toEqual({
    oneOf: [ref('AInput')],
    discriminator: { propertyName: 'type', mapping: { a: `${A}Input` } },
  });
});

test.each(['default', 'enum', 'example', 'examples', 'const', 'mapping', '$ref'])(
  'a property called `%s` holds a schema, not data',
  (name) => {
    const schema = { type: 'object', properties: { [name]: { type: 'array', items: ref('A') } } };
    expect([...refsIn(schema, 'schema')]).toEqual([A]);
    expect(mapRefs(schema, 'schema', () => 'other')).toEqual({
      type: 'object',
      properties: { [name]: { type: 'array', items: { $ref: 'other' } } },
    });
  },
);

test('the response called `default` is a response', () => {
  const responses = { default: { $ref: '#/components/responses/Problem' } };
  expect([...refsIn({ responses }, 'operation')]).toEqual(['#/components/responses/Problem']);
});

test.each(['default', 'enum', 'example', 'examples', 'const'])('what `%s` holds is data', (keyword) => {
  const schema = { type: 'object', [keyword]: [{ $ref: A, mapping: { a: A } }] };
  expect([...refsIn(schema, 'schema')]).toEqual([]);
  expect(mapRefs(schema, 'schema', () => 'other')).toEqual(schema);
});

test('a named example may be a reference; what it holds is data', () => {
  const media = { examples: { one: { $ref: '#/components/examples/one' }, two: { value: { $ref: A } } } };
  expect([...refsIn(media, 'mediaType')]).toEqual(['#/components/examples/one']);
});

test('a property called `__proto__` stays one', () => {
  const schema = JSON.parse(`{"properties":{"__proto__":{"$ref":"${A}"}}}`) as JsonObject;
  expect(JSON.stringify(mapRefs(schema, 'schema', () => 'B'))).toBe('{"properties":{"__proto__":{"$ref":"B"}}}');
});

test('nothing has no references', () => {
  expect(refsIn(undefined, 'schema').size).toBe(0);
});

test('a copy for libraries has no `$ref` in data and extensions, and keeps every reference', () => {
  const data = { a: [{ $ref: 'x.yaml' }] };
  const plain = { a: [{ _$ref: 'x.yaml' }] };
  const schema = {
    default: data,
    const: data,
    enum: [data],
    example: data,
    'x-a': data,
    properties: { $ref: ref('A') },
  };
  const document = contract({
    paths: { 'x-b': data, '/a': { get: operation({ 'x-c': data }) } },
    schemas: { A: schema },
    root: { 'x-d': data, webhooks: { $id: {} } },
  });
  const before = structuredClone(document);
  expect(withoutRefsInData(document)).toEqual(
    contract({
      paths: { 'x-b': plain, '/a': { get: operation({ 'x-c': plain }) } },
      schemas: {
        A: {
          default: plain,
          const: plain,
          enum: [plain],
          example: plain,
          'x-a': plain,
          properties: { $ref: ref('A') },
        },
      },
      root: { 'x-d': plain, webhooks: { $id: {} } },
    }),
  );
  const { components } = withoutRefsInData(document, { names: true }) as { components: { schemas: { A: JsonObject } } };
  expect(components.schemas.A.properties).toEqual({ _$ref: ref('A') });
  expect(document).toEqual(before);
});

describe('references', () => {
  const document: JsonObject = { a: { 'x/y~z': { $ref: '#/b' } }, b: 1, loop: { $ref: '#/loop' } };

  test('resolves a reference with escapes', () => {
    expect(resolveRef(document, '#/a/x~1y~0z')).toEqual({ $ref: '#/b' });
  });

  test.each(['#/none', '#/a/none', '#/b/c', 'other.yaml#/a', '#/toString', '#/a/constructor'])(
    'resolves %s to undefined',
    (target) => {
      expect(resolveRef(document, target)).toBeUndefined();
    },
  );

  test('follows a chain of references to its end', () => {
    expect(deref(document, { $ref: '#/a/x~1y~0z' })).toBe(1);
  });

  test('refuses a chain of references without end', () => {
    expect(() => deref(document, { $ref: '#/loop' })).toThrow('$ref chain without end at #/loop');
  });
});
