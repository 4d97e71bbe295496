import type { CustomerStatus, IdentificationStatus } from '@org/iron-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onboardingStage } from '../../src/onboarding/index.ts';

const NONE = undefined;

// Every row of the stage table, in its order.
test.each<[CustomerStatus, IdentificationStatus | undefined, string, boolean, boolean, RegExp]>([
  ['IdentificationRequired', NONE, 'Submission', true, false, /start KYC/],
  ['IdentificationRequired', 'Pending', 'Submission', true, true, /complete KYC/],
  ['IdentificationRequired', 'Expired', 'Submission', true, false, /expired.*start again/],
  ['IdentificationRequired', 'Declined', 'Submission', true, true, /reviewers say.*try again/],
  ['IdentificationRequired', 'Processed', 'Compliance Review', false, false, /wait for review.*nothing to do/],
  ['IdentificationRequired', 'PendingReview', 'Compliance Review', false, false, /review is under way.*24 to 48 hours/],
  ['SigningsRequired', 'Approved', 'Activation', true, false, /approved.*documents to sign/],
  ['Active', 'Approved', 'Complete', false, false, /over/],
])('%s with %s is stage %3$s', (customer, identification, stage, customerMustAct, showComments, show) => {
  expect(onboardingStage(customer, identification)).toEqual({
    stage,
    customerMustAct,
    showComments,
    show: expect.stringMatching(show),
  });
});

test('no identification is the same, whether left out, undefined, null or None', () => {
  const expected = onboardingStage('IdentificationRequired');
  for (const none of [undefined, null, 'None'] as const) {
    expect(onboardingStage('IdentificationRequired', none)).toEqual(expected);
  }
});

test.each<[CustomerStatus, string, RegExp]>([
  ['Suspended', 'Suspended', /blocked.*support/],
  ['UserRequired', 'UserRequired', /user in the partner area first.*requires_user/],
  ['Archived', 'Archived', /closed for good/],
])('%s is a stage of its own, whatever the identification', (customer, stage, show) => {
  for (const identification of [undefined, 'Pending', 'Processed', 'Approved', 'Declined', 'Unheard'] as const) {
    const result = onboardingStage(customer, identification);
    expect(result).toMatchObject({ stage, customerMustAct: false, show: expect.stringMatching(show) });
  }
});

test('a customer who was complete can go back, to signing or to identification', () => {
  const stages = [
    ['Active', 'Approved'],
    ['SigningsRequired', 'Approved'],
    ['Active', 'Approved'],
    ['IdentificationRequired', 'Pending'],
    ['Suspended', 'Pending'],
  ].map(([customer = '', identification]) => onboardingStage(customer, identification).stage);
  expect(stages).toEqual(['Complete', 'Activation', 'Complete', 'Submission', 'Suspended']);
});

test.each<[CustomerStatus, IdentificationStatus | undefined, boolean, RegExp]>([
  ['IdentificationRequired', 'Approved', false, /do not fit together.*onboardingOf/],
  ['IdentificationRequired', 'Archived', false, /do not fit together.*start a new identification/],
  ...(['None', 'Pending', 'Expired', 'Declined', 'Processed', 'PendingReview', 'Archived'].flatMap((identification) => [
    ['SigningsRequired', identification, true, /do not fit together.*documents to sign/],
    ['Active', identification, false, /do not fit together.*active/],
  ]) as [CustomerStatus, IdentificationStatus, boolean, RegExp][]),
])('%s with %s is outside the table, and an explicit Unknown', (customer, identification, customerMustAct, show) => {
  expect(onboardingStage(customer, identification)).toMatchObject({
    stage: 'Unknown',
    customerMustAct,
    show: expect.stringMatching(show),
  });
});

test.each([
  ['Frozen', 'Approved'],
  ['IdentificationRequired', 'OnHold'],
  ['Active', 'approved'],
  ['', ''],
  ['IdentificationRequired', ''],
  ['constructor', '__proto__'],
  ['IdentificationRequired', 'toString'],
  ['Suspended ', undefined],
])('statuses that are newer than this SDK or none at all, %j with %j, are Unknown', (customer, identification) => {
  expect(onboardingStage(customer, identification)).toEqual({
    stage: 'Unknown',
    show: 'This SDK does not know the status: show a neutral page, and update the SDK.',
    customerMustAct: false,
    showComments: false,
  });
});

const known = fc.constantFrom(
  'IdentificationRequired',
  'SigningsRequired',
  'Active',
  'Suspended',
  'Pending',
  'Declined',
);
const anyText = fc.oneof(known, fc.string(), fc.constantFrom('__proto__', 'constructor', 'valueOf', 'None'));

test('any two strings give a result', () => {
  fc.assert(
    fc.property(anyText, fc.option(anyText, { nil: undefined }), (customer, identification) => {
      const { stage, show, customerMustAct, showComments } = onboardingStage(customer, identification);
      expect(stage).toBeTypeOf('string');
      expect(show).not.toBe('');
      expect(customerMustAct).toBeTypeOf('boolean');
      expect(showComments).toBe(identification === 'Pending' || identification === 'Declined');
    }),
  );
});

test.each([
  [undefined, undefined, "'customerStatus' must be a status as the API gives it, a string, not undefined."],
  [null, 'Pending', "'customerStatus' must be a status as the API gives it, a string, not null."],
  [{ status: 'Active' }, undefined, "'customerStatus' must be a status as the API gives it, a string, not an object."],
  ['Active', 7, "'identificationStatus' must be a status as the API gives it, a string, not a number."],
  ['Active', ['Pending'], "'identificationStatus' must be a status as the API gives it, a string, not an array."],
])('%j with %j is a InvalidRequestError', (customer, identification, message) => {
  const call = () => onboardingStage(customer as string, identification as string);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
