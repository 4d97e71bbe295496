import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillPath } from '../src/check.ts';
import { isConfigError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

describe('a path parameter', () => {
  test('stays one segment of the path, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
        let path: string;
        try {
          path = fillPath('https://a.test/customers/{id}/end', { id });
        } catch {
          return;
        }
        const { pathname, host, search, hash } = new URL(path);
        expect(host + search + hash).toBe('a.test');
        const [empty, first, segment = '', end, ...more] = pathname.split('/');
        expect([empty, first, end, more]).toEqual(['', 'customers', 'end', []]);
        expect(decodeURIComponent(segment)).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  test('that would lead elsewhere is refused, percent-encoded or not', () => {
    const dot = fc
      .tuple(fc.constantFrom('%', '%25', '%2525'), fc.constantFrom('2e', '2E'))
      .map((parts) => parts.join(''));
    const dots = fc
      .array(fc.oneof(fc.constant('.'), dot), { minLength: 1, maxLength: 2 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(dots, (id) => {
        expect(() => fillPath('/customers/{id}', { id })).toThrow("path parameter 'id' is '");
      }),
    );
  });

  test.each([
    ['missing', undefined, 'is missing or empty.'],
    ['null', null, 'is missing or empty.'],
    ['empty', '', 'is missing or empty.'],
    ['an object', { id: 'c1' }, 'is missing or empty.'],
    ['a dot', '.', "is '.', another path."],
    ['two dots', '..', "is '..', another path."],
    ['encoded dots', '%2e%2E', "is '%2e%2E', another path."],
  ])('that is %s is refused before anything is sent', async (_what, id, text) => {
    const error = await failureOf(
      testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: id as string } }),
    );
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toBe(`getCustomer: path parameter 'id' ${text} Nothing was sent.`);
    expect(server.seen).toEqual([]);
  });

  test('with half of a surrogate pair is refused', async () => {
    const error = await failureOf(
      testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'a\ud800' } }),
    );
    expect(isConfigError(error)).toBe(true);
    expect(error.message).toBe('getCustomer: URI malformed. Nothing was sent.');
    expect(server.seen).toEqual([]);
  });

  test('may be a number', async () => {
    await testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 7 as unknown as string } });
    expect(server.seen[0]?.url).toBe('/customers/7');
  });

  test('is looked at on the path door too, also when all are missing', async () => {
    const client = testClient({ baseUrl: server.url });
    const error = await failureOf(client.GET('/customers/{id}', undefined as never));
    expect(error.message).toBe("getCustomer: path parameter 'id' is missing or empty. Nothing was sent.");
    expect(server.seen).toEqual([]);
  });
});
