import { useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInvalidRequestError } from '../src/guards.ts';
import { fillPath } from '../src/serialize.ts';
import { failureOf, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const MISSING = 'is missing or empty.';
const OTHER = "is not an id: it is '.', '..', or contains '/' or '\\'.";

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
        expect(() => fillPath('/customers/{id}', { id })).toThrow('path.id is not an id');
      }),
    );
  });

  test.each([
    ['missing', undefined, MISSING],
    ['null', null, MISSING],
    ['empty', '', MISSING],
    ['an object', { id: 'c1' }, MISSING],
    ['a list', ['c1'], MISSING],
    ['not a number', Number.NaN, MISSING],
    ['a boolean', false, MISSING],
    ['a dot', '.', OTHER],
    ['two dots', '..', OTHER],
    ['encoded dots', '%2e%2E', OTHER],
    ['with a slash', 'a/b', OTHER],
    ['with a backslash', 'a\\b', OTHER],
    ['with an encoded slash', 'a%2fb', OTHER],
    ['with a twice encoded backslash', 'a%255Cb', OTHER],
  ])('that is %s is refused before anything is sent', async (_what, id, text) => {
    const error = await failureOf(
      testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: id as string } }),
    );
    expect(isInvalidRequestError(error)).toBe(true);
    expect(error.message).toBe(`getCustomer: path.id ${text}`);
    expect(error).toMatchObject({ notSent: true, operation: 'getCustomer', attempts: 0 });
    expect(server.seen).toEqual([]);
  });

  test('with half of a surrogate pair is refused', async () => {
    const error = await failureOf(
      testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 'a\ud800' } }),
    );
    expect(isInvalidRequestError(error)).toBe(true);
    expect(error.message).toBe('getCustomer: path.id contains half of a surrogate pair.');
    expect(server.seen).toEqual([]);
  });

  test('may be a number', async () => {
    await testClient({ baseUrl: server.url }).customer.getCustomer({ path: { id: 7 as unknown as string } });
    expect(server.seen[0]?.url).toBe('/customers/7');
  });

  test('is checked on path methods too, also when all are missing', async () => {
    const client = testClient({ baseUrl: server.url });
    const error = await failureOf(client.GET('/customers/{id}', undefined as never));
    expect(error.message).toBe('getCustomer: path.id is missing or empty.');
    expect(server.seen).toEqual([]);
  });
});
