import { expect, test } from 'vitest';
import { readHeader } from '../../src/webhooks/index.ts';

test.each([
  ['a Headers object', new Headers({ 'Webhook-Id': ' a1 ' })],
  ['the headers of Node', { 'webhook-id': 'a1' }],
  ['a record in any case', { 'WEBHOOK-ID': 'a1' }],
  ['a record with lists', { 'webhook-id': ['a1'] }],
])('a header is read from %s', (_name, headers) => {
  expect(readHeader(headers, 'webhook-ID')).toBe('a1');
});

test('a header that was sent twice is neither of its values', () => {
  expect(readHeader({ 'webhook-id': ['a1', 'a2'] }, 'webhook-id')).toBe('a1, a2');
});

test('a header that is missing, empty or blank is undefined', () => {
  expect(readHeader({ 'webhook-id': undefined }, 'webhook-id')).toBeUndefined();
  expect(readHeader({ 'webhook-id': '  ' }, 'webhook-id')).toBeUndefined();
  expect(readHeader(new Headers(), 'webhook-id')).toBeUndefined();
  expect(readHeader(undefined, 'webhook-id')).toBeUndefined();
  expect(readHeader({}, 'constructor')).toBeUndefined();
});
