// An enum of several strings is open to values that do not exist yet, in responses and in requests.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { at, exchange, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

const status: JsonObject = { type: 'string', enum: ['ACTIVE', 'CLOSED'] };
const read = (schema: JsonObject): JsonObject => splitOf(exchange({}, ref('X'), { X: schema })).schema('X');
const sent = (schema: JsonObject): JsonObject => splitOf(exchange(ref('X'), {}, { X: schema })).schema('X');

test('an enum of several values is open in the response type and in the request type', () => {
  expect(read(status)).toEqual({ ...status, 'x-open-enum': true });
  expect(sent(status)).toEqual({ ...status, 'x-open-enum': true });
});

test('an enum of one value stays closed, because it discriminates', () => {
  expect(read({ type: 'string', enum: ['CARD'] })).toEqual({ type: 'string', enum: ['CARD'] });
  expect(sent({ type: 'string', enum: ['CARD'] })).toEqual({ type: 'string', enum: ['CARD'] });
});

test('`null` among the values does not make two of one', () => {
  expect(read({ type: ['string', 'null'], enum: ['CARD', null] })['x-open-enum']).toBeUndefined();
  expect(read({ type: ['string', 'null'], enum: ['CARD', 'CASH', null] })['x-open-enum']).toBe(true);
});

test('an enum without a type is open if its values are texts', () => {
  expect(read({ enum: ['A', 'B'] })['x-open-enum']).toBe(true);
  expect(read({ enum: [1, 2] })['x-open-enum']).toBeUndefined();
});

test('an enum of numbers stays closed', () => {
  expect(read({ type: 'integer', enum: [1, 2] })).toEqual({ type: 'integer', enum: [1, 2] });
});

test.each([
  ['read', read],
  ['sent', sent],
])('an enum is opened at every depth of what is %s', (_, form) => {
  const deep = form({
    type: 'object',
    properties: { list: { type: 'array', items: { anyOf: [status, { type: 'null' }] } } },
  });
  expect(at(deep, 'properties', 'list', 'items', 'anyOf', 0, 'x-open-enum')).toBe(true);
});

test('enums directly in a body or a response are open', () => {
  const { document } = splitOf(exchange(status, status));
  const post = at(document, 'paths', '/things', 'post');
  expect(at(post, 'requestBody', 'content', 'application/json', 'schema')).toEqual({
    ...status,
    'x-open-enum': true,
  });
  expect(at(post, 'responses', '200', 'content', 'application/json', 'schema')).toEqual({
    ...status,
    'x-open-enum': true,
  });
});

test('an enum inside an example stays data', () => {
  const examples = [{ enum: ['A', 'B'], type: 'string' }];
  expect(read({ type: 'object', examples })).toEqual({ type: 'object', examples });
});
