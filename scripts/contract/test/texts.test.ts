// Texts stand in a file of the same shape as the facts, and are joined with them by identity, never by index.
import { describe, expect, test } from 'vitest';
import { factsOf, factsText } from '../facts.ts';
import { readYaml } from '../files.ts';
import type { JsonObject } from '../json.ts';
import { providers, specDir } from '../providers.ts';
import { unplacedTexts, withTexts } from '../texts.ts';
import { at, contract, json, operation, ref } from './support/contract.ts';

const join = (document: JsonObject, texts: JsonObject): JsonObject => withTexts(factsOf(document), texts).document;

describe.each(providers)('texts.yaml of $name', (provider) => {
  const facts = readYaml(`${specDir(provider)}spec.yaml`);
  const texts = readYaml(`${specDir(provider)}texts.yaml`);

  test('texts.yaml has no text without a place', () => {
    expect(withTexts(facts, texts).unplaced).toEqual([]);
  });

  test('texts.yaml adds texts only: the facts of the result are those of spec.yaml', () => {
    const { document } = withTexts(facts, texts);
    const written = (one: JsonObject): string => factsText(withoutShared(one), 'document');
    expect(written(document) === written(facts)).toBe(true);
  });
});

/** Parameters and responses that share texts, written out where they are used. */
function withoutShared(document: JsonObject): JsonObject {
  const { components, ...rest } = structuredClone(document) as { components: JsonObject };
  const { parameters, responses, ...others } = components;
  const shared = { ...(parameters as JsonObject), ...(responses as JsonObject) };
  const text = JSON.stringify(rest, (_, value) => {
    const name = /^#\/components\/(?:parameters|responses)\/(.+)$/.exec(String(value?.$ref))?.[1];
    return name === undefined ? value : shared[name];
  });
  return { ...(JSON.parse(text) as JsonObject), components: others };
}

test('texts of parameters are keyed by place and name, of tags by name, of servers by URL, of variants by discriminator value', () => {
  const parameters = [
    { name: 'id', in: 'query', schema: {} },
    { name: 'id', in: 'path', required: true, schema: {} },
  ];
  const variant = (value: string): JsonObject => ({ type: 'object', properties: { type: { enum: [value] } } });
  const document = contract({
    paths: { '/a': { get: operation({ parameters }) } },
    schemas: { U: { anyOf: [variant('Crypto'), variant('Fiat')] } },
    root: { tags: [{ name: 'B' }, { name: 'A' }], servers: [{ url: 'https://a' }, { url: 'https://b' }] },
  });
  const texts = {
    tags: { A: { description: 'tag A' } },
    servers: { 'https://b': { description: 'server b' } },
    paths: { '/a': { get: { parameters: { 'path:id': { description: 'in the path' } } } } },
    components: { schemas: { U: { anyOf: { 'type=Fiat': { description: 'fiat' } } } } },
  };
  const joined = join(document, texts);
  const described = (list: unknown): JsonObject[] =>
    (list as JsonObject[]).filter(({ description }) => description !== undefined);
  expect(described(at(joined, 'tags'))).toMatchObject([{ name: 'A', description: 'tag A' }]);
  expect(described(at(joined, 'servers'))).toMatchObject([{ url: 'https://b', description: 'server b' }]);
  expect(described(at(joined, 'paths', '/a', 'get', 'parameters'))).toMatchObject([
    { in: 'path', description: 'in the path' },
  ]);
  expect(described(at(joined, 'components', 'schemas', 'U', 'anyOf'))).toMatchObject([
    { description: 'fiat', properties: { type: { enum: ['Fiat'] } } },
  ]);
});

test('the order of variants stays the provider’s, whichever of them have texts', () => {
  const document = contract({ schemas: { U: { anyOf: [ref('Z'), ref('A')] }, A: {}, Z: {} } });
  const joined = join(document, { components: { schemas: { U: { anyOf: { A: { description: 'a' } } } } } });
  expect(at(joined, 'components', 'schemas', 'U', 'anyOf')).toEqual([ref('Z'), { ...ref('A'), description: 'a' }]);
});

describe('places that share a text', () => {
  const header = (required: boolean): JsonObject => ({
    name: 'X-Key',
    in: 'header',
    required,
    schema: { type: 'string' },
  });
  const texts = (...paths: string[]): JsonObject => ({
    paths: Object.fromEntries(
      paths.map((path) => [path, { get: { parameters: { 'header:X-Key': { $ref: '#/components/parameters/Key' } } } }]),
    ),
    components: { parameters: { Key: { description: 'The key.' } } },
  });
  const paths = (...required: boolean[]): JsonObject =>
    Object.fromEntries(required.map((one, index) => [`/${index}`, { get: operation({ parameters: [header(one)] }) }]));

  test('places that share a text become references to one component', () => {
    const joined = join(contract({ paths: paths(true, true) }), texts('/0', '/1'));
    expect(at(joined, 'components', 'parameters', 'Key')).toMatchObject({ ...header(true), description: 'The key.' });
    for (const path of ['/0', '/1'])
      expect(at(joined, 'paths', path, 'get', 'parameters', 0)).toEqual({ $ref: '#/components/parameters/Key' });
  });

  test('a place that shares a text but differs in its facts is written out', () => {
    const joined = join(contract({ paths: paths(false, true, true) }), texts('/0', '/1', '/2'));
    expect(at(joined, 'paths', '/0', 'get', 'parameters', 0)).toMatchObject({
      required: false,
      description: 'The key.',
    });
    expect(at(joined, 'paths', '/1', 'get', 'parameters', 0)).toEqual({ $ref: '#/components/parameters/Key' });
  });

  test('a shared text that no place uses is reported', () => {
    expect(
      withTexts(factsOf(contract({ paths: {} })), { components: { parameters: { Key: { description: 'The key.' } } } })
        .unplaced,
    ).toEqual([['components', 'parameters', 'Key']]);
  });
});

test('a text that lost its place is kept, and listed with the place of a plain rename', () => {
  const before = contract({ schemas: { A: { properties: { old: { type: 'string' }, other: { type: 'integer' } } } } });
  const after = contract({ schemas: { A: { properties: { fresh: { type: 'string' }, other: { type: 'integer' } } } } });
  const texts = { components: { schemas: { A: { properties: { old: { description: 'Its name.' } } } } } };
  expect(unplacedTexts({ facts: factsOf(before), texts }, factsOf(after))).toMatchObject([
    {
      where: '#/components/schemas/A/properties/old',
      fix: 'Move it to #/components/schemas/A/properties/fresh in texts.yaml if that is its new name, or delete it.',
    },
  ]);
});

test('no rename is proposed where two places came, or where the facts differ', () => {
  const schemas = (properties: JsonObject): JsonObject => factsOf(contract({ schemas: { A: { properties } } }));
  const texts = { components: { schemas: { A: { properties: { old: { description: 'Its name.' } } } } } };
  const facts = schemas({ old: { type: 'string' } });
  for (const next of [schemas({ a: { type: 'string' }, b: { type: 'string' } }), schemas({ a: { type: 'integer' } })])
    expect(unplacedTexts({ facts, texts }, next)).toMatchObject([{ fix: 'Move it in texts.yaml, or delete it.' }]);
});

test('a schema called like a member of every object is a schema', () => {
  const document = contract({
    paths: { '/a': { get: operation({ responses: { '200': { description: '', content: json({}) } } }) } },
    schemas: { toString: { type: 'string' } } as unknown as Record<string, JsonObject>,
  });
  expect(withTexts(factsOf(document), { components: { schemas: { valueOf: { description: 'x' } } } }).unplaced).toEqual(
    [['components', 'schemas', 'valueOf']],
  );
});
