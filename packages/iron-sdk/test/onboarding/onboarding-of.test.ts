import type { CustomerAbilities, Identification } from '@org/iron-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OnboardingRecords, onboardingOf } from '../../src/onboarding/index.ts';

const url = 'https://verify.example.com/kyc/1';
const created_at = '2026-03-02T09:20:00Z';
const step = (result: string, more: object = {}) => ({ result, retry: false, ...more });
const one = (status: string, more: object = {}): Identification =>
  ({ id: 'i1', status, created_at, updated_at: created_at, ...more }) as Identification;
/** As Iron returns it right after its creation: every step is Pending and may be repeated. */
const fresh = one('Pending', {
  url,
  step_status: { identity: step('Pending', { retry: true }), selfie: step('Pending', { retry: true }) },
});
const of = (status: string, identification?: Identification, records?: OnboardingRecords) =>
  onboardingOf({ status }, identification ? [identification] : [], records);

type Row = [customer: string, identification: Identification | undefined, stage: string, step: unknown, action: string];

// The rows of the onboarding guide, https://docs.iron.xyz/onboarding.
const GUIDE: Row[] = [
  ['IdentificationRequired', undefined, 'Submission', 1, 'start'],
  ['IdentificationRequired', fresh, 'Submission', 1, 'continue'],
  ['IdentificationRequired', one('Expired', { url }), 'Submission', 1, 'restart'],
  ['IdentificationRequired', one('Declined', { url }), 'Submission', 1, 'continue'],
  ['IdentificationRequired', one('Declined'), 'Submission', 1, 'restart'],
  ['IdentificationRequired', one('Processed', { url }), 'Compliance Review', 2, 'wait'],
  ['IdentificationRequired', one('PendingReview', { url }), 'Compliance Review', 2, 'wait'],
  ['SigningsRequired', one('Approved', { url }), 'Activation', 3, 'sign'],
  ['Active', one('Approved', { url }), 'Complete', 3, 'none'],
  ['Suspended', one('Approved', { url }), 'Suspended', undefined, 'contactSupport'],
  ['UserRequired', one('Approved', { url }), 'UserRequired', undefined, 'createUser'],
  ['Archived', one('Approved', { url }), 'Archived', undefined, 'none'],
];

// https://docs.iron.xyz/limits-and-minimum, and the order of steps before 2026, which is kept for older customers.
const BEYOND: Row[] = [
  ['IdentificationRequired', one('Approved', { url }), 'StepUp', 1, 'continue'],
  ['SigningsRequired', undefined, 'Activation', 3, 'sign'],
  ['SigningsRequired', one('Declined', { url }), 'Activation', 3, 'sign'],
  ['SigningsRequired', one('Expired', { url }), 'Activation', 3, 'sign'],
  ['SigningsRequired', one('Archived', { url }), 'Activation', 3, 'sign'],
];

// What no guide describes.
const UNKNOWN: Row[] = [
  ['IdentificationRequired', one('Approved'), 'Unknown', undefined, 'reload'],
  ['IdentificationRequired', one('Archived', { url }), 'Unknown', undefined, 'restart'],
  ['IdentificationRequired', one('OnHold', { url }), 'Unknown', undefined, 'reload'],
  ['IdentificationRequired', one('Pending'), 'Submission', 1, 'wait'],
  ['SigningsRequired', fresh, 'Unknown', undefined, 'sign'],
  ['SigningsRequired', one('Processed'), 'Unknown', undefined, 'sign'],
  ['SigningsRequired', one('PendingReview'), 'Unknown', undefined, 'sign'],
  ['Active', undefined, 'Unknown', undefined, 'none'],
  ['Active', fresh, 'Unknown', undefined, 'none'],
  ['Active', one('Declined', { url }), 'Unknown', undefined, 'none'],
  ['Frozen', one('Approved', { url }), 'Unknown', undefined, 'reload'],
  ['constructor', undefined, 'Unknown', undefined, 'reload'],
];

test.each([...GUIDE, ...BEYOND, ...UNKNOWN])('%s with %j is stage %s, step %s, and the action is %s', (...row) => {
  const [customer, identification, stage, stepper, action] = row;
  const result = of(customer, identification);
  expect(result).toMatchObject({ stage, step: stepper, action, identification });
  expect(result.show).not.toBe('');
  expect(result.customerMustAct).toBe(['start', 'continue', 'restart', 'sign'].includes(action));
  // A link is shown only where it leads on, so never that of an identification that is over.
  expect(result.url).toBe(action === 'continue' ? url : undefined);
});

test.each<[string, object]>([
  ['a step has a result', { step_status: { identity: step('Approved'), selfie: step('Pending') } }],
  ['a step is to be repeated, and the record changed', { updated_at: '2026-03-02T10:00:00Z' }],
  ['a step has a comment', { step_status: { company_data: step('Pending', { comment: 'Which country?' }) } }],
  ['the whole has a comment', { review_comment: 'Your passport has run out.' }],
])('a pending identification that was begun before asks for what is missing: %s', (_name, change) => {
  expect(of('IdentificationRequired', { ...fresh, ...change })).toMatchObject({
    action: 'continue',
    missing: true,
    url,
  });
});

test.each([
  fresh,
  one('Pending', { url }),
  one('Pending', { url, step_status: null, review_comment: ' ' }),
  one('Pending', { url, updated_at: '2026-03-02T10:00:00Z' }),
])('a fresh identification is a first submission, not a step-up: %j', (identification) => {
  expect(of('IdentificationRequired', identification)).toMatchObject({
    stage: 'Submission',
    missing: false,
    within: undefined,
    url,
  });
});

test('a fresh identification after an approved one is a submission too: nothing has been handed in', () => {
  const approved = one('Approved', { id: 'old', url, created_at: '2026-01-01T00:00:00Z' });
  expect(onboardingOf({ status: 'IdentificationRequired' }, [fresh, approved])).toMatchObject({
    stage: 'Submission',
    missing: false,
    identification: fresh,
  });
});

test('during the review a customer is asked only for a step that has to be repeated', () => {
  const again = (more: object) => ({
    url,
    step_status: { identity: step('Approved'), selfie: step('Processed', more) },
  });
  const stays = of('IdentificationRequired', one('PendingReview', again({ retry: true })));
  expect(stays).toMatchObject({ action: 'wait', url: undefined, within: { kind: 'typical', hours: 48 } });
  for (const more of [
    { retry: true, result: 'Declined' },
    { retry: true, comment: 'Too dark.' },
  ]) {
    const result = of('IdentificationRequired', one('PendingReview', again(more)));
    expect(result).toMatchObject({ stage: 'Compliance Review', action: 'continue', missing: true, url });
  }
});

test('a declined identification is continued only where a step may be repeated', () => {
  const declined = (retry: boolean) =>
    one('Declined', { url, step_status: { identity: step('Approved'), selfie: step('Declined', { retry }) } });
  expect(of('IdentificationRequired', declined(true))).toMatchObject({ action: 'continue', missing: true, url });
  expect(of('IdentificationRequired', declined(false))).toMatchObject({ action: 'restart', url: undefined });
});

test('a step-up has 24 hours, which end where it is known when the transaction was paused', () => {
  const stepUp = one('Approved', { url });
  expect(of('IdentificationRequired', stepUp).within).toEqual({ kind: 'limit', hours: 24, until: undefined });
  const until = '2026-03-03T10:00:00.000Z';
  for (const pausedAt of ['2026-03-02T10:00:00Z', new Date('2026-03-02T10:00:00Z')]) {
    expect(of('IdentificationRequired', stepUp, { pausedAt }).within).toEqual({ kind: 'limit', hours: 24, until });
    expect(of('IdentificationRequired', fresh, { pausedAt }).within).toMatchObject({ until });
    expect(of('Active', stepUp, { pausedAt }).within).toBeUndefined();
  }
});

test('comments and EDD are those of the newest identification', () => {
  const older = one('Declined', { review_comment: 'Old.', with_edd: true, created_at: '2026-01-01T00:00:00Z' });
  const newer = one('Declined', { review_comment: 'Too dark.', with_edd: false });
  const result = onboardingOf({ status: 'IdentificationRequired' }, [older, newer]);
  expect(result).toMatchObject({ comments: { text: 'Too dark.' }, edd: { edd: 'NotApplied', phase: 'Declined' } });
  expect(of('IdentificationRequired')).toMatchObject({ comments: { text: '' }, edd: undefined });
});

test('the documents to sign are given while there are any; without one left, the status is waited for', () => {
  const signings = [{ id: 'd1', display_name: 'Terms', url: 'https://example.com/terms' }];
  expect(of('SigningsRequired', one('Approved'), { signings })).toMatchObject({ action: 'sign', documents: signings });
  expect(of('SigningsRequired', one('Approved'))).toMatchObject({ action: 'sign', documents: [] });
  expect(of('SigningsRequired', one('Approved'), { signings: [] })).toMatchObject({
    stage: 'Activation',
    action: 'wait',
    customerMustAct: false,
  });
  expect(of('Active', one('Approved'), { signings })).toMatchObject({ action: 'none', documents: [] });
});

test('a customer is ready once active with anything to use, which only the abilities tell', () => {
  const abilities = (sepa: string, flows: string[] = []) =>
    ({ fiat_deposit: { eur: { sepa } }, fiat_payout: {}, currencies: [{ flows }] }) as unknown as CustomerAbilities;
  const approved = one('Approved');
  expect(of('Active', approved).ready).toBeUndefined();
  expect(of('Active', approved, { abilities: abilities('Active') }).ready).toBe(true);
  expect(of('Active', approved, { abilities: abilities('Pending', ['Onramp']) }).ready).toBe(true);
  expect(of('Active', approved, { abilities: abilities('Pending') }).ready).toBe(false);
  expect(of('SigningsRequired', approved, { abilities: abilities('Active') }).ready).toBe(false);
});

const text = fc.oneof(
  fc.constantFrom(
    'IdentificationRequired',
    'SigningsRequired',
    'Active',
    'Pending',
    'Declined',
    'Approved',
    '__proto__',
  ),
  fc.string(),
);

test('any two statuses give a result, and only the action continue has a url', () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (customer, status, hasUrl) => {
      const result = of(customer, one(status, { url: hasUrl ? url : null }));
      expect(result.url !== undefined).toBe(result.action === 'continue');
      expect(result.url === undefined || hasUrl).toBe(true);
    }),
  );
});

test.each<[unknown, unknown, OnboardingRecords, string]>([
  [undefined, [], {}, "'customer' must be an object as getCustomerById gives it, not undefined."],
  [{}, [], {}, "'customer.status' must be a status as the API gives it, a string, not undefined."],
  [{ status: 'Active' }, fresh, {}, "'identifications' must be an array, such as a page's items, not an object."],
  [{ status: 'Active' }, [], { pausedAt: 'noon' }, "'pausedAt' must be an RFC 3339 date-time or a valid Date."],
])('%j with %j and %j is an InvalidRequestError', (customer, list, records, message) => {
  const call = () => onboardingOf(customer as { status: string }, list as Identification[], records);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
