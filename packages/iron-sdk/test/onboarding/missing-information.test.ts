import type { Identification, IdentificationStatus } from '@org/iron-types';
import { expect, test } from 'vitest';
import { missingInformation } from '../../src/onboarding/index.ts';

type Record = Parameters<typeof missingInformation>[1];
const REQUIRED = { status: 'IdentificationRequired' };
const url = 'https://verify.example.com/kyc/1';
const step = (result: IdentificationStatus, more: object = {}) => ({ result, retry: false, ...more });
const untouched = { status: 'Pending', url, step_status: { identity: step('Pending'), selfie: step('Pending') } };

test('the link to a first submission is no missing information', () => {
  expect(missingInformation(REQUIRED, untouched)).toBeUndefined();
  expect(missingInformation(REQUIRED, { status: 'Pending', url })).toBeUndefined();
  expect(
    missingInformation(REQUIRED, { status: 'Pending', url, step_status: null, review_comment: ' ' }),
  ).toBeUndefined();
});

test.each<[string, Partial<Identification>]>([
  ['a step has a result', { step_status: { identity: step('Approved'), selfie: step('Pending') } }],
  ['a step is to be repeated', { step_status: { identity: step('Pending', { retry: true }) } }],
  ['a step has a comment', { step_status: { company_data: step('Pending', { comment: 'Which country?' }) } }],
  ['the whole has a comment', { review_comment: 'Your passport has run out.' }],
  ['it was handed in', { status: 'Processed' }],
  ['it is in review', { status: 'PendingReview' }],
  ['it was approved', { status: 'Approved' }],
  ['it was declined', { status: 'Declined' }],
])('a url after a first submission leads to what is missing: %s', (_name, change) => {
  expect(missingInformation(REQUIRED, { ...untouched, ...change })).toEqual({ url });
});

test.each(['SigningsRequired', 'Active', 'Suspended', 'UserRequired', 'Archived', 'New'])(
  'nothing is missing from a customer who is %s',
  (status) => {
    expect(missingInformation({ status }, { ...untouched, status: 'Declined' })).toBeUndefined();
  },
);

test.each([undefined, null, ''])('nothing can be handed in where the url is %j', (none) => {
  expect(missingInformation(REQUIRED, { status: 'Declined', url: none } as Record)).toBeUndefined();
});

test.each(['Expired', 'Archived'])('the link of an identification that is %s is dead', (status) => {
  expect(missingInformation(REQUIRED, { ...untouched, status, review_comment: 'Late.' })).toBeUndefined();
});

test('nothing is missing where no identification was started', () => {
  expect(missingInformation(REQUIRED, undefined)).toBeUndefined();
  expect(missingInformation(REQUIRED, null)).toBeUndefined();
});

test.each([
  [undefined, undefined, "'customer' must be an object as getCustomerById gives it, not undefined."],
  [{}, undefined, "'customer.status' must be a status as the API gives it, a string, not undefined."],
  [
    REQUIRED,
    [untouched],
    "'identification' must be an object as getAllCustomerIdentifications gives it, not an array.",
  ],
  [REQUIRED, {}, "'identification.status' must be a status as the API gives it, a string, not undefined."],
])('%j with %j is a InvalidRequestError', (customer, identification, message) => {
  const call = () => missingInformation(customer as typeof REQUIRED, identification as Record);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
