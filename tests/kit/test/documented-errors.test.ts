import { expect, test } from 'vitest';
import { documentedProperties } from '../src/documented-errors.ts';

test.each([
  ['It rejects with a `RateLimitError` that has `rateLimit` (the class) and `notSent: true`.', 'rateLimit', 'notSent'],
  [
    '/**\n * @throws {RateLimitError} if the `deadline`\n *   comes first; `retryAfter` is when to go on\n */',
    'retryAfter',
  ],
  ['@throws {SdkError} such as a {@link RateLimitError}, with its `retryAfter`', 'retryAfter'],
  ['Calls reject with a `RateLimitError`. It has `retryAfter` (ms).', 'retryAfter'],
  ['@throws {RateLimitError} if `client` is not an object with a `type`'],
])('finds the properties that a sentence says an error has: %s', (text, ...properties) => {
  expect(documentedProperties(text)).toEqual(properties.map((property) => `RateLimitError.${property}`));
});

test('takes an error that a paragraph does not name for an SdkError', () => {
  expect(documentedProperties('One.\n\nThe error has `notSent: true`.')).toEqual(['SdkError.notSent']);
});
