// One contract in the forms that providers publish: YAML and JSON, 3.1 and 3.0, one file and several.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../contract/json.ts';
import { upgrade } from '../upgrade-3.0.ts';
import { providerDocument, repository } from './support/repository.ts';

describe('the forms of a spec', () => {
  it('takes JSON as well as YAML', async () => {
    const repo = await repository();
    const file = repo.provider([], 'spec.json');
    writeFileSync(file, JSON.stringify(providerDocument()));
    expect((await repo.bump({ from: file })).findings).toEqual([]);
  });

  it('takes OpenAPI 3.0', async () => {
    const repo = await repository();
    const file = repo.provider([['$.openapi', '3.0.3']]);
    expect((await repo.bump({ from: file })).findings).toEqual([]);
  });

  it.each([
    ['a nullable type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'a nullable enum',
      { type: 'string', enum: ['a'], nullable: true },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'a nullable reference',
      { allOf: [{ $ref: '#/components/schemas/A' }], nullable: true },
      { anyOf: [{ allOf: [{ $ref: '#/components/schemas/A' }] }, { type: 'null' }] },
    ],
    ['a nullable enum without a type', { enum: ['a'], nullable: true }, { enum: ['a', null] }],
    [
      'a nullable record without a type',
      { properties: { a: {} }, nullable: true },
      { type: ['object', 'null'], properties: { a: {} } },
    ],
    ['a nullable list without a type', { items: {}, nullable: true }, { type: ['array', 'null'], items: {} }],
    ['a nullable value of any type', { nullable: true }, {}],
    [
      'a nullable list of types',
      { type: ['string', 'integer'], nullable: true },
      { type: ['string', 'integer', 'null'] },
    ],
    ['a type that is not nullable', { type: 'string', nullable: false }, { type: 'string' }],
    [
      'an exclusive maximum',
      { type: 'integer', maximum: 600, exclusiveMaximum: true },
      { type: 'integer', maximum: 600, exclusiveMaximum: 600 },
    ],
    [
      'an inclusive maximum',
      { type: 'integer', maximum: 600, exclusiveMaximum: false },
      { type: 'integer', maximum: 600 },
    ],
    [
      'an exclusive minimum',
      { type: 'number', minimum: 0, exclusiveMinimum: true },
      { type: 'number', minimum: 0, exclusiveMinimum: 0 },
    ],
    [
      'a field that is called nullable',
      { type: 'object', properties: { nullable: { type: 'boolean' } } },
      { type: 'object', properties: { nullable: { type: 'boolean' } } },
    ],
    ['an enum of those words', { enum: [{ nullable: true }] }, { enum: [{ nullable: true }] }],
    [
      'a nullable field deep inside',
      { type: 'array', items: { type: 'object', properties: { a: { type: 'integer', nullable: true } } } },
      { type: 'array', items: { type: 'object', properties: { a: { type: ['integer', 'null'] } } } },
    ],
  ])('upgrades %s, in 3.0 and where a provider of 3.1 still writes it', (_, old, now) => {
    const document = (schema: Json, openapi: string): JsonObject => ({
      openapi,
      paths: {},
      components: { schemas: { S: schema } },
    });
    expect(upgrade(document(old as Json, '3.0.1'))).toEqual(document(now as Json, '3.1.0'));
    expect(upgrade(document(old as Json, '3.1.1'))).toEqual(document(now as Json, '3.1.1'));
  });

  const withResponses = (responses: JsonObject): JsonObject => ({ paths: { '/a': { get: { responses } } } });
  const withFlow = (flow: JsonObject): JsonObject => ({
    paths: {},
    components: { securitySchemes: { O: { type: 'oauth2', flows: { clientCredentials: { scopes: {}, ...flow } } } } },
  });
  const json = { 'application/json': { schema: {} } };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'a pattern that is invalid under the flag u',
      {
        paths: {},
        components: { schemas: { S: { pattern: '\\-' }, T: { pattern: '\\_' }, U: { pattern: '^a$' } } },
      },
      { paths: {}, components: { schemas: { S: {}, T: {}, U: { pattern: '^a$' } } } },
      [
        'a pattern that is not a regular expression of JavaScript with the flag u was dropped (2 places, first #/components/schemas/S)',
      ],
    ],
    [
      'a reference that depends on where it is read from',
      {
        paths: {},
        components: {
          schemas: {
            S: { items: { $dynamicRef: '#x' } },
            T: { $id: 'https://a.example/T', $defs: { x: { $dynamicAnchor: 'x' } } },
          },
        },
      },
      { paths: {}, components: { schemas: { S: { items: {} }, T: { $defs: { x: {} } } } } },
      [
        'a $dynamicRef was dropped, so that any value may stand there (1 place, first #/components/schemas/S/items)',
        'an $id was dropped, so that references are those of the document (1 place, first #/components/schemas/T)',
      ],
    ],
    [
      'ranges of statuses',
      withResponses({ '2XX': { content: json }, 404: {}, '4XX': { content: json }, '5xx': {} }),
      withResponses({ 200: { content: json }, 404: {}, default: { content: json } }),
      [
        'the statuses 2XX were read as 200 (1 place, first #/paths/~1a/get)',
        'the statuses 4XX were read as default (1 place, first #/paths/~1a/get)',
        'the statuses 5xx were dropped (1 place, first #/paths/~1a/get)',
      ],
    ],
    [
      'a range beside what it would become',
      withResponses({ 200: {}, '2XX': {}, '1XX': {}, default: {} }),
      withResponses({ 200: {}, default: {} }),
      [
        'the statuses 2XX were dropped (1 place, first #/paths/~1a/get)',
        'the statuses 1XX were dropped (1 place, first #/paths/~1a/get)',
      ],
    ],
    [
      'a token address that is a sentence',
      withFlow({ tokenUrl: 'Ask your account manager', refreshUrl: 'https://a.example' }),
      withFlow({ tokenUrl: '', refreshUrl: 'https://a.example' }),
      [
        'tokenUrl is a text and no address, and was emptied (1 place, first #/components/securitySchemes/O/flows/clientCredentials)',
      ],
    ],
    [
      'a media type that is none',
      withResponses({ 200: { content: { ...json, examples: { one: { value: 1 } } } } }),
      withResponses({ 200: { content: json } }),
      ['examples is no media type, and was dropped (1 place, first #/paths/~1a/get/responses/200)'],
    ],
    ['a document of webhooks only', { webhooks: { a: {} } }, { webhooks: { a: {} }, paths: {} }, []],
  ])('takes %s, and says in one line what became of it', (_, old, now, lines) => {
    const dropped: string[] = [];
    expect(upgrade({ openapi: '3.1.0', ...old }, dropped)).toEqual({ openapi: '3.1.0', ...now });
    expect(dropped).toEqual(lines);
  });

  it('joins files that refer to each other, one to itself included', async () => {
    const repo = await repository();
    const document = providerDocument();
    const schemas = (document.components as JsonObject).schemas as JsonObject;
    const { ApiFault, ...rest } = schemas;
    const main = stringify({
      ...document,
      components: { ...(document.components as JsonObject), schemas: rest },
    }).replaceAll('#/components/schemas/ApiFault', './parts/fault.yaml#/ApiFault');
    const file = repo.provider([], 'main.yaml');
    mkdirSync(`${dirname(file)}/parts`);
    writeFileSync(file, main);
    writeFileSync(`${dirname(file)}/parts/fault.yaml`, stringify({ ApiFault }));
    expect((await repo.bump({ from: file })).findings).toEqual([]);
    // A schema that refers to itself stays one schema.
    const tree = {
      ...(ApiFault as JsonObject),
      properties: { message: { type: 'string' }, cause: { $ref: '#/ApiFault' } },
    };
    writeFileSync(`${dirname(file)}/parts/fault.yaml`, stringify({ ApiFault: tree }));
    expect((await repo.bump({ from: file, dryRun: true })).findings).toMatchObject([
      { kind: 'response-field-added', where: 'Fault.cause' },
    ]);
  });

  it.each([
    '../outside.yaml',
    '/etc/passwd',
    'file:///etc/passwd',
    'https://evil.example/x.yaml',
    '%2e%2e/outside.yaml',
    '..\\outside.yaml',
    'parts/../../outside.yaml',
    'link.yaml',
  ])('does not follow $ref %s out of the folder', async (ref) => {
    const repo = await repository();
    const file = repo.provider([
      [
        "$.paths['/widgets'].get.responses['400'].content['application/json; charset=utf-8'].schema['$ref']",
        `${ref}#/X`,
      ],
    ]);
    mkdirSync(`${dirname(file)}/parts`);
    symlinkSync('/etc/hostname', `${dirname(file)}/link.yaml`);
    const before = repo.snapshot();
    await expect(repo.bump({ from: file })).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringContaining('leads out of the folder'),
    });
    expect(repo.snapshot()).toEqual(before);
  });

  it('refuses other files when the main one came by HTTP', async () => {
    const repo = await repository();
    const text = stringify(providerDocument()).replaceAll(
      '#/components/schemas/ApiFault',
      './parts/fault.yaml#/ApiFault',
    );
    const fetcher = (() => Promise.resolve(new Response(text))) as unknown as typeof fetch;
    await expect(repo.bump({ from: 'https://acme.example/spec.yaml', fetcher })).rejects.toMatchObject({
      kind: 'document',
      message: expect.stringContaining('Bundle it into one file'),
    });
  });

  it('refuses two schemas that would have one name, and says where to give one of them another', async () => {
    const repo = await repository();
    const before = repo.snapshot();
    const other = { type: 'object', properties: { id: { type: 'string' } } };
    const from = repo.provider([
      ['$.components.schemas', { Widget: other }],
      ['$.components.schemas.ApiWidget.properties', { twin: { $ref: '#/components/schemas/Widget' } }],
    ]);
    await expect(repo.bump({ from })).rejects.toMatchObject({
      kind: 'names',
      status: 7,
      message: expect.stringMatching(/would both be called Widget\. Give one of them another name in names\.yaml\./),
    });
    expect(repo.snapshot()).toEqual(before);
  });
});
