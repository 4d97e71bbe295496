// Which places of a contract are of requests, and which of responses.
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { schemaPlaces } from '../operations.ts';
import { at, contract, json, operation, ref } from './support/contract.ts';
import { splitOf } from './support/split.ts';

/** The request type has no `id`. */
const status: JsonObject = {
  type: 'object',
  properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } },
};
const isResponseType = (schema: Json | undefined): boolean => at(schema, 'properties', 'id') !== undefined;

const document = contract({
  paths: {
    '/things': {
      parameters: [{ name: 'shared', in: 'query', schema: status }],
      post: operation({
        parameters: [
          { name: 'q', in: 'query', schema: status },
          { name: 'X-H', in: 'header', schema: status },
          { name: 'c', in: 'query', content: json(status) },
          { $ref: '#/components/parameters/P' },
        ],
        requestBody: { content: json(status) },
        responses: { '200': { headers: { 'X-State': { schema: status } }, content: json(status) } },
      }),
    },
  },
  webhooks: {
    changed: {
      post: {
        parameters: [{ name: 'X-Kind', in: 'header', schema: status }],
        requestBody: { content: json(ref('Event')) },
        responses: { '200': { content: json(status) } },
      },
    },
  },
  schemas: { Event: { type: 'object', properties: { status } } },
  components: {
    parameters: { P: { name: 'p', in: 'query', schema: status } },
    requestBodies: { B: { content: json(status) } },
    responses: { R: { content: json(status), headers: { 'X-R': { schema: status } } } },
    headers: { H: { schema: status } },
  },
});
const done = splitOf(document).document;
const post = at(done, 'paths', '/things', 'post');
const webhook = at(done, 'webhooks', 'changed', 'post');

describe('in requests', () => {
  test.each<[string, Json | undefined]>([
    ['a query parameter', at(post, 'parameters', 0, 'schema')],
    ['a header parameter', at(post, 'parameters', 1, 'schema')],
    ['a parameter with a media type', at(post, 'parameters', 2, 'content', 'application/json', 'schema')],
    ['a parameter of the path item', at(done, 'paths', '/things', 'parameters', 0, 'schema')],
    ['a shared parameter', at(done, 'components', 'parameters', 'P', 'schema')],
    ['a body', at(post, 'requestBody', 'content', 'application/json', 'schema')],
    ['a shared body', at(done, 'components', 'requestBodies', 'B', 'content', 'application/json', 'schema')],
    ['the response to a webhook', at(webhook, 'responses', '200', 'content', 'application/json', 'schema')],
  ])('%s has the request type', (_label, schema) => {
    expect(at(schema, 'properties', 'name')).toBeDefined();
    expect(isResponseType(schema)).toBe(false);
  });
});

describe('in responses', () => {
  test.each<[string, Json | undefined]>([
    ['a response', at(post, 'responses', '200', 'content', 'application/json', 'schema')],
    ['a header of a response', at(post, 'responses', '200', 'headers', 'X-State', 'schema')],
    ['a shared response', at(done, 'components', 'responses', 'R', 'content', 'application/json', 'schema')],
    ['a header of a shared response', at(done, 'components', 'responses', 'R', 'headers', 'X-R', 'schema')],
    ['a shared header', at(done, 'components', 'headers', 'H', 'schema')],
    ['a header of a webhook', at(webhook, 'parameters', 0, 'schema')],
    ['the body of a webhook', at(done, 'components', 'schemas', 'Event', 'properties', 'status')],
  ])('%s has the response type', (_label, schema) => {
    expect(isResponseType(schema)).toBe(true);
  });
});

test('schemaPlaces lists each place with its direction and name', () => {
  const places = schemaPlaces(document).map(({ where, direction }) => `${direction} ${where}`);
  expect(places.sort()).toEqual([
    'request #/components/parameters/P',
    'request #/components/requestBodies/B application/json',
    'request /things query shared',
    'request POST /things body application/json',
    'request POST /things header X-H',
    'request POST /things query c application/json',
    'request POST /things query q',
    'request webhook changed 200 application/json',
    'response #/components/headers/H',
    'response #/components/responses/R application/json',
    'response #/components/responses/R header X-R',
    'response POST /things 200 application/json',
    'response POST /things 200 header X-State',
    'response webhook changed body application/json',
    'response webhook changed header X-Kind',
  ]);
});
