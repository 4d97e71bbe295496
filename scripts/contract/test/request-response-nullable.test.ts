// If a provider returns `null` for an absent field, optional fields of response types may be null. Required fields and
// request types may not.
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { at, exchange, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

function property(
  schema: JsonObject,
  { nullableWhenRead = true, required = false, sent = false } = {},
): Json | undefined {
  const record: JsonObject = {
    type: 'object',
    properties: { field: schema },
    ...(required ? { required: ['field'] } : {}),
  };
  const document = sent ? exchange(ref('X'), {}, { X: record }) : exchange({}, ref('X'), { X: record });
  return at(splitOf(document, nullableWhenRead).schema('X'), 'properties', 'field');
}

test('an optional field of a response type may be null', () => {
  expect(property({ type: 'string' })).toEqual({ type: ['string', 'null'] });
});

test('a required field of a response type may not be null', () => {
  expect(property({ type: 'string' }, { required: true })).toEqual({ type: 'string' });
});

test('a field of a request type may not be null', () => {
  expect(property({ type: 'string' }, { sent: true })).toEqual({ type: 'string' });
});

test('no field may be null if the provider omits absent fields', () => {
  expect(property({ type: 'string' }, { nullableWhenRead: false })).toEqual({ type: 'string' });
});

test('a field that may be null already stays as it is', () => {
  expect(property({ type: ['string', 'null'] })).toEqual({ type: ['string', 'null'] });
});

test.each<[string, JsonObject, JsonObject]>([
  ['an enum', { type: 'string', enum: ['A', 'B'] }, { type: 'string', enum: ['A', 'B'], 'x-open-enum': true }],
  ['an enum with a list of types', { type: ['string'], enum: ['A'] }, { type: ['string'], enum: ['A'] }],
  ['a constant', { const: 'A' }, { const: 'A' }],
  ['the constant 0', { type: 'integer', const: 0 }, { type: 'integer', const: 0 }],
  ['a reference', ref('Y'), ref('Y')],
  [
    'a union',
    { oneOf: [{ type: 'string' }, { type: 'integer' }] },
    { oneOf: [{ type: 'string' }, { type: 'integer' }] },
  ],
  ['an intersection', { type: 'object', allOf: [ref('Y')] }, { type: 'object', allOf: [ref('Y')] }],
])('%s becomes a union with null, because the keyword itself would refuse null', (_label, schema, inner) => {
  const record = { type: 'object', properties: { field: schema } };
  const { schema: pick } = splitOf(exchange({}, ref('X'), { X: record, Y: { type: 'object' } }), true);
  expect(at(pick('X'), 'properties', 'field')).toEqual({ anyOf: [inner, { type: 'null' }] });
});

test('texts, examples and `readOnly` stay on the outer schema of a union with null', () => {
  const notes = { description: 'Why.', deprecated: true, examples: ['A'], readOnly: true };
  expect(property({ ...notes, const: 'A' })).toEqual({ ...notes, anyOf: [{ const: 'A' }, { type: 'null' }] });
});

test('optional fields inside objects, lists and unions may be null too', () => {
  const inner: JsonObject = {
    type: 'object',
    properties: { a: { type: 'integer' }, b: { type: 'integer' } },
    required: ['a'],
  };
  const list = property({ type: 'array', items: { anyOf: [inner, { type: 'boolean' }] } }, { required: true });
  expect(at(list, 'items', 'anyOf', 0, 'properties')).toEqual({
    a: { type: 'integer' },
    b: { type: ['integer', 'null'] },
  });
});
