// An `allOf` that only carries notes to one `$ref` is unwrapped; one that narrows stays.
import { describe, expect, test } from 'vitest';
import { normalise } from '../contract.ts';
import type { Json, JsonObject } from '../json.ts';
import { at, contract, json, operation, ref } from './support/contract.ts';

const unwrapped = (schema: JsonObject): Json | undefined =>
  at(normalise(contract({ schemas: { X: schema } })), 'components', 'schemas', 'X');

describe('what is unwrapped', () => {
  test('unwraps an allOf of a single reference', () => {
    expect(unwrapped({ allOf: [ref('A')] })).toEqual(ref('A'));
  });

  test('unwraps a reference beside annotations, inside or outside the allOf', () => {
    const wrapped = { description: 'outside', allOf: [ref('A'), { deprecated: true }, { title: 't', examples: [1] }] };
    expect(unwrapped(wrapped)).toEqual({
      ...ref('A'),
      deprecated: true,
      title: 't',
      examples: [1],
      description: 'outside',
    });
  });

  test('the text outside of an unwrapped allOf wins over the text inside', () => {
    expect(unwrapped({ description: 'outside', allOf: [{ ...ref('A'), description: 'inside' }] })).toEqual({
      ...ref('A'),
      description: 'outside',
    });
  });

  test('unwraps a reference beside empty members', () => {
    expect(unwrapped({ allOf: [{}, ref('A'), {}] })).toEqual(ref('A'));
  });

  test('unwraps at every depth, the innermost allOf first', () => {
    const inner = { allOf: [{ allOf: [ref('A')] }] };
    expect(unwrapped({ type: 'object', properties: { a: inner, list: { type: 'array', items: inner } } })).toEqual({
      type: 'object',
      properties: { a: ref('A'), list: { type: 'array', items: ref('A') } },
    });
  });

  test('readOnly and default are annotations, which an unwrapped reference keeps', () => {
    expect(unwrapped({ readOnly: true, default: 'x', allOf: [ref('A')] })).toEqual({
      ...ref('A'),
      readOnly: true,
      default: 'x',
    });
  });
});

describe('what stays an `allOf`', () => {
  test.each<[string, JsonObject]>([
    ['two references', { allOf: [ref('A'), ref('B')] }],
    ['a reference beside a member that narrows', { allOf: [ref('A'), { required: ['id'] }] }],
    ['a reference beside a keyword that narrows', { type: 'object', allOf: [ref('A')] }],
    ['inline members only', { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }] }],
  ])('keeps the allOf of %s', (_label, schema) => {
    expect(unwrapped(schema)).toEqual(schema);
  });

  test('removes empty members of an allOf', () => {
    expect(unwrapped({ allOf: [ref('A'), {}, ref('B')] })).toEqual({ allOf: [ref('A'), ref('B')] });
  });

  test('removes an allOf of empty members only, because JSON Schema forbids an empty list', () => {
    expect(unwrapped({ type: 'string', allOf: [{}] })).toEqual({ type: 'string' });
  });
});

test('schemas in bodies, responses and parameters are unwrapped as well', () => {
  const wrapped = { allOf: [ref('A')] };
  const get = operation({
    parameters: [{ name: 'a', in: 'query', schema: wrapped }],
    requestBody: { content: json(wrapped) },
  });
  const done = at(normalise(contract({ operation: get })), 'paths', '/things', 'get');
  expect(at(done, 'parameters', 0, 'schema')).toEqual(ref('A'));
  expect(at(done, 'requestBody', 'content', 'application/json', 'schema')).toEqual(ref('A'));
});
