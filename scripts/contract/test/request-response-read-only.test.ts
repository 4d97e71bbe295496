// Fields that the provider sets itself (`readOnly`) are in the response type only.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { createCompiler } from '../validate.ts';
import { at, exchange, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

const account: JsonObject = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'string', readOnly: true },
    name: { type: 'string' },
    owner: { ...ref('Owner'), readOnly: true },
  },
};
const schemas = { Account: account, Owner: { type: 'object' } };

test('a readOnly field is not in the request type, nor in its required fields', () => {
  const { schema } = splitOf(exchange(ref('Account'), ref('Account'), schemas));
  expect(schema('AccountInput')).toEqual({
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' } },
  });
  expect(schema('Account')).toEqual(account);
});

test('a body without the readOnly field is valid, and a response without it is not', () => {
  const { document } = splitOf(exchange(ref('Account'), ref('Account'), schemas));
  const compiler = createCompiler(document);
  expect(compiler.byName('AccountInput')({ name: 'n' })).toBe(true);
  expect(compiler.byName('Account')({ name: 'n' })).toBe(false);
});

test('a readOnly field of an inner object is not in the request type', () => {
  const { schema } = splitOf(exchange(ref('X'), {}, { X: { type: 'array', items: account }, Owner: {} }));
  expect(Object.keys(at(schema('X'), 'items', 'properties') as JsonObject)).toEqual(['name']);
});

test('a schema without readOnly fields stays as it is', () => {
  const plain = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
  expect(splitOf(exchange(ref('X'), {}, { X: plain })).schema('X')).toEqual(plain);
});
