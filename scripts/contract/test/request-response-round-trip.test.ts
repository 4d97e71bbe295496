// A schema with `x-round-trip` is sent as it was received: requests use its response type.
import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { at, exchange, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

const schemas: JsonObject = {
  Quote: { type: 'object', 'x-round-trip': true, properties: { chain: ref('Chain'), note: { type: 'string' } } },
  Chain: { type: 'object', properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } } },
  Accept: { type: 'object', properties: { quote: ref('Quote'), chain: ref('Chain') } },
};

const { split, schema, names } = splitOf(exchange(ref('Accept'), ref('Quote'), schemas), true);

test('a schema with x-round-trip has a response type only', () => {
  expect(names).not.toContain('QuoteInput');
  expect(at(schema('Quote'), 'properties', 'note')).toEqual({ type: ['string', 'null'] });
});

test('schemas inside a schema with x-round-trip keep their response types there', () => {
  expect(at(schema('Quote'), 'properties', 'chain', 'anyOf', 0)).toEqual(ref('Chain'));
  expect(at(schema('Chain'), 'properties', 'id')).toBeDefined();
});

test('a request refers to the response type of a schema with x-round-trip', () => {
  expect(at(schema('Accept'), 'properties', 'quote')).toEqual(ref('Quote'));
});

test('a schema inside one with x-round-trip has a request type where it is sent by itself', () => {
  expect(split).toEqual(['Chain']);
  expect(at(schema('Accept'), 'properties', 'chain')).toEqual(ref('ChainInput'));
  expect(at(schema('ChainInput'), 'properties', 'id')).toBeUndefined();
});

test('a schema inside one with x-round-trip has no request type if nothing else sends it', () => {
  const accept = { type: 'object', required: ['quote'], properties: { quote: ref('Quote') } };
  expect(splitOf(exchange(ref('Accept'), ref('Quote'), { ...schemas, Accept: accept })).split).toEqual([]);
});

test('a schema is not split because of a schema with x-round-trip inside', () => {
  const wrapper = { type: 'object', required: ['quote'], properties: { quote: ref('Quote') } };
  const { split: none } = splitOf(exchange(ref('W'), ref('W'), { ...schemas, W: wrapper }), true);
  expect(none).not.toContain('W');
});

test('a schema with x-round-trip has its response type even if no response has it', () => {
  const { schema: pick } = splitOf(exchange(ref('Quote'), {}, schemas));
  expect(at(pick('Chain'), 'properties', 'id')).toBeDefined();
});
