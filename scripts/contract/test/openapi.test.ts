// The model of OpenAPI: what is a keyword, what is a name and what is data, wherever it stands.
import { describe, expect, test } from 'vitest';
import { factsOf } from '../facts.ts';
import type { JsonObject } from '../json.ts';
import { placeName, schemaPlaces } from '../operations.ts';
import { kindAt, mapSchema, rebuild, visit, walkSchema } from '../walk.ts';
import { contract, json, operation, ref } from './support/contract.ts';

const kindsIn = (document: JsonObject): string[] => {
  const found: string[] = [];
  visit(document, 'document', (_, kind, pointer) => found.push(`${kind} ${pointer.join('.')}`));
  return found;
};

test('a discriminator value that spells a keyword stays in the mapping', () => {
  const values = ['title', 'summary', 'description', 'example', 'examples', 'default', '$ref'];
  const mapping = Object.fromEntries(values.map((value) => [value, '#/components/schemas/A']));
  const document = contract({
    schemas: { U: { oneOf: [ref('A')], discriminator: { propertyName: 'kind', mapping } } },
  });
  const { components } = factsOf(document) as { components: { schemas: { U: { discriminator: JsonObject } } } };
  expect(Object.keys(components.schemas.U.discriminator.mapping as JsonObject).sort()).toEqual(values.sort());
});

test('a property, schema, parameter and response that spell a keyword are names', () => {
  const leaf = { type: 'string' };
  const document = contract({
    paths: {
      '/a': { get: operation({ responses: { default: { description: '', headers: { schema: { schema: leaf } } } } }) },
    },
    schemas: {
      properties: { type: 'object', properties: { properties: leaf, enum: leaf, example: leaf, 'x-y': leaf } },
    },
  });
  expect(kindsIn(document)).toEqual(
    expect.arrayContaining([
      'response paths./a.get.responses.default',
      'header paths./a.get.responses.default.headers.schema',
      'schema components.schemas.properties',
      ...['properties', 'enum', 'example', 'x-y'].map(
        (name) => `schema components.schemas.properties.properties.${name}`,
      ),
    ]),
  );
});

test('extensions of any content are opaque', () => {
  const extension = { $ref: 'nowhere', schema: { $ref: 'nowhere' }, properties: { a: { enum: [1] } } };
  const document = contract({
    paths: { '/a': { 'x-a': extension, get: operation({ 'x-b': extension }) }, 'x-c': extension },
    schemas: { A: { type: 'string', 'x-d': extension } },
    root: { 'x-e': extension },
  });
  expect(kindsIn(document).filter((line) => line.includes('x-'))).toEqual([]);
  expect(JSON.stringify(rebuild(document, 'document', (node) => node))).toBe(JSON.stringify(document));
  expect(JSON.stringify(factsOf(document))).not.toContain('x-');
});

test('the body of a callback is a response type, and its response is a request type', () => {
  const callbacks = {
    done: {
      '{$request.body#/url}': {
        post: {
          requestBody: { content: json(ref('A')) },
          responses: { '200': { description: 'd', content: json(ref('B')) } },
        },
      },
    },
  };
  const document = contract({
    paths: { '/a': { post: operation({ callbacks, responses: { '204': { description: 'd' } } }) } },
  });
  expect(schemaPlaces(document).map(({ where, direction }) => `${direction} ${where}`)).toEqual([
    'response POST /a callback done body application/json',
    'request POST /a callback done 200 application/json',
  ]);
  const facts = factsOf(document) as { paths: { '/a': { post: { callbacks: typeof callbacks } } } };
  const { responses } = facts.paths['/a'].post.callbacks.done['{$request.body#/url}'].post;
  // OpenAPI requires a description of every response, which a text may fill later.
  expect(responses['200'].description).toBe('');
});

test.each([
  ['schema', ['components', 'schemas', 'A', 'properties', 'enum']],
  ['parameter', ['paths', '/a', 'get', 'parameters', 0]],
  ['mediaType', ['paths', '/a', 'get', 'responses', '200', 'content', 'application/json']],
  ['discriminator', ['components', 'schemas', 'A', 'discriminator']],
  [undefined, ['components', 'schemas', 'A', 'default', 'properties']],
  [undefined, ['paths', '/a', 'x-a', 'get']],
] as const)('the kind %s is at %j', (kind, pointer) => {
  expect(kindAt(pointer)).toBe(kind);
});

test('placeName names operations, parameters and schemas', () => {
  const parameters = [{ name: 'id', in: 'path', schema: { type: 'object', properties: { a: {} } } }];
  const document = contract({ paths: { '/a/{id}': { parameters, get: operation({ parameters }) } } });
  const below = ['schema', 'properties', 'a'];
  expect(placeName(document, ['paths', '/a/{id}', 'get', 'parameters', '0', ...below])).toBe(
    'GET /a/{id} path id/properties/a',
  );
  expect(placeName(document, ['paths', '/a/{id}', 'parameters', '0'])).toBe('/a/{id} path id');
  expect(placeName(document, ['components', 'schemas', 'A', 'properties', 'b'])).toBe(
    '#/components/schemas/A/properties/b',
  );
});

describe('schemas inside a schema', () => {
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

  test('walkSchema visits every place where a schema can hold a schema, with its pointer', () => {
    const seen: string[] = [];
    walkSchema(whole, (schema, at) => schema.type === 'string' && seen.push(at));
    expect(seen).toEqual([
      ...['/items', '/additionalProperties', '/not', '/contains', '/propertyNames', '/if', '/then', '/else'],
      ...['/unevaluatedItems', '/unevaluatedProperties', '/allOf/0', '/anyOf/0', '/oneOf/0', '/prefixItems/0'],
      ...['/properties/a', '/patternProperties/a', '/$defs/a', '/dependentSchemas/a'],
    ]);
  });

  test('mapSchema changes every schema inside a schema, and leaves data alone', () => {
    const changed = mapSchema(whole, (schema) => (schema.type === 'string' ? { type: 'integer' } : schema));
    const text = JSON.stringify(changed);
    expect(text.match(/"integer"/g)).toHaveLength(18);
    expect([changed.default, changed.enum]).toEqual([whole.default, whole.enum]);
    expect(JSON.stringify(whole)).not.toContain('"integer"');
  });

  test('mapSchema changes the innermost schema first, so that a change sees changed parts', () => {
    const depth = (schema: JsonObject): JsonObject => ({
      ...schema,
      depth: 1 + Number((schema.items as JsonObject | undefined)?.depth ?? 0),
    });
    expect(mapSchema({ items: { items: {} } }, depth).depth).toBe(3);
  });
});
