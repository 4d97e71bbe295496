import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eddState } from '../../src/onboarding/index.ts';

// Every row of the EDD table; null and false share a row there, and are told apart here.
test.each([
  ['Pending', null, 'InProgress', 'Standard KYC is in progress; from before EDD was recorded.'],
  ['Pending', false, 'InProgress', 'Standard KYC is in progress, without EDD.'],
  ['Pending', true, 'InProgress', 'EDD is in progress.'],
  ['PendingReview', null, 'Review', 'Standard KYC is in manual review; from before EDD was recorded.'],
  ['PendingReview', false, 'Review', 'Standard KYC is in manual review, without EDD.'],
  ['PendingReview', true, 'Review', 'EDD is done at the provider and waits for compliance.'],
  ['Approved', null, 'Approved', 'Approved by standard KYC; from before EDD was recorded.'],
  ['Approved', false, 'Approved', 'Approved by standard KYC, without EDD.'],
  ['Approved', true, 'Approved', 'Approved through EDD.'],
  ['Declined', null, 'Declined', 'Declined after standard KYC; from before EDD was recorded.'],
  ['Declined', false, 'Declined', 'Declined after standard KYC, without EDD.'],
  ['Declined', true, 'Declined', 'Declined after EDD.'],
])('%s with with_edd %s is phase %s', (status, with_edd, phase, meaning) => {
  const edd = with_edd === null ? 'NotRecorded' : with_edd ? 'Applied' : 'NotApplied';
  expect(eddState({ status, with_edd })).toEqual({ edd, phase, meaning, triggeredBy: undefined });
});

test('an absent with_edd is the same as null', () => {
  const expected = eddState({ status: 'Approved', with_edd: null });
  expect(eddState({ status: 'Approved' })).toEqual(expected);
  expect(eddState({ status: 'Approved', with_edd: undefined } as object as { status: string })).toEqual(expected);
});

test.each(['Processed', 'Expired', 'Archived', 'OnHold', '__proto__'])(
  '%s is outside the table, and says so',
  (status) => {
    expect(eddState({ status, with_edd: true })).toMatchObject({ edd: 'Applied', phase: 'Outside' });
    expect(eddState({ status, with_edd: false })).toMatchObject({ edd: 'NotApplied', phase: 'Outside' });
    expect(eddState({ status })).toMatchObject({ edd: 'NotRecorded', phase: 'Outside' });
  },
);

test('who triggered it is known only where it applies and the partner says whether it asked', () => {
  const state = (with_edd: boolean | null, requested?: boolean) =>
    eddState({ status: 'Pending', with_edd }, { requested }).triggeredBy;
  expect(state(true, true)).toBe('Partner');
  expect(state(true, false)).toBe('Iron');
  expect(state(true)).toBeUndefined();
  expect(state(false, true)).toBeUndefined();
  expect(state(null, true)).toBeUndefined();
});

test('any status gives a result', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(true, false, null), (status, with_edd) => {
      expect(eddState({ status, with_edd }).meaning).toMatch(/\.$/);
    }),
  );
});

test.each([
  [undefined, "'identification' must be an object as getAllCustomerIdentifications gives it, not undefined."],
  ['Pending', "'identification' must be an object as getAllCustomerIdentifications gives it, not a string."],
  [{}, "'identification.status' must be a status as the API gives it, a string, not undefined."],
  [
    { status: 'Pending', with_edd: 'yes' },
    "'identification.with_edd' must be a boolean, null or absent, not a string.",
  ],
])('%j is a InvalidRequestError', (identification, message) => {
  const call = () => eddState(identification as { status: string });
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
