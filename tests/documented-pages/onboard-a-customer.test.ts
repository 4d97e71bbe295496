// Iron's guide to onboarding a customer. Its tables of statuses are in support/onboarding.ts.
import type {
  Customer,
  CustomerAbilities,
  Identification,
  IdentificationCreateParamsV2,
  paths,
  SigningCreateParams,
  TermsAndConditionsLink,
} from '@org/iron-types';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { answerOf, fieldsOf, typeOf } from './support/facts.ts';
import { IDENTIFICATION_STATUSES } from './support/identification.ts';
import { useMocks } from './support/mocked.ts';
import { ABILITY_STATUSES, CUSTOMER_STATUSES, EDD, kebab, STAGES } from './support/onboarding.ts';
import { CUSTOMER_PATH, onboardingReader } from './support/onboarding-reader.ts';
import { createChecker } from './support/valid.ts';

const contract = readContract('iron');
const checker = createChecker(contract);
const { iron } = useMocks();

const { customer, newest, abilities } = onboardingReader(iron, checker);

const writing = { 'IDEMPOTENCY-KEY': '0198c3a9-0f00-7a11-8b22-5b7c9d2f0a01' };

describe('the steps', () => {
  test.each([
    ['post', '/customers'],
    ['post', '/customers/{id}/identifications/v2'],
    ['get', '/customers/{id}/required-signings'],
    ['post', '/customers/{id}/signings'],
  ] as const)('%s %s exists', (method, path) => {
    expect(contract.operation(method, path satisfies keyof paths).deprecated).toBeUndefined();
  });

  test.each(['person', 'business'])('a new %s begins as IdentificationRequired', async (name) => {
    const operation = contract.operation('post', '/customers');
    const sent = operation.requestBody?.content?.['application/json']?.examples?.[name]?.value;
    const example = name === 'person' ? 'created' : 'created-business';
    const { status, body } = await iron({ method: 'POST', path: '/customers', headers: writing, body: sent, example });
    expect(status).toBe(201);
    expect(checker.valid<Customer>('Customer', body)).toMatchObject({
      status: 'IdentificationRequired',
      customer_type: name === 'person' ? 'Person' : 'Business',
    });
  });

  // The guide's three methods; data that the partner gathered itself is of a person or of a company.
  test.each([
    ['hosted link', 'link', 'Link'],
    ['SumSub token', 'token', 'Token'],
    ['outsourcing of a person', 'person', 'Person'],
    ['outsourcing of a company', 'business', 'Business'],
  ] as const)('an identification starts by %s', async (_, name, type) => {
    const operation = contract.operation('post', '/customers/{id}/identifications/v2');
    const body = operation.requestBody?.content?.['application/json']?.examples?.[name]?.value;
    const sent = checker.valid<IdentificationCreateParamsV2>('IdentificationCreateParamsV2', body);
    expect(sent.type).toBe(type);
    const path = `${CUSTOMER_PATH}/identifications/v2`;
    expect(await iron({ method: 'POST', path, headers: writing, body: sent })).toMatchObject({ status: 201 });
  });

  test('required documents come with the url to show, and are signed with content_type Url', async () => {
    const required = await iron({ path: `${CUSTOMER_PATH}/required-signings`, example: 'to-sign' });
    const schema = answerOf(contract.operation('get', '/customers/{id}/required-signings'), 200);
    const [document] = checker.valid<TermsAndConditionsLink[]>(schema, required.body);
    if (!document) throw new Error('there is nothing to sign');
    expect(document.url).toMatch(/^https:/);
    const body = { content_id: document.id, content_type: 'Url', signed: true } satisfies SigningCreateParams;
    expect(checker.problems('SigningCreateParams', body)).toEqual([]);
    const path = `${CUSTOMER_PATH}/signings`;
    const signing = await iron({ method: 'POST', path, headers: writing, body });
    expect(signing.status).toBe(201);
    expect(checker.valid<{ content_id: string }>('Signing', signing.body).content_id).toBe(document.id);
    // The field is the guide's alone, so that leaving it out is right as well; another value is not.
    expectTypeOf<SigningCreateParams['content_type']>().toEqualTypeOf<'Url' | undefined>();
    const { content_type: _, ...without } = body;
    expect(await iron({ method: 'POST', path, headers: writing, body: without })).toMatchObject({ status: 201 });
    const other = { ...body, content_type: 'Pdf' };
    expect(await iron({ method: 'POST', path, headers: writing, body: other })).toMatchObject({ status: 422 });
  });

  test('missing information sends the customer to the url of the identification', async () => {
    const identification = await newest('missing-information');
    expect(identification?.url).toMatch(/^https:/);
    const { status, identification_status } = await customer('identification-pending');
    expect([status, identification_status]).toEqual(['IdentificationRequired', identification?.status]);
  });
});

describe('the stage table', () => {
  test.each(STAGES)('$stage: customer $customer.status, identification $identification.status', async (row) => {
    const servedCustomer = await customer(row.customer.example);
    const servedIdentification = await newest(row.identification.example);
    expect(servedCustomer.status).toBe(row.customer.status);
    expect(servedIdentification?.status ?? 'None').toBe(row.identification.status);
    // The customer carries the status of its newest identification as well.
    expect(servedCustomer.identification_status ?? 'None').toBe(row.identification.status);
  });

  test('shows a comment where the customer is to try again', async () => {
    expect((await newest('submission-declined'))?.review_comment).toEqual(expect.stringMatching(/\S/));
  });
});

describe('the table of enhanced due diligence', () => {
  test.each(EDD)('has an identification %s with with_edd %s', async (status, withEdd) => {
    expect(await newest(`edd-${kebab(status)}-${withEdd}`)).toMatchObject({ status, with_edd: withEdd });
  });

  test('rests on a field that is true, false, null or absent', () => {
    expect(fieldsOf(contract, 'Identification').with_edd).toBe('boolean');
    expectTypeOf<Identification['with_edd']>().toEqualTypeOf<boolean | null | undefined>();
  });

  test('is asked for with with_edd in the link method', async () => {
    const body = { type: 'Link', with_edd: true } as const satisfies IdentificationCreateParamsV2;
    expect(contract.schema('IdentificationLinkParams').properties?.with_edd?.type).toBe('boolean');
    const path = `${CUSTOMER_PATH}/identifications/v2`;
    const started = await iron({ method: 'POST', path, headers: writing, body, example: 'link-with-edd' });
    expect(started.status).toBe(201);
    expect(checker.valid<Identification>('Identification', started.body).with_edd).toBe(true);
  });

  test.each([
    ['Token', 'IdentificationTokenParams', 'token-with-edd'],
    ['Person', 'IdentificationPersonParams', 'person-with-edd'],
  ] as const)('is asked for with edd_questionnaire in the %s method', async (type, schema, example) => {
    expect(Object.keys(contract.schema(schema).properties ?? {})).toContain('edd_questionnaire');
    const operation = contract.operation('post', '/customers/{id}/identifications/v2');
    const body = operation.requestBody?.content?.['application/json']?.examples?.[example]?.value;
    expect(body).toMatchObject({ type, edd_questionnaire: expect.any(Object) });
    const path = `${CUSTOMER_PATH}/identifications/v2`;
    expect(await iron({ method: 'POST', path, headers: writing, body })).toMatchObject({ status: 201 });
  });
});

describe('the edge cases', () => {
  test.each(['Suspended', 'UserRequired'] as const)('a customer may be %s', async (status) => {
    expect((await customer(kebab(status))).status).toBe(status);
  });
});

describe('comments for the customer', () => {
  test.each([
    ['comments-person', 'Declined', ['identity', 'proof_of_residence', 'selfie', 'questionnaire']],
    ['comments-business', 'Declined', ['company_beneficiaries', 'company_data', 'company_documents', 'questionnaire']],
    ['missing-information', 'Pending', ['identity', 'proof_of_residence', 'selfie', 'questionnaire']],
  ])('`%s` is %s and has a comment for the whole and for a step', async (example, status, steps) => {
    const identification = await newest(example);
    expect(identification).toMatchObject({ status, review_comment: expect.stringMatching(/\S/) });
    const served = Object.entries(identification?.step_status ?? {});
    expect(new Set(served.map(([step]) => step))).toEqual(new Set(steps));
    const comments = served.flatMap(([, step]) => step?.comment ?? []);
    expect(comments).toContainEqual(expect.stringMatching(/\S/));
  });
});

describe('the endpoints', () => {
  test.each([
    ['get', '/customers/{id}', 'Customer', ['status', 'abilities']],
    ['get', '/customers/{id}/identifications', 'Identification', ['status', 'step_status', 'review_comment']],
    ['get', '/customers/{id}/abilities', 'CustomerAbilities', ['fiat_deposit', 'fiat_payout']],
  ] as const)('%s %s gives %s with the fields of the guide', (method, path, name, fields) => {
    const answer = typeOf(answerOf(contract.operation(method, path satisfies keyof paths), 200));
    expect(answer).toBe(name === 'Identification' ? 'IdentificationPage' : name);
    expect(Object.keys(fieldsOf(contract, name))).toEqual(expect.arrayContaining([...fields]));
  });

  test('a customer may carry abilities, of which the guide alone tells', async () => {
    const carrying = { ...(await customer('active')), abilities: await abilities('ready') } satisfies Customer;
    expect(checker.problems('Customer', carrying)).toEqual([]);
    expectTypeOf<Customer['abilities']>().toExtend<CustomerAbilities | null | undefined>();
    expect(checker.problems('Customer', { ...carrying, abilities: { fiat_payout: 'Active' } })).not.toEqual([]);
  });
});

describe('the status reference', () => {
  // `Archived` came with a later spec and is no part of onboarding.
  test('names every customer, identification and ability status', () => {
    expect(new Set(contract.schema('CustomerStatus').enum)).toEqual(new Set([...CUSTOMER_STATUSES, 'Archived']));
    expect(contract.schema('IdentificationStatus').enum).toEqual([...IDENTIFICATION_STATUSES, 'Archived'].sort());
    expect(contract.schema('AbilityStatus').enum).toEqual([...ABILITY_STATUSES].sort());
  });

  test.each(CUSTOMER_STATUSES)('has a customer that is %s', async (status) => {
    expect((await customer(kebab(status))).status).toBe(status);
  });

  test.each([
    ['Pending', 'submission-pending'],
    ['Processed', 'compliance-processed'],
    ['PendingReview', 'compliance-pending-review'],
    ['Approved', 'activation-approved'],
    ['Declined', 'submission-declined'],
    ['Expired', 'submission-expired'],
  ] as const satisfies readonly [(typeof IDENTIFICATION_STATUSES)[number], string][])(
    'has an identification that is %s',
    async (status, example) => {
      expect((await newest(example))?.status).toBe(status);
    },
  );

  test.each(ABILITY_STATUSES)('has abilities that are %s, for payouts and for deposits', async (status) => {
    const { fiat_payout, fiat_deposit } = await abilities(`ability-${kebab(status)}`);
    for (const direction of [fiat_payout, fiat_deposit]) {
      const rails = Object.values(direction).flatMap((currency: object) => Object.values(currency));
      expect(rails.length).toBeGreaterThan(0);
      expect(new Set(rails)).toEqual(new Set([status]));
    }
  });
});
