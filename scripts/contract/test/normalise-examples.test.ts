// Examples are data: whatever their fields are called, they come out as they went in.
import { expect, test } from 'vitest';
import { normalise } from '../contract.ts';
import { contract, json, operation } from './support/contract.ts';

const data = {
  schema: { allOf: [{ $ref: '#/components/schemas/A' }] },
  content: { 'application/json; charset=utf-8': 1 },
  schemas: { X: { allOf: [{}] } },
  allOf: [{}],
  example: { content: { 'a/b; c=d': {} } },
};

test('examples stay as they are in every place', () => {
  const schema = { type: 'object', examples: [data], example: data, default: data, enum: [data], const: data };
  const document = contract({
    operation: operation({
      parameters: [{ name: 'p', in: 'query', schema, example: data, examples: { one: { value: data } } }],
      requestBody: { content: { 'application/json': { schema, example: data, examples: { one: { value: data } } } } },
    }),
    schemas: { X: schema },
    components: { examples: { one: { value: data } } },
  });
  expect(normalise(document)).toEqual(document);
});

test('two spellings of one media type inside an example do not clash', () => {
  const value = { content: { 'application/json': 1, 'application/json; charset=utf-8': 2 } };
  const document = contract({
    operation: operation({ requestBody: { content: { 'text/plain': { example: value } } } }),
  });
  expect(normalise(document)).toEqual(document);
});

test('a parameter, a header or a property that is called like a keyword is still normalised', () => {
  const wrapped = { allOf: [{ $ref: '#/components/schemas/A' }] };
  const bare = { $ref: '#/components/schemas/A' };
  const named = (schema: typeof wrapped | typeof bare) =>
    contract({
      components: {
        headers: { example: { schema }, content: { schema } },
        responses: { examples: { content: json(schema) } },
      },
      schemas: { X: { type: 'object', properties: { example: schema, schema, allOf: schema } } },
    });
  expect(normalise(named(wrapped))).toEqual(named(bare));
});

test('`__proto__` stays a key', () => {
  const text = '{"paths":{"__proto__":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{}}}}}}}}}';
  expect(JSON.stringify(normalise(JSON.parse(text)))).toBe(text);
});
