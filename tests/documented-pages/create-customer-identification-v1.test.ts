// Iron's page of Create customer identification, first version, which today's spec no longer lists.
import type { Identification, IdentificationCreateParams, operations, paths } from '@org/iron-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { answerOf, fieldsOf, parametersOf, shapeOf, typeOf } from './support/facts.ts';
import { IDENTIFICATION_STATUSES } from './support/identification.ts';
import { useMocks } from './support/mocked.ts';
import { createChecker } from './support/valid.ts';

const contract = readContract('iron');
const checker = createChecker(contract);
const template = '/customers/{id}/identifications' satisfies keyof paths;
const operation = contract.operation('post', template);
const { iron } = useMocks();

/** The body of the page's curl. */
const SENT = { type: 'Direct' } as const satisfies IdentificationCreateParams;

/** The answer of the page, whose `url` is a placeholder. */
const ANSWER = {
  created_at: '2023-11-07T05:31:56Z',
  customer_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
  status: 'Pending',
  updated_at: '2023-11-07T05:31:56Z',
  step_status: {
    company_beneficiaries: { result: 'Pending', retry: true },
    company_data: { result: 'Pending', retry: true },
    company_documents: { result: 'Pending', retry: true },
    questionnaire: { result: 'Pending', retry: true },
  },
  url: '<string>',
} satisfies Identification;

const call = {
  method: 'POST',
  path: '/customers/3c90c3cc-0d44-4b50-8888-8dd25736052a/identifications',
  headers: {
    'Content-Type': 'application/json; charset=utf-8',
    'IDEMPOTENCY-KEY': '0198c3a9-0f00-7a11-8b22-5b7c9d2f0a01',
    'X-SUB-PARTNER-ID': '0198c300-0000-7000-8000-0000000000bb',
  },
  body: SENT,
} as const;

describe('the operation', () => {
  test('stands at the address of the curl line', () => {
    const addresses = contract.document.servers.map((server) => server.url + template);
    expect(addresses).toContain('https://api.sandbox.iron.xyz/api/customers/{id}/identifications');
  });

  test('is marked as deprecated, since the spec of today has only the second version', () => {
    expect(operation.deprecated).toBe(true);
    expect(operation.tags).toEqual(['Customer']);
  });

  test('asks for the API key in X-API-Key', () => {
    expect(operation.security).toEqual([{ ApiKeyAuth: [] }]);
    expect(contract.document.components.securitySchemes.ApiKeyAuth).toMatchObject({
      type: 'apiKey',
      in: 'header',
      name: 'X-API-Key',
    });
  });

  test('requires both headers and the id', () => {
    expect(parametersOf(operation)).toEqual({
      'header IDEMPOTENCY-KEY': 'string required',
      'header X-SUB-PARTNER-ID': 'string required',
      'path id': 'string<uuid> required',
    });
  });

  test('types its headers so, except what the client can send by itself: the key, and the sub-partner of its option', () => {
    type Headers = NonNullable<operations['createCustomerIdentification']['parameters']['header']>;
    expectTypeOf<Headers>().toEqualTypeOf<{ 'IDEMPOTENCY-KEY'?: string; 'X-SUB-PARTNER-ID'?: string }>();
    expect(operation.operationId).toBe('createCustomerIdentification');
  });
});

describe('the body', () => {
  test('is one of four variants, told apart by `type`', () => {
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    expect(schema && typeOf(schema)).toBe('IdentificationCreateParams');
    const union = contract.schema('IdentificationCreateParams');
    expect(new Set(typeOf(union).split(' | '))).toEqual(
      new Set(['IdentDirectParams', 'OutsourcedPersonParams', 'OutsourcedBusinessParams', 'ReliancePersonParams']),
    );
    expect(union.discriminator?.propertyName).toBe('type');
    // The page lists `Direct` alone; the other three values are inferred from the names of the variants.
    expect(Object.keys(union.discriminator?.mapping ?? {})).toEqual([
      'Direct',
      'OutsourcedPerson',
      'OutsourcedBusiness',
      'ReliancePerson',
    ]);
    expectTypeOf<IdentificationCreateParams['type']>().toEqualTypeOf<
      'Direct' | 'OutsourcedPerson' | 'OutsourcedBusiness' | 'ReliancePerson'
    >();
  });

  test('requires `type`, which is Direct in the direct variant', () => {
    expect(fieldsOf(contract, 'IdentDirectParams', (schema) => shapeOf(contract, schema))).toEqual({
      type: 'enum<string> required',
    });
    expect(contract.schema('IdentDirectParams').properties?.type?.enum).toEqual(['Direct']);
    expect(checker.problems('IdentDirectParams', SENT)).toEqual([]);
    expect(checker.problems('IdentDirectParams', {})).toEqual(["/ must have required property 'type'"]);
  });
});

describe('the answer', () => {
  test('has the fields, types and required flags of the page', () => {
    expect(typeOf(answerOf(operation, 201))).toBe('Identification');
    expect(fieldsOf(contract, 'Identification', (schema) => shapeOf(contract, schema))).toMatchObject({
      created_at: 'string<date-time> required',
      // The page requires it. Today's spec leaves it out on the records of referral partners.
      customer_id: 'string<uuid>',
      id: 'string<uuid> required',
      status: 'enum<string> required',
      updated_at: 'string<date-time> required',
      step_status: 'object',
      url: 'string',
    });
  });

  test('has the statuses of the page and, since, Archived', () => {
    expect(contract.schema('IdentificationStatus').enum).toEqual([...IDENTIFICATION_STATUSES, 'Archived'].sort());
  });

  test('has the steps of a company or of a person', () => {
    expect(typeOf(contract.schema('IdentificationStepStatus'))).toBe(
      'BusinessIdentificationStepStatus | PersonIdentificationStepStatus',
    );
  });

  test('of the page is valid', () => {
    expect(checker.problems('Identification', ANSWER)).toEqual([]);
  });
});

describe('the mock', () => {
  test('serves the answer of the page as `direct` to the request of the page', async () => {
    const { status, body } = await iron({ ...call, code: 201, example: 'direct' });
    expect(status).toBe(201);
    const served = checker.valid<Identification>('Identification', body);
    // An address stands where the page has its placeholder.
    expect(served).toEqual({ ...ANSWER, url: expect.stringMatching(/^https:/) });
  });

  test.each(IDENTIFICATION_STATUSES)('could answer with the status %s', (status) => {
    expect(checker.problems('Identification', { ...ANSWER, status })).toEqual([]);
  });

  test.each(['direct', 'outsourced-person', 'outsourced-business', 'reliance-person'])(
    'takes the request `%s`',
    async (example) => {
      const body = operation.requestBody?.content?.['application/json']?.examples?.[example]?.value;
      expect(body).toMatchObject({ type: expect.any(String) });
      expect(await iron({ ...call, body })).toMatchObject({ status: 201 });
    },
  );

  test('takes a call without a body, the direct way of the older document', async () => {
    const { body: _, ...bare } = call;
    const { 'Content-Type': __, ...headers } = call.headers;
    expect(await iron({ ...bare, headers })).toMatchObject({ status: 201 });
  });

  test.each([
    ['X-API-Key', 401],
    ['IDEMPOTENCY-KEY', 400],
    ['X-SUB-PARTNER-ID', 400],
  ])('refuses a call without %s', async (header, status) => {
    expect(await iron({ ...call, headers: { ...call.headers, [header]: null } })).toMatchObject({ status });
  });

  test.each([
    ['a type that the page does not have', { body: { type: 'Other' } }],
    ['a body without a type', { body: {} }],
    ['an id that is no UUID', { path: '/customers/1/identifications' }],
  ])('refuses %s', async (_, change) => {
    expect(await iron({ ...call, ...change })).toMatchObject({ status: 400 });
  });
});
