import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInvalidRequestError } from '../src/guards.ts';
import { checkHeaders } from '../src/serialize.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

test('a header’s value that could end the header is refused, without showing it', async () => {
  const { customer, GET } = testClient({ baseUrl: server.url });
  const path = { id: 'c1' };
  for (const value of ['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'a\u2028b', '\ud83d']) {
    for (const call of [
      customer.getCustomer({ path }, { headers: { 'X-Mine': value } }),
      customer.getCustomer({ path, header: { 'X-Mine': value } } as never),
      GET('/customers/{id}', { params: { path }, headers: { 'X-Mine': value } }),
    ]) {
      const error = await failureOf(call);
      expect(isInvalidRequestError(error)).toBe(true);
      expect(error.message).toBe("getCustomer: header 'X-Mine' contains a line break or another forbidden character.");
    }
  }
  const error = await failureOf(customer.createCustomer({ body: { name: 'Ada' } }, { idempotencyKey: 'a\nb' }));
  expect(isInvalidRequestError(error)).toBe(true);
  expect(server.seen).toEqual([]);
});

test('whatever passes is taken by Headers, and whatever Headers would misread does not pass', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      let passed = true;
      try {
        checkHeaders({ 'x-a': value }, Error);
      } catch {
        passed = false;
      }
      if (passed) expect(new Headers({ 'x-a': value }).get('x-a')).toBe(value.replace(/^[\t ]+|[\t ]+$/g, ''));
      else expect(value).toMatch(/[^\t\x20-\x7e\x80-\xff]/);
    }),
  );
});
