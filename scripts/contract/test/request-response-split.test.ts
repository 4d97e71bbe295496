// A schema that requests and responses use, and whose types differ, exists twice: `X` for responses, `XInput` for requests.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { at, contract, exchange, json, operation, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

/** The request type has no `id`. */
const status: JsonObject = {
  type: 'object',
  properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } },
};
const requestStatus: JsonObject = { type: 'object', properties: { name: { type: 'string' } } };
const record = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

test('a schema whose types differ is split, and each place refers to its type', () => {
  const { document, split, schema } = splitOf(exchange(ref('Status'), ref('Status'), { Status: status }));
  expect(split).toEqual(['Status']);
  expect(schema('Status')).toEqual(status);
  expect(schema('StatusInput')).toEqual(requestStatus);
  const post = at(document, 'paths', '/things', 'post');
  expect(at(post, 'requestBody', 'content', 'application/json', 'schema')).toEqual(ref('StatusInput'));
  expect(at(post, 'responses', '200', 'content', 'application/json', 'schema')).toEqual(ref('Status'));
});

test('an enum has equal request and response types, so it is not split', () => {
  const { split, names } = splitOf(exchange(ref('E'), ref('E'), { E: { type: 'string', enum: ['A', 'B'] } }));
  expect([split, names]).toEqual([[], ['E']]);
});

test('a schema with equal request and response types is not split', () => {
  const { split, names } = splitOf(exchange(ref('X'), ref('X'), { X: { type: 'string' } }));
  expect([split, names]).toEqual([[], ['X']]);
});

test('a schema that refers to a split schema is split too, through any number of steps', () => {
  const schemas = {
    Outer: record({ m: ref('Middle') }),
    Middle: { type: 'array', items: ref('Status') },
    Status: status,
  };
  const { split, schema } = splitOf(exchange(ref('Outer'), ref('Outer'), schemas));
  expect(split).toEqual(['Outer', 'Middle', 'Status']);
  expect(schema('OuterInput')).toEqual(record({ m: ref('MiddleInput') }));
  expect(schema('MiddleInput').items).toEqual(ref('StatusInput'));
  expect(schema('Outer')).toEqual(record({ m: ref('Middle') }));
});

test('a schema of requests only keeps its name and refers to request types', () => {
  const { split, schema } = splitOf(
    exchange(ref('Request'), ref('Status'), { Request: record({ s: ref('Status') }), Status: status }),
  );
  expect(split).toEqual(['Status']);
  expect(schema('Request')).toEqual(record({ s: ref('StatusInput') }));
});

test('a schema of responses only keeps its name and refers to response types', () => {
  const { schema } = splitOf(
    exchange(ref('Status'), ref('Answer'), { Answer: record({ s: ref('Status') }), Status: status }),
  );
  expect(schema('Answer')).toEqual(record({ s: ref('Status') }));
});

test('a schema that refers to itself is split once', () => {
  const tree = record({ status: ref('Status'), children: { type: 'array', items: ref('Tree') } });
  const { split, schema } = splitOf(exchange(ref('Tree'), ref('Tree'), { Tree: tree, Status: status }));
  expect(split).toEqual(['Tree', 'Status']);
  expect(at(schema('TreeInput'), 'properties', 'children', 'items')).toEqual(ref('TreeInput'));
});

test('the mapping of a discriminator is rewritten with its members', () => {
  const card = { type: 'object', properties: { type: { type: 'string', enum: ['card'] }, state: ref('Status') } };
  const pay: JsonObject = {
    oneOf: [ref('Card')],
    discriminator: { propertyName: 'type', mapping: { card: '#/components/schemas/Card' } },
  };
  const { schema } = splitOf(exchange(ref('Pay'), ref('Pay'), { Pay: pay, Card: card, Status: status }));
  expect(schema('PayInput')).toEqual({
    oneOf: [ref('CardInput')],
    discriminator: { propertyName: 'type', mapping: { card: '#/components/schemas/CardInput' } },
  });
  expect(schema('Pay')).toEqual(pay);
});

test('a schema that only a mapping refers to counts as used', () => {
  const pay = {
    type: 'object',
    discriminator: { propertyName: 'type', mapping: { card: '#/components/schemas/Status' } },
  };
  const document = exchange(ref('Status'), ref('Pay'), { Pay: pay, Status: status });
  expect(splitOf(document).split).toEqual(['Status']);
});

test('references in examples stay data', () => {
  const examples = [{ $ref: '#/components/schemas/Status' }];
  const { schema } = splitOf(
    exchange(ref('X'), ref('Status'), { X: { ...record({ s: ref('Status') }), examples }, Status: status }),
  );
  expect(schema('X').examples).toEqual(examples);
});

test.each(['default', 'examples', 'mapping'])('a property called `%s` is followed and rewritten', (name) => {
  const schemas = { X: record({ [name]: { type: 'array', items: ref('Status') } }), Status: status };
  const { split, schema } = splitOf(exchange(ref('X'), ref('X'), schemas));
  expect(split).toEqual(['X', 'Status']);
  expect(at(schema('XInput'), 'properties', name, 'items')).toEqual(ref('StatusInput'));
});

test('a request type whose name is taken is refused, and both names are reported', () => {
  const schemas = { Status: status, StatusInput: { type: 'string' } };
  expect(() => splitOf(exchange(ref('Status'), ref('Status'), schemas))).toThrow(
    'the request type of Status needs the name StatusInput, which a schema has already. Rename one.',
  );
});

test('a reference to a schema that does not exist is refused by name', () => {
  expect(() => splitOf(exchange({}, ref('Nope')))).toThrow('a $ref names the schema Nope, which does not exist');
});

test('schemas come out in the order of their names', () => {
  const { names } = splitOf(exchange(ref('B'), ref('B'), { Z: {}, B: status, A: {} }));
  expect(names).toEqual(['A', 'B', 'BInput', 'Z']);
});

test('a contract without schemas gets no components', () => {
  const bare = { openapi: '3.1.0', paths: {} };
  expect(splitOf(bare)).toMatchObject({ document: bare, split: [] });
});

test('the document that was given stays as it was', () => {
  const get = operation({ responses: { '200': { content: json(status) } } });
  const document = contract({ operation: get, schemas: { Status: status } });
  const before = structuredClone(document);
  splitOf(document, true);
  expect(document).toEqual(before);
});
