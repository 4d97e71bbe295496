// The walks over a document that the pipeline shares.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { mapSchema, walkSchema } from '../openapi.ts';
import { contentsOf, operationsOf, parametersOf } from '../operations.ts';
import { deref, resolveRef } from '../refs.ts';
import { contract, json, operation } from './support/contract.ts';

describe('references', () => {
  const document: JsonObject = { a: { 'x/y~z': { $ref: '#/b' } }, b: 1, loop: { $ref: '#/loop' } };

  test('lead to what they name, with their escapes undone', () => {
    expect(resolveRef(document, '#/a/x~1y~0z')).toEqual({ $ref: '#/b' });
  });

  test.each(['#/none', '#/a/none', '#/b/c', 'other.yaml#/a', '#/toString', '#/a/constructor'])(
    '%s leads nowhere',
    (ref) => {
      expect(resolveRef(document, ref)).toBeUndefined();
    },
  );

  test('are followed to the end', () => {
    expect(deref(document, { $ref: '#/a/x~1y~0z' })).toBe(1);
  });

  test('that have no end are refused', () => {
    expect(() => deref(document, { $ref: '#/loop' })).toThrow('$ref chain without end at #/loop');
  });
});

describe('parameters', () => {
  const one = (name: string, place: string, extra: JsonObject = {}): JsonObject => ({ name, in: place, ...extra });
  const document = contract({
    paths: {
      '/x': {
        parameters: [one('a', 'query', { of: 'path item' }), one('b', 'query'), { $ref: '#/components/parameters/C' }],
        get: operation({ parameters: [one('a', 'query', { of: 'operation' }), one('a', 'header')] }),
      },
    },
    components: { parameters: { C: one('c', 'header') } },
  });
  const [place] = operationsOf(document);

  test('of the path item count, unless the operation declares them anew', () => {
    const found = place ? parametersOf(document, place) : [];
    expect(found.map((parameter) => `${parameter.in} ${parameter.name} ${parameter.of ?? ''}`.trim())).toEqual([
      'query a operation',
      'query b',
      'header c',
      'header a',
    ]);
  });
});

test('contents are those of the body and of each answer, references followed', () => {
  const document = contract({
    components: {
      responses: { R: { description: 'd', content: json({ type: 'string' }) } },
      requestBodies: { B: { content: json({}) } },
    },
  });
  const one = operation({
    requestBody: { $ref: '#/components/requestBodies/B' },
    responses: { '200': { $ref: '#/components/responses/R' }, '204': { description: 'd' } },
  });
  expect(contentsOf(document, one).map(({ direction, status, mediaType }) => [direction, status, mediaType])).toEqual([
    ['request', undefined, 'application/json'],
    ['response', '200', 'application/json'],
  ]);
});

describe('every place where a schema can hold a schema is visited', () => {
  const leaf = { type: 'string' };
  const whole: JsonObject = {
    ...Object.fromEntries(
      [
        'items',
        'additionalProperties',
        'not',
        'contains',
        'propertyNames',
        'if',
        'then',
        'else',
        'unevaluatedItems',
        'unevaluatedProperties',
      ].map((key) => [key, leaf]),
    ),
    ...Object.fromEntries(['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((key) => [key, [leaf, true]])),
    ...Object.fromEntries(
      ['properties', 'patternProperties', '$defs', 'dependentSchemas'].map((key) => [key, { a: leaf, b: true }]),
    ),
    default: { type: 'string' },
    enum: [{ type: 'string' }],
  };

  test('by the walk, each with its place', () => {
    const seen: string[] = [];
    walkSchema(whole, (schema, at) => schema.type === 'string' && seen.push(at));
    expect(seen).toEqual([
      ...['/items', '/additionalProperties', '/not', '/contains', '/propertyNames', '/if', '/then', '/else'],
      ...['/unevaluatedItems', '/unevaluatedProperties', '/allOf/0', '/anyOf/0', '/oneOf/0', '/prefixItems/0'],
      ...['/properties/a', '/patternProperties/a', '/$defs/a', '/dependentSchemas/a'],
    ]);
  });

  test('by the map, and data is left alone', () => {
    const changed = mapSchema(whole, (schema) => (schema.type === 'string' ? { type: 'integer' } : schema));
    const text = JSON.stringify(changed);
    expect(text.match(/"integer"/g)).toHaveLength(18);
    expect([changed.default, changed.enum]).toEqual([whole.default, whole.enum]);
    expect(JSON.stringify(whole)).not.toContain('"integer"');
  });

  test('the innermost first, so that a change sees changed parts', () => {
    const depth = (schema: JsonObject): JsonObject => ({
      ...schema,
      depth: 1 + Number((schema.items as JsonObject | undefined)?.depth ?? 0),
    });
    expect(mapSchema({ items: { items: {} } }, depth).depth).toBe(3);
  });
});
