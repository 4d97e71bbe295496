// Iron's page of Get all customer identifications, an OpenAPI fragment of the spec 1.0-16343.
import type { ApiError, Identification, IdentificationPage, IdentificationStatus, operations } from '@org/iron-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { answerOf, examplesOf, fieldsOf, parametersOf, takesNull, typeOf } from './support/facts.ts';
import { IDENTIFICATION_STATUSES, SCHEMAS, SINCE } from './support/identification.ts';
import { useMocks } from './support/mocked.ts';
import type { Named, RequiredKeys } from './support/types.ts';
import { createChecker } from './support/valid.ts';

const contract = readContract('iron');
const checker = createChecker(contract);
const operation = contract.operation('get', '/customers/{id}/identifications');
const { iron } = useMocks();
const path = '/customers/3c90c3cc-0d44-4b50-8888-8dd25736052a/identifications';

describe('the file around the operation', () => {
  test('is OpenAPI 3.1, of the version of the page or a later one', () => {
    expect(contract.document.openapi).toBe('3.1.0');
    const [, build] = /^1\.0-(\d+)$/.exec(contract.document.info.version) ?? [];
    expect(Number(build)).toBeGreaterThanOrEqual(16343);
  });

  test('names the sandbox as its first server', () => {
    expect(contract.document.servers[0]?.url).toBe('https://api.sandbox.iron.xyz/api');
  });

  test('declares the eleven tags, those without operations too', () => {
    expect(contract.document.tags.map((tag) => tag.name)).toEqual([
      'Addresses',
      'Autoramp',
      'ChronicleCollateral',
      'Currencies',
      'Customer',
      'ExchangeRate',
      'FeeProfiles',
      'Sandbox',
      'Sse',
      'TermsAndConditions',
      'Webhooks',
    ]);
  });

  test('asks for the API key in the header X-API-Key', () => {
    expect(contract.document.components.securitySchemes.ApiKeyAuth).toMatchObject({
      type: 'apiKey',
      in: 'header',
      name: 'X-API-Key',
    });
  });
});

describe('the operation', () => {
  test('has the id, the tag and the security of the page', () => {
    expect(operation.operationId).toBe('getAllCustomerIdentifications');
    expect(operation.tags).toEqual(['Customer']);
    expect(operation.security).toEqual([{ ApiKeyAuth: [] }]);
  });

  test('has the four parameters of the page and, since dated versions exist, X-API-Version', () => {
    expect(parametersOf(operation)).toEqual({
      'header X-SUB-PARTNER-ID': 'string',
      'path id': 'string<uuid> required',
      // The page gives `cursor` the default null, which its type forbids; the contract drops it.
      'query cursor': 'string<uuid>',
      'query page_size': 'integer<uint32> default 10',
      'header X-API-Version': 'string',
    });
    const exploded = operation.parameters.map(({ name, explode }) => [name, explode]);
    expect(Object.fromEntries(exploded)).toMatchObject({
      'X-SUB-PARTNER-ID': true,
      id: true,
      cursor: false,
      page_size: false,
    });
  });

  test('has the types of its parameters', () => {
    type Parameters = operations['getAllCustomerIdentifications']['parameters'];
    const parameters = {
      header: { 'X-SUB-PARTNER-ID': '3c90c3cc-0d44-4b50-8888-8dd25736052a' },
      path: { id: '3c90c3cc-0d44-4b50-8888-8dd25736052a' },
      query: { cursor: '3c90c3cc-0d44-4b50-8888-8dd25736052a', page_size: 10 },
    } satisfies Parameters;
    expectTypeOf<RequiredKeys<Parameters>>().toEqualTypeOf<'path'>();
    for (const parameter of operation.parameters.filter(({ name }) => name !== 'X-API-Version')) {
      const group: Readonly<Record<string, unknown>> = parameters[parameter.in];
      expect(checker.problems(parameter.schema, group[parameter.name]), parameter.name).toEqual([]);
    }
  });

  test.each([
    [200, 'IdentificationPage'],
    [401, 'string'],
    [404, 'string'],
    [500, 'ApiError'],
  ])('answers %i with %s', (status, schema) => {
    expect(typeOf(answerOf(operation, status))).toBe(schema);
  });
});

describe('the schemas', () => {
  test.each(Object.entries(SCHEMAS))('%s has the fields, types and required list of the page', (name, table) => {
    expect(fieldsOf(contract, name)).toEqual({ ...table, ...SINCE[name] });
  });

  test.each(Object.keys(SCHEMAS))('%s may hold null in optional fields alone, as real answers do', (name) => {
    const { properties = {}, required = [] } = contract.schema(name);
    const nullable = Object.keys(properties).filter((field) => takesNull(properties[field] ?? {}));
    expect(nullable).toEqual(Object.keys(properties).filter((field) => !required.includes(field)));
  });

  test('IdentificationStatus has the six values of the page and, since, Archived', () => {
    expect(contract.schema('IdentificationStatus')).toMatchObject({
      type: 'string',
      enum: [...IDENTIFICATION_STATUSES, 'Archived'].sort(),
    });
    expectTypeOf<Named<IdentificationStatus>>().toEqualTypeOf<(typeof IDENTIFICATION_STATUSES)[number] | 'Archived'>();
  });

  test('IdentificationStepStatus is one of two objects, with no discriminator', () => {
    const schema = contract.schema('IdentificationStepStatus');
    expect(typeOf(schema)).toBe('BusinessIdentificationStepStatus | PersonIdentificationStepStatus');
    expect(schema.type).toBe('object');
    expect(schema.discriminator).toBeUndefined();
  });

  test('are typed with the same required fields', () => {
    expectTypeOf<RequiredKeys<IdentificationPage>>().toEqualTypeOf<'items'>();
    expectTypeOf<RequiredKeys<ApiError>>().toEqualTypeOf<'message' | 'trace_id'>();
    expectTypeOf<RequiredKeys<Identification>>().toEqualTypeOf<'id' | 'status' | 'created_at' | 'updated_at'>();
    const least = {
      id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
      status: 'Pending',
      created_at: '2023-11-07T05:31:56Z',
      updated_at: '2023-11-07T05:31:56Z',
    } satisfies Identification;
    expect(checker.problems('IdentificationPage', { items: [least] })).toEqual([]);
    for (const field of Object.keys(least)) {
      const { [field]: _, ...rest } = least as Record<string, string>;
      expect(checker.problems('Identification', rest)).toEqual([`/ must have required property '${field}'`]);
    }
  });
});

describe('the mock', () => {
  const statuses = [200, 401, 404, 500];
  const named = statuses.flatMap((status) => examplesOf(operation, status).map((name) => [status, name] as const));

  test('has a named answer for each status of the page', () => {
    expect([...new Set(named.map(([status]) => status))]).toEqual(statuses);
  });

  test.each(named)('serves %i %s, valid against its schema', async (code, example) => {
    const answer = await iron({ path, code, example });
    expect(answer.status).toBe(code);
    expect(checker.problems(answerOf(operation, code), answer.body)).toEqual([]);
  });

  test('takes every parameter of the page', async () => {
    const { status } = await iron({
      path: `${path}?cursor=3c90c3cc-0d44-4b50-8888-8dd25736052a&page_size=100`,
      headers: {
        Accept: 'application/json; charset=utf-8',
        'X-SUB-PARTNER-ID': '3c90c3cc-0d44-4b50-8888-8dd25736052a',
      },
    });
    expect(status).toBe(200);
  });

  test.each([
    ['a customer id that is no UUID', '/customers/1/identifications', 422],
    ['a cursor that is no UUID', `${path}?cursor=1`, 422],
    ['a page size that is no number', `${path}?page_size=many`, 422],
  ])('refuses %s', async (_, refused, status) => {
    expect(await iron({ path: refused })).toMatchObject({ status });
  });

  test('refuses a call without the API key', async () => {
    expect(await iron({ path, headers: { 'X-API-Key': null } })).toMatchObject({ status: 401 });
  });
});
