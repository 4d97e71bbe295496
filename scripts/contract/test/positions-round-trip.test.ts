// What must go back verbatim (`x-round-trip`) is sent in the very form in which it was read.
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

test('the schema itself has one form, the lenient one', () => {
  expect(names).not.toContain('QuoteInput');
  expect(at(schema('Quote'), 'properties', 'note')).toEqual({ type: ['string', 'null'] });
});

test('what it holds stays lenient inside it', () => {
  expect(at(schema('Quote'), 'properties', 'chain', 'anyOf', 0)).toEqual(ref('Chain'));
  expect(at(schema('Chain'), 'properties', 'id')).toBeDefined();
});

test('the request that sends it refers to that one form', () => {
  expect(at(schema('Accept'), 'properties', 'quote')).toEqual(ref('Quote'));
});

test('what it holds is strict where it is sent by itself', () => {
  expect(split).toEqual(['Chain']);
  expect(at(schema('Accept'), 'properties', 'chain')).toEqual(ref('ChainInput'));
  expect(at(schema('ChainInput'), 'properties', 'id')).toBeUndefined();
});

test('what it holds has one form where nothing sends it by itself', () => {
  const accept = { type: 'object', required: ['quote'], properties: { quote: ref('Quote') } };
  expect(splitOf(exchange(ref('Accept'), ref('Quote'), { ...schemas, Accept: accept })).split).toEqual([]);
});

test('a schema that differs in nothing else is not split for its sake', () => {
  const wrapper = { type: 'object', required: ['quote'], properties: { quote: ref('Quote') } };
  const { split: none } = splitOf(exchange(ref('W'), ref('W'), { ...schemas, W: wrapper }), true);
  expect(none).not.toContain('W');
});

test('it is lenient even where it is sent only', () => {
  const { schema: pick } = splitOf(exchange(ref('Quote'), {}, schemas));
  expect(at(pick('Chain'), 'properties', 'id')).toBeDefined();
});
