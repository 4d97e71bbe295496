// Each rule of an operation fires on a contract that breaks just that rule, says where, and says the fix.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { ruleProblems } from '../rules.ts';
import { contract, json, operation } from './support/contract.ts';

const said = (document: JsonObject): string[] =>
  ruleProblems(document)
    .map(({ where, message }) => `${where} ${message}`)
    .sort();
const of = (changes: JsonObject, parts: JsonObject = {}): string[] =>
  said(contract({ operation: operation(changes), ...parts }));

const oauth: JsonObject = {
  OAuth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { 'a:read': 'Reads.' } } } },
  Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
};
const withOauth = (security: JsonObject[], root: JsonObject = {}): string[] =>
  said(contract({ operation: operation({ security }), components: { securitySchemes: oauth }, root }));
const inherits = (root: JsonObject): string[] => {
  const { security: _, ...rest } = operation();
  return said(contract({ operation: rest, components: { securitySchemes: oauth }, root }));
};

test('a valid contract has no problems', () => {
  expect(said(contract())).toEqual([]);
});

test.each<[string, JsonObject]>([
  ['none', { tags: [] }],
  ['no list of them', { tags: 'Thing' }],
])('an operation needs a tag, and has %s', (_label, changes) => {
  expect(of(changes)).toEqual(['GET /things needs a tag: the first one becomes the group of the operation method.']);
});

test('an operation needs a success', () => {
  expect(of({ responses: { default: { description: 'd' } } })).toEqual(
    ['GET /things declares no success: add the 2xx that it really returns.'].sort(),
  );
});

test('an operation needs an error', () => {
  expect(of({ responses: { '200': { description: 'd' } } })).toEqual(
    ['GET /things declares no error: add a `default` response.'].sort(),
  );
});

test.each(['400', '503', 'default'])('the status %s is an error', (status) => {
  expect(of({ responses: { '201': { description: 'd' }, [status]: { description: 'd' } } })).toEqual([]);
});

test.each(['2XX', '4xx', 'error'])('the status %s is refused: it has no type', (status) => {
  const responses = { '200': { description: 'd' }, '400': { description: 'd' }, [status]: { description: 'd' } };
  expect(of({ responses })).toEqual(
    [`GET /things declares the status ${status}: list the codes themselves, a range has no type.`].sort(),
  );
});

test.each(['204', '205'])('a %s with a body is refused', (status) => {
  const responses = { [status]: { description: 'd', content: json({}) }, default: { description: 'd' } };
  expect(of({ responses })).toEqual(
    [`GET /things returns ${status} with a body: remove its content, HTTP allows none.`].sort(),
  );
});

test('a body and a response need a schema', () => {
  const content = { 'application/json': {} };
  expect(
    of({ requestBody: { content }, responses: { '200': { description: 'd', content }, '400': { description: 'd' } } }),
  ).toEqual(
    [
      'GET /things application/json of the body has no schema: add one.',
      'GET /things application/json of 200 has no schema: add one.',
    ].sort(),
  );
});

test('an operation needs security, or an explicit empty list', () => {
  expect(inherits({})).toEqual(
    ['GET /things has neither security nor an explicit `security: []`: add which of them is true.'].sort(),
  );
});

test('the security of the whole contract counts', () => {
  expect(inherits({ security: [{ Key: [] }] })).toEqual([]);
});

test('a scheme must exist, whether the operation names it or the contract', () => {
  const expected = [
    'GET /things asks for the scheme Nope, which does not exist: declare it under components.securitySchemes.',
  ];
  expect(withOauth([{ Nope: [] }])).toEqual(expected);
  expect(inherits({ security: [{ Nope: [] }] })).toEqual(expected);
});

test('a scope must be declared by its scheme', () => {
  expect(withOauth([{ OAuth: ['a:read', 'a:write'] }])).toEqual(
    [
      'GET /things asks for the scope a:write, which OAuth does not list: declare it under components.securitySchemes.',
    ].sort(),
  );
});

test('roles of a scheme that is not OAuth are not scopes', () => {
  expect(withOauth([{ Key: ['admin'] }])).toEqual([]);
});

test('a path and its parameters agree', () => {
  const get = operation({ parameters: [{ name: 'other', in: 'path', required: true, schema: { type: 'string' } }] });
  expect(said(contract({ paths: { '/things/{id}': { get } } }))).toEqual(
    [
      'GET /things/{id} does not declare its path parameter id: add it.',
      'GET /things/{id} declares a path parameter other that its path does not have: remove it.',
    ].sort(),
  );
});

test('a path parameter may be on the path item or behind a reference', () => {
  const get = operation({ parameters: [{ $ref: '#/components/parameters/B' }] });
  const parameters = [{ name: 'a', in: 'path', required: true, schema: { type: 'string' } }];
  const document = contract({
    paths: { '/x/{a}/{b}': { parameters, get } },
    components: { parameters: { B: { name: 'b', in: 'path', required: true, schema: { type: 'string' } } } },
  });
  expect(said(document)).toEqual([]);
});

test.each<[string, JsonObject, string]>([
  ['a parameter', { parameters: [{ $ref: '#/components/parameters/Nope' }] }, '/things'],
  [
    'a response',
    { responses: { '200': { $ref: '#/components/parameters/Nope' }, '400': { description: 'd' } } },
    '/things',
  ],
  [
    'an example',
    { requestBody: { content: { 'a/b': { schema: {}, examples: { x: { $ref: '#/components/parameters/Nope' } } } } } },
    '/things',
  ],
])('a reference to %s that does not exist is found', (_label, changes, place) => {
  expect(of(changes)).toContain(
    `${place} refers to #/components/parameters/Nope, which does not exist: add it, or correct the reference.`,
  );
});

test('references between components and in webhooks are checked too', () => {
  const lost = { $ref: '#/components/schemas/Nope' };
  const post = { requestBody: { content: json(lost) } };
  expect(said(contract({ schemas: { X: { items: lost } }, webhooks: { changed: { post } } }))).toEqual(
    [
      '#/components/schemas/X refers to #/components/schemas/Nope, which does not exist: add it, or correct the reference.',
      'webhook changed refers to #/components/schemas/Nope, which does not exist: add it, or correct the reference.',
    ].sort(),
  );
});

test('a `$ref` inside an example is not a reference', () => {
  const value = { $ref: '#/nowhere' };
  const schemas = { X: { type: 'object', examples: [value] } };
  expect(said(contract({ schemas, components: { examples: { one: { value } } } }))).toEqual([]);
});
