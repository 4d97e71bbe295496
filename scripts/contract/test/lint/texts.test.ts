// Whatever a reader may hover over has a text, and the text says something.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../json.ts';
import { at } from '../support/contract.ts';
import { change, cleanContract, lint, lintWith, PETS, rulesWith, SCHEMAS } from './clean-contract.ts';

test('a contract with texts and examples everywhere has no problems', async () => {
  expect(await lint(cleanContract())).toEqual([]);
});

describe('missing texts', () => {
  const missing = (what: string): string => `${what} has no description: describe what it is for.`;
  test.each([
    ['an operation', [...PETS, 'get'], 'GET /pets/{id}: operation-description: ', 'operation'],
    [
      'a parameter',
      [...PETS, 'get', 'parameters', '0'],
      'GET /pets/{id} path id: parameter-description: ',
      'parameter',
    ],
    [
      'a request body',
      [...PETS, 'put', 'requestBody'],
      'PUT /pets/{id} body: request-body-description: ',
      'request body',
    ],
    ['a schema', [...SCHEMAS, 'Cat'], '#/components/schemas/Cat: schema-description: ', 'schema'],
    [
      'a property',
      [...SCHEMAS, 'Cat', 'properties', 'nick'],
      '#/components/schemas/Cat/properties/nick: property-description: ',
      'property',
    ],
  ])('a missing text is found on %s', (_, keys, start, what) => {
    expect(rulesWith([...keys, 'description'], undefined)).toContain(start + missing(what));
  });

  test('an empty description of a response is found', () => {
    expect(rulesWith([...PETS, 'get', 'responses', '404', 'description'], ' ')).toEqual([
      `GET /pets/{id} 404: response-description: ${missing('response')}`,
    ]);
  });

  test('a missing text of a shared parameter is found once', async () => {
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
    const document = change(cleanContract(), ['components', 'parameters'], { Id: id });
    for (const method of ['get', 'put']) {
      change(document, [...PETS, method, 'parameters'], [{ $ref: '#/components/parameters/Id' }]);
    }
    const found = (await lint(document)).filter(({ code }) => code === 'parameter-description');
    expect(found.map(({ where }) => where)).toEqual(['#/components/parameters/Id']);
  });

  test('a missing text of a parameter of a path is found', () => {
    const trace = { name: 'X-Trace', in: 'header', schema: { type: 'string' } };
    expect(rulesWith([...PETS, 'parameters'], [trace])).toEqual([
      `/pets/{id} header X-Trace: parameter-description: ${missing('parameter')}`,
    ]);
  });

  test('a missing text of a header of a response is found', () => {
    const headers = { 'X-Trace': { schema: { type: 'string' } } };
    expect(rulesWith([...PETS, 'get', 'responses', '404', 'headers'], headers)).toEqual([
      `GET /pets/{id} 404 header X-Trace: header-description: ${missing('header')}`,
    ]);
  });

  test('a missing text of a property in a body is found', () => {
    const schema = { type: 'object', properties: { kind: { type: 'string' } } };
    const body = [...PETS, 'put', 'requestBody', 'content', 'application/json', 'schema'];
    expect(rulesWith(body, schema)).toContain(
      `PUT /pets/{id} body application/json/properties/kind: property-description: ${missing('property')}`,
    );
  });
});

test('a property of a single value needs no text, and one of several values does', () => {
  expect(at(cleanContract(), ...SCHEMAS, 'Cat', 'properties', 'kind')).toEqual({ type: 'string', enum: ['cat'] });
  const kind = { type: 'string', enum: ['cat', 'tiger'], 'x-enum-descriptions': { cat: 'Small', tiger: 'Large' } };
  expect(rulesWith([...SCHEMAS, 'Cat', 'properties', 'kind'], kind)).toEqual([
    '#/components/schemas/Cat/properties/kind: property-description: property has no description: describe what it is for.',
  ]);
});

test('an operation without summary is found', async () => {
  const found = await lintWith([...PETS, 'get', 'summary'], undefined);
  expect(found).toEqual([expect.stringContaining(': redocly/operation-summary: ')]);
});

test.each(['Number on its collar', 'Number on its collar, such as'])(
  'a text without a full stop is found: %s',
  (text) => {
    expect(rulesWith([...PETS, 'get', 'parameters', '0', 'description'], text)).toEqual([
      'GET /pets/{id} path id: parameter-description: breaks off without a full stop: write it to its end, and quote it if YAML cut it at a colon or a comma.',
    ]);
  },
);

test.each(['The nick.', 'Id of the nick.', "The nick's name.", 'Nicks.'])(
  'a text that adds nothing to the name is found: %s',
  (text) => {
    expect(rulesWith([...SCHEMAS, 'Dog', 'properties', 'nick', 'description'], text)).toEqual([
      '#/components/schemas/Dog/properties/nick: property-description: says no more than the name nick: add the purpose, unit, format or limits.',
    ]);
  },
);

test('a text that starts with deprecated on a node that is not marked so is found', () => {
  const nick = { type: 'string', description: 'Deprecated: what it was called at home.' };
  expect(rulesWith([...SCHEMAS, 'Dog', 'properties', 'nick'], nick)).toEqual([
    '#/components/schemas/Dog/properties/nick: property-description: says that it is deprecated: add `deprecated: true`, by which editors strike it through.',
  ]);
  expect(rulesWith([...SCHEMAS, 'Dog', 'properties', 'nick'], { ...nick, deprecated: true })).toEqual([]);
});

test('a description that repeats the summary is found', () => {
  expect(rulesWith([...PETS, 'get', 'description'], 'Get a pet')).toContain(
    'GET /pets/{id}: operation-description: breaks off without a full stop: write it to its end, and quote it if YAML cut it at a colon or a comma.',
  );
  const operation = { ...(at(cleanContract(), ...PETS, 'get') as JsonObject), summary: 'Reads one pet.' };
  expect(rulesWith([...PETS, 'get'], { ...operation, description: 'Reads one pet.' })).toEqual([
    'GET /pets/{id}: operation-description: repeats the summary: say when to call it, what must have happened before, and what comes next.',
  ]);
});
