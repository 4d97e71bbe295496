// What the provider sets itself is there to be read and is not asked for when sending.
import { expect, test } from 'vitest';
import { createCompiler } from '../compiler.ts';
import type { JsonObject } from '../json.ts';
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

test('the field is dropped from the sent form, and from what that requires', () => {
  const { schema } = splitOf(exchange(ref('Account'), ref('Account'), schemas));
  expect(schema('AccountInput')).toEqual({
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' } },
  });
  expect(schema('Account')).toEqual(account);
});

test('a body without the field is valid, and an answer without it is not', () => {
  const { document } = splitOf(exchange(ref('Account'), ref('Account'), schemas));
  const compiler = createCompiler(document);
  expect(compiler.byName('AccountInput')({ name: 'n' })).toBe(true);
  expect(compiler.byName('Account')({ name: 'n' })).toBe(false);
});

test('a field of an object inside is dropped too', () => {
  const { schema } = splitOf(exchange(ref('X'), {}, { X: { type: 'array', items: account }, Owner: {} }));
  expect(Object.keys(at(schema('X'), 'items', 'properties') as JsonObject)).toEqual(['name']);
});

test('a schema without such fields stays as it is', () => {
  const plain = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } };
  expect(splitOf(exchange(ref('X'), {}, { X: plain })).schema('X')).toEqual(plain);
});
