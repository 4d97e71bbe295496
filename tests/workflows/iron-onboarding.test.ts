// The whole onboarding of a person and of a company, against the named examples of the contract.
import { createIronClient, type Middleware } from '@org/iron-sdk';
import {
  currentIdentification,
  eddState,
  onboardingOf,
  onboardingStage,
  readyToTransact,
  reviewComments,
  signAllRequired,
  startIdentification,
  waitForCustomerStatus,
  waitForIdentification,
} from '@org/iron-sdk/onboarding';
import { waitForAutoramp, waitForTransaction } from '@org/iron-sdk/ramps';
import { manualClock } from '@org/test-kit/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mocks, startMocks } from '../harness/index.ts';

let mocks: Mocks;
beforeAll(async () => {
  mocks = await startMocks();
});
afterAll(() => mocks.close());

/** Options of a wait whose pauses pass at once. */
function quick() {
  const clock = manualClock();
  clock.skipBelow(5_001);
  return { clock, random: () => 0.5, interval: 1000 };
}

/** A client to whom each operation answers with one example after the other, the last one for ever. */
function client(examples: Record<string, string[]>) {
  const sent: { operation: string; body: unknown; key: string | null }[] = [];
  const prefer: Middleware = (request, next) => {
    const { name: id } = request.operation;
    const left = examples[id] ?? [];
    const example = left.length > 1 ? left.shift() : left[0];
    if (example) request.headers.set('Prefer', `example=${example}`);
    const body = typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
    if (request.method !== 'GET') sent.push({ operation: id, body, key: request.headers.get('IDEMPOTENCY-KEY') });
    return next(request);
  };
  return { iron: createIronClient({ baseUrl: mocks.iron.url, apiKey: 'any', middleware: [prefer] }), sent };
}

test('a person: link, refusal with comments, second try, review, approval, signing, ready', async () => {
  const { iron, sent } = client({
    createCustomer: ['created'],
    createCustomerIdentificationV2: ['link'],
    getCustomerById: ['identification-required', 'identification-pending', 'signings-required', 'active'],
    getCustomerRequiredSignings: ['several'],
    getCustomerAbilities: ['ready'],
    getAllCustomerIdentifications: [
      'submission-none',
      'submission-pending',
      'submission-declined',
      'submission-declined',
      'submission-pending',
      'compliance-processed',
      'compliance-pending-review',
      'activation-approved',
    ],
  });
  const { id } = await iron.customer.createCustomer({
    body: { customer_type: 'Person', name: 'Ada Lovelace', email: 'ada@example.com' },
  });
  const path = { id };
  const stage = async () => {
    const customer = await iron.customer.getCustomerById({ path });
    return onboardingStage(customer.status, customer.identification_status).stage;
  };
  expect(await stage()).toBe('Submission');

  const started = await startIdentification(iron, id, { type: 'Link' });
  expect(started.url).toMatch(/^https:/);
  expect(onboardingStage('IdentificationRequired', started.status)).toMatchObject({
    stage: 'Submission',
    customerMustAct: true,
  });
  await expect(startIdentification(iron, id, { type: 'Link' }, { inFlight: 'throw' })).rejects.toMatchObject({
    name: 'StateError',
    status: 'Pending',
  });

  const refusal = await waitForIdentification(iron, id, quick()).catch((error: { name: string; last: never }) => error);
  expect(refusal).toMatchObject({ name: 'TerminalStateError', last: { status: 'Declined' } });
  expect(reviewComments((refusal as { last: never }).last).text).toBe(
    'The selfie is too dark to be compared with the document.\n\nTake the picture in daylight.',
  );

  expect(await startIdentification(iron, id, { type: 'Link' })).toMatchObject({ status: 'Pending' });
  const approved = await waitForIdentification(iron, id, quick());
  expect(approved.status).toBe('Approved');
  expect(eddState(approved)).toMatchObject({ phase: 'Approved' });

  const documents = await iron.customer.getCustomerRequiredSignings({ path });
  const signings = await signAllRequired(iron, id, { seen: documents.map((document) => document.id) });
  expect(signings).toHaveLength(2);
  expect(sent.filter(({ operation }) => operation === 'createCustomerSigning').map(({ body }) => body)).toEqual(
    documents.map((document) => ({ content_id: document.id, content_type: 'Url', signed: true })),
  );
  const keys = sent.map(({ key }) => key);
  expect(new Set(keys).size).toBe(sent.length);
  expect(keys).not.toContain(null);

  const customer = await waitForCustomerStatus(iron, id, 'Active', quick());
  expect(onboardingStage(customer.status, customer.identification_status).stage).toBe('Complete');
  const abilities = await iron.customer.getCustomerAbilities({ path });
  expect(readyToTransact(customer, abilities, { currency: 'EUR', rail: 'sepa', direction: 'deposit' })).toEqual({
    ready: true,
  });
  expect(readyToTransact(customer, abilities, { currency: 'USD', rail: 'ach', direction: 'payout' })).toMatchObject({
    ready: false,
    reason: 'rail',
    status: 'Unavailable',
  });
});

test('a company: data sent by the partner, comments on the steps of a company, later data missing', async () => {
  const { iron } = client({
    createCustomer: ['created-business'],
    getAllCustomerIdentifications: ['comments-business', 'activation-approved', 'missing-information'],
    getCustomerById: ['business', 'identification-pending'],
  });
  const created = await iron.customer.createCustomer({
    body: { customer_type: 'Business', name: 'Analytical Engines Ltd', email: 'office@example.com' },
  });
  expect(created.customer_type).toBe('Business');
  const path = { id: created.id };
  const all = () => iron.customer.getAllCustomerIdentifications({ path }).toArray();
  const current = async () => currentIdentification(await all());

  const refused = await current();
  expect(reviewComments(refused).comments.flatMap(({ steps }) => steps)).toEqual([
    'review_comment',
    'company_documents',
    'company_beneficiaries',
    'questionnaire',
  ]);
  expect(onboardingStage('IdentificationRequired', refused?.status)).toMatchObject({
    stage: 'Submission',
    showComments: true,
  });

  expect(await waitForIdentification(iron, created.id, quick())).toMatchObject({ status: 'Approved' });
  const active = await iron.customer.getCustomerById({ path });
  expect(onboardingOf(active, await all())).toMatchObject({ missing: false, url: undefined });
  const back = await iron.customer.getCustomerById({ path });
  const incomplete = onboardingOf(back, await all());
  expect(incomplete).toMatchObject({ stage: 'Submission', step: 1, action: 'continue', missing: true });
  expect(incomplete.url).toMatch(/^https:/);
  expect(incomplete.comments.text).toContain('still valid');
});

test.each([
  ['link', false],
  ['pending-with-url', true],
])('a new identification answered as %s lacks data: %s', async (example, missing) => {
  const { iron } = client({
    createCustomerIdentificationV2: [example],
    getAllCustomerIdentifications: ['submission-none'],
  });
  const id = '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';
  const made = await startIdentification(iron, id, { type: 'Link' });
  expect(onboardingOf({ status: 'IdentificationRequired' }, [made])).toMatchObject({ url: made.url, missing });
});

test.each([
  ['identification-required', 'submission-none', 'Submission'],
  ['identification-required', 'submission-pending', 'Submission'],
  ['identification-required', 'submission-expired', 'Submission'],
  ['identification-required', 'submission-declined', 'Submission'],
  ['identification-required', 'compliance-processed', 'Compliance Review'],
  ['identification-required', 'compliance-pending-review', 'Compliance Review'],
  ['signings-required', 'activation-approved', 'Activation'],
  ['active', 'activation-approved', 'Complete'],
  ['suspended', 'activation-approved', 'Suspended'],
  ['user-required', 'submission-none', 'UserRequired'],
  ['archived', 'archived', 'Archived'],
  ['active', 'submission-pending', 'Unknown'],
])('the examples %s and %s are stage %s', async (customerExample, example, stage) => {
  const { iron } = client({ getCustomerById: [customerExample], getAllCustomerIdentifications: [example] });
  const path = { id: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01' };
  const customer = await iron.customer.getCustomerById({ path });
  const all = await iron.customer.getAllCustomerIdentifications({ path }).toArray();
  expect(onboardingStage(customer.status, currentIdentification(all)?.status).stage).toBe(stage);
});

test.each([
  ['edd-pending-null', 'NotRecorded', 'InProgress'],
  ['edd-pending-false', 'NotApplied', 'InProgress'],
  ['edd-pending-true', 'Applied', 'InProgress'],
  ['edd-pending-review-null', 'NotRecorded', 'Review'],
  ['edd-pending-review-false', 'NotApplied', 'Review'],
  ['edd-pending-review-true', 'Applied', 'Review'],
  ['edd-approved-null', 'NotRecorded', 'Approved'],
  ['edd-approved-false', 'NotApplied', 'Approved'],
  ['edd-approved-true', 'Applied', 'Approved'],
  ['edd-declined-null', 'NotRecorded', 'Declined'],
  ['edd-declined-false', 'NotApplied', 'Declined'],
  ['edd-declined-true', 'Applied', 'Declined'],
])('the example %s is EDD %s in phase %s', async (example, edd, phase) => {
  const { iron } = client({ getAllCustomerIdentifications: [example] });
  const path = { id: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01' };
  const [identification] = await iron.customer.getAllCustomerIdentifications({ path }).toArray();
  expect(eddState(identification ?? { status: '' })).toMatchObject({ edd, phase });
});

test('an autoramp and a transaction are waited for through their states', async () => {
  const { iron } = client({
    getAutorampById: ['created', 'authorized', 'deposit-account-added', 'edit-pending', 'approved'],
    getAutorampTransactionsByIds: [
      'funds-review-in-progress',
      'conversion-in-progress',
      'payout-in-progress',
      'completed',
      'rejected-aml',
    ],
  });
  const autoramp = await waitForAutoramp(iron, '0198c3b1-6b90-7c16-89d3-4eaf208b0c32', quick());
  expect(autoramp.status).toBe('Approved');
  expect(autoramp.deposit_rails.length).toBeGreaterThan(0);
  const id = '0198c3b4-7788-7b16-85d3-4eaf208b0d41';
  expect((await waitForTransaction(iron, id, quick())).status).toBe('Completed');
  await expect(waitForTransaction(iron, id, quick())).rejects.toMatchObject({ name: 'TerminalStateError' });
});
