import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStatus, type StatusKind } from '../../src/onboarding/index.ts';

// Every row of the status reference.
test.each<[StatusKind, string, RegExp]>([
  ['customer', 'IdentificationRequired', /KYC or KYB/],
  ['customer', 'SigningsRequired', /Documents/],
  ['customer', 'Active', /complete/],
  ['customer', 'Suspended', /Blocked.*compliance.*fraud.*support/],
  ['customer', 'UserRequired', /user in the partner area.*requires_user/],
  ['customer', 'Archived', /for good/],
  ['identification', 'Pending', /yet to begin/],
  ['identification', 'Processed', /documents are in.*24 to 48 hours/],
  ['identification', 'PendingReview', /Compliance is reviewing.*24 to 48 hours/],
  ['identification', 'Approved', /confirmed/],
  ['identification', 'Declined', /Refused/],
  ['identification', 'Expired', /too long/],
  ['identification', 'Archived', /Closed/],
  ['identification', 'None', /No identification/],
  ['ability', 'Active', /can be used/],
  ['ability', 'Pending', /being switched on/],
  ['ability', 'Unavailable', /not offered/],
  ['ability', 'Blocked', /closed to this customer/],
  ['ability', 'Maintenance', /out of service for a while/],
])('the %s status %s has a description', (kind, status, text) => {
  expect(describeStatus(kind, status)).toMatch(text);
});

test('an identification that does not exist is described, too', () => {
  expect(describeStatus('identification', null)).toBe('No identification was started.');
  expect(describeStatus('identification', undefined)).toBe('No identification was started.');
});

test('any string gives a text, and one that no table has says so', () => {
  const kinds = fc.constantFrom<StatusKind>('customer', 'identification', 'ability');
  fc.assert(
    fc.property(kinds, fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), (kind, status) => {
      expect(describeStatus(kind, `${status}?`)).toBe(
        `'${status}?' is newer than this SDK: update it to learn what that means.`,
      );
      expect(describeStatus(kind, status)).toBeTypeOf('string');
    }),
  );
});

test.each([
  ['person', 'Active', "'kind' must be 'customer', 'identification' or 'ability'."],
  ['__proto__', 'Active', "'kind' must be 'customer', 'identification' or 'ability'."],
  ['customer', null, "'status' must be a status as the API gives it, a string, not null."],
  ['ability', {}, "'status' must be a status as the API gives it, a string, not an object."],
])('%j with %j is a InvalidRequestError', (kind, status, message) => {
  const call = () => describeStatus(kind as 'customer', status as string);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
