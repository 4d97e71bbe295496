// The model of OpenAPI: what is a keyword, what is a name and what is data, wherever it stands.
import { expect, test } from 'vitest';
import { factsOf } from '../facts.ts';
import type { JsonObject } from '../json.ts';
import { kindAt, rebuild, visit } from '../openapi.ts';
import { placeName, schemaPlaces } from '../operations.ts';
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

test('extensions are opaque, whatever they hold', () => {
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

test('what a callback carries comes from the provider, and what is returned to it is a request type', () => {
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
] as const)('the kind %s stands at %j', (kind, pointer) => {
  expect(kindAt(pointer)).toBe(kind);
});

test('a place has the name that people know it by', () => {
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
