// The rules of schemas hold wherever a schema stands: named, in a parameter, in a header, in a body.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { ruleProblems } from '../rules.ts';
import { contract, json, operation, ref } from './support/contract.ts';

const said = (document: JsonObject): string[] =>
  ruleProblems(document)
    .map(({ where, message }) => `${where} ${message}`)
    .sort();
const named = (X: JsonObject, others: JsonObject = {}): string[] => said(contract({ schemas: { X, ...others } }));

describe('`default: null` on a type that is never null', () => {
  const fault = 'has `default: null` on a type that is never null: remove the default.';
  const bad: JsonObject = { type: 'string', default: null };

  test('`default: null` is found in a named schema, at its place inside', () => {
    const deep = {
      type: 'object',
      properties: { list: { type: 'array', items: { anyOf: [bad, { type: 'integer' }] } } },
    };
    expect(named(bad)).toEqual([`#/components/schemas/X ${fault}`]);
    expect(named(deep)).toEqual([`#/components/schemas/X/properties/list/items/anyOf/0 ${fault}`]);
  });

  test('`default: null` is found in parameters, bodies, responses and their headers', () => {
    const post = operation({
      parameters: [{ name: 'limit', in: 'query', schema: bad }],
      requestBody: { content: json({ type: 'object', properties: { a: bad } }) },
      responses: {
        '200': { description: 'd', content: json({ type: 'array', items: bad }), headers: { 'X-N': { schema: bad } } },
        '400': { description: 'd' },
      },
    });
    expect(said(contract({ paths: { '/things': { post } } }))).toEqual(
      [
        `POST /things query limit ${fault}`,
        `POST /things body application/json/properties/a ${fault}`,
        `POST /things 200 application/json/items ${fault}`,
        `POST /things 200 header X-N ${fault}`,
      ].sort(),
    );
  });

  test('`default: null` is found once in a shared component', () => {
    const parameters = [{ $ref: '#/components/parameters/P' }];
    const document = contract({
      paths: { '/a': { get: operation({ parameters }) }, '/b': { get: operation({ parameters, operationId: 'b' }) } },
      components: { parameters: { P: { name: 'p', in: 'query', schema: bad } } },
    });
    expect(said(document)).toEqual([`#/components/parameters/P ${fault}`]);
  });

  test('`default: null` is found in a webhook', () => {
    const post = { requestBody: { content: json(bad) } };
    expect(said(contract({ webhooks: { changed: { post } } }))).toEqual(
      [`webhook changed body application/json ${fault}`].sort(),
    );
  });

  test.each<[string, JsonObject]>([
    ['a list of types with null', { type: ['string', 'null'] }],
    ['a union with null', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    ['anything at all', {}],
    ['an enum with null', { enum: ['A', null] }],
    ['the constant null', { const: null }],
    ['a reference to what may be null', ref('N')],
    ['an intersection of what may be null', { allOf: [ref('N'), {}] }],
    ['a reference to itself', ref('X')],
  ])('`default: null` is allowed on %s', (_label, schema) => {
    expect(named({ ...schema, default: null }, { N: { type: ['integer', 'null'] } })).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ['an enum without null, whatever its types', { type: ['string', 'null'], enum: ['A'] }],
    ['a constant', { const: 'A' }],
    ['a union without null', { oneOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['a reference to what is never null', ref('S')],
    ['an intersection with one that is never null', { allOf: [{}, ref('S')] }],
  ])('`default: null` is refused on %s', (_label, schema) => {
    expect(named({ ...schema, default: null }, { S: { type: 'string' } })).toEqual([`#/components/schemas/X ${fault}`]);
  });
});

describe('a union with a discriminator', () => {
  const union = (mapping: JsonObject | undefined, members: JsonObject[] = [ref('A'), ref('B')]): JsonObject => ({
    oneOf: members,
    discriminator: { propertyName: 'type', ...(mapping ? { mapping } : {}) },
  });
  const schemas = { A: { type: 'object' }, B: { type: 'object' }, C: { type: 'object' } };
  const [a, b, c] = ['A', 'B', 'C'].map((name) => `#/components/schemas/${name}`) as [string, string, string];

  test('a discriminator is valid if its mapping names each member', () => {
    expect(named(union({ a, b }), schemas)).toEqual([]);
    expect(named(union({ a, also: a, b }), schemas)).toEqual([]);
  });

  test('a discriminator needs a mapping', () => {
    expect(named(union(undefined), schemas)).toEqual(
      [
        `#/components/schemas/X has a discriminator whose mapping leaves out ${a}: add it to the mapping.`,
        `#/components/schemas/X has a discriminator whose mapping leaves out ${b}: add it to the mapping.`,
      ].sort(),
    );
  });

  test('a mapping that leaves out a member is refused', () => {
    expect(named(union({ a }), schemas)).toEqual(
      [`#/components/schemas/X has a discriminator whose mapping leaves out ${b}: add it to the mapping.`].sort(),
    );
  });

  test('a mapping to a schema that is not a member is refused', () => {
    expect(named(union({ a, b, c }), schemas)).toEqual(
      [`#/components/schemas/X maps to ${c}, which is not a member: remove it from the mapping.`].sort(),
    );
  });

  test('an inline member, which a mapping cannot name, is refused', () => {
    expect(named(union({ a }, [ref('A'), { type: 'object' }]), schemas)).toEqual(
      [
        '#/components/schemas/X has a discriminator whose mapping leaves out an inline member: add it to the mapping.',
      ].sort(),
    );
  });

  test('a discriminator inside a body is checked too', () => {
    const document = contract({ operation: operation({ requestBody: { content: json(union({ a })) } }), schemas });
    expect(said(document)).toEqual(
      [
        `GET /things body application/json has a discriminator whose mapping leaves out ${b}: add it to the mapping.`,
      ].sort(),
    );
  });

  test('a discriminator beside `anyOf` is checked as beside `oneOf`', () => {
    const { oneOf, ...rest } = union(undefined, [ref('A')]);
    expect(named({ ...rest, anyOf: oneOf ?? [] }, schemas)).toHaveLength(1);
  });
});
