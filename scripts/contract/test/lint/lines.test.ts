// A finding names the file and line where the text is written, not where the effective contract has it.
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { locate, readSources } from '../../lint/sources.ts';
import { change, cleanContract, lint, SCHEMAS, specsFolder } from './clean-contract.ts';

const SPEC = `openapi: 3.1.0
info: { title: Acme, version: "1" }
paths:
  /pets/{id}:
    get:
      parameters:
        - name: id
          in: path
        - name: status
          in: query
      requestBody:
        content: {}
      responses:
        "200":
          content:
            application/json; charset=utf-8:
              schema: { type: string }
    parameters:
      - name: X-Trace
        in: header
components:
  schemas:
    Pet:
      properties:
        nick:
          type: string
`;
const OVERLAY = `overlay: 1.0.0
info: { title: More, version: 1.0.0 }
actions:
  - target: $.components.schemas.Pet.properties
    description: Its age.
    update:
      age:
        type: integer
  - target: $
    description: Its webhooks.
    update:
      webhooks:
        purr:
          post:
            summary: It purrs
        bark:
          post:
            summary: It barks
`;

describe.each([
  ['an operation', 'GET /pets/{id}', 'spec.yaml:5'],
  ['a parameter', 'GET /pets/{id} query status', 'spec.yaml:9'],
  ['a parameter of a whole path', '/pets/{id} header X-Trace', 'spec.yaml:19'],
  ['a request body', 'GET /pets/{id} body application/json', 'spec.yaml:11'],
  ['a response', 'GET /pets/{id} 200', 'spec.yaml:14'],
  ['a pointer into a list', '#/paths/~1pets~1{id}/get/parameters/1/in', 'spec.yaml:10'],
  [
    'a media type without its charset',
    '#/paths/~1pets~1{id}/get/responses/200/content/application~1json',
    'spec.yaml:16',
  ],
  ['a property', '#/components/schemas/Pet/properties/nick', 'spec.yaml:25'],
  [
    'a property that was made nullable on the way',
    '#/components/schemas/Pet/properties/nick/anyOf/0/type',
    'spec.yaml:26',
  ],
  ['what an overlay adds', '#/components/schemas/Pet/properties/age', 'overlays/10-more.yaml:7'],
  ['a place deep inside what an overlay adds', 'webhook bark', 'overlays/10-more.yaml:17'],
  ['a place that no file has', '#/components/schemas/Pet/x-made-up', 'spec.yaml:23'],
  ['the whole contract', '#', 'spec.yaml:1'],
])('the line of %s', (what, place, expected) => {
  test(`the line of ${what} is ${expected}`, () => {
    const sources = readSources(`${specsFolder('acme', SPEC, { '10-more.yaml': OVERLAY })}/acme/`);
    expect(locate(sources, place)).toBe(expected);
  });
});

test('the line of a fault that only the request type has is that of the schema', async () => {
  const nick = { type: 'string', description: 'What it is called at home.', default: null };
  const [found, ...others] = await lint(change(cleanContract(), [...SCHEMAS, 'Cat', 'properties', 'nick'], nick));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    where: '#/components/schemas/CatInput/properties/nick',
    message: 'has `default: null` on a type that is never null: remove the default.',
  });
  const text = stringify(change(cleanContract(), [...SCHEMAS, 'Cat', 'properties', 'nick'], nick), {
    aliasDuplicateObjects: false,
  });
  const line =
    text
      .split('\n')
      .findIndex((here, index, all) => here.trim() === 'nick:' && all.slice(0, index).includes('    Cat:')) + 1;
  expect(found?.file).toBe(`spec.yaml:${line}`);
});
