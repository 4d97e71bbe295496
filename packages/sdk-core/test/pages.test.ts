import { hang, json } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAbortedError, isApiError, isPaginationError } from '../src/guards.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));
const list = (args?: object, options?: object) =>
  testClient({ baseUrl: server.url, maxRetries: 0 }).customer.listCustomers(args, options);

/** A list of `count` items, `size` to a page; the cursor is the index of the page. */
const pageOf =
  (count: number, size: number): Reply =>
  (response, seen, socket) => {
    const at = Number(new URL(seen.url, 'http://x').searchParams.get('cursor') ?? 0);
    const items = Array.from({ length: count }, (_, id) => ({ id: `${id}` })).slice(at * size, (at + 1) * size);
    const more = (at + 1) * size < count;
    json(200, { items, ...(more && { cursor: `${at + 1}` }) })(response, seen, socket);
  };
const ids = (count: number) => Array.from({ length: count }, (_, id) => ({ id: `${id}` }));

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => process.off('unhandledRejection', note));

describe('a list', () => {
  test('awaited is its first page', async () => {
    server.script(pageOf(3, 2));
    const page = await list();
    expect(page).toEqual({ items: ids(2), cursor: '1' });
    expect(page.hasNextPage()).toBe(true);
    expect(JSON.stringify(page)).toBe('{"items":[{"id":"0"},{"id":"1"}],"cursor":"1"}');
    const next = await page.getNextPage();
    expect(next?.items).toEqual([{ id: '2' }]);
    expect(next?.hasNextPage()).toBe(false);
    expect(await next?.getNextPage()).toBeUndefined();
    expect(server.seen).toHaveLength(2);
  });

  test('goes over all items in order, whatever their number and the size of pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (count, size, readAhead) => {
          server.script(pageOf(count, size));
          const items: unknown[] = [];
          for await (const item of list({}, { readAhead })) items.push(item);
          expect(items).toEqual(ids(count));
          expect(server.seen).toHaveLength(Math.max(1, Math.ceil(count / size)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('keeps its other query parameters on every page', async () => {
    server.script(pageOf(3, 1));
    await list({ query: { status: ['a', 'b'] } }).toArray();
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/customers?status=a,b',
      '/customers?status=a,b&cursor=1',
      '/customers?status=a,b&cursor=2',
    ]);
  });

  test('stops asking when the loop is left', async () => {
    server.script(pageOf(10, 2));
    for await (const { id } of list()) if (id === '2') break;
    expect(server.seen).toHaveLength(2);
  });

  test('toArray({ limit }) asks for no more pages than it needs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }), async (limit, size) => {
        server.script(pageOf(10, size));
        expect(await list().toArray({ limit })).toEqual(ids(Math.min(limit, 10)));
        expect(server.seen).toHaveLength(Math.ceil(Math.min(limit, 10) / size));
      }),
      { numRuns: 20 },
    );
    expect(await list().toArray({ limit: 0 })).toEqual([]);
    const error = await failureOf(list().toArray({ limit: Number.NaN }));
    expect(error.message).toBe("Option 'limit' must be a non-negative number (got NaN).");
  });

  test('pages() goes over pages', async () => {
    server.script(pageOf(5, 2));
    const sizes: number[] = [];
    for await (const page of list().pages()) sizes.push(page.items.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test.each([null, '', undefined])('ends at cursor %j', async (cursor) => {
    server.script(json(200, { items: [{ id: '0' }], cursor }));
    expect(await list().toArray()).toEqual([{ id: '0' }]);
    expect(server.seen).toHaveLength(1);
  });

  test.each([{}, { items: null }])(
    'may come without items where the contract makes them optional: %j',
    async (body) => {
      server.script(json(200, body));
      const client = testClient({ baseUrl: server.url, maxRetries: 0 });
      expect(await client.transfer.listAddresses().toArray()).toEqual([]);
    },
  );

  test('can be iterated twice', async () => {
    server.script(pageOf(4, 1));
    const calls = list();
    expect(await calls.toArray()).toEqual(ids(4));
    expect(await calls.toArray()).toEqual(ids(4));
    expect(await calls.toArray({ limit: 3 })).toEqual(ids(3));
  });

  test('can be iterated concurrently', async () => {
    server.script(pageOf(5, 1));
    const calls = list({}, { readAhead: true });
    expect(await Promise.all([calls.toArray(), calls.toArray(), calls.toArray()])).toEqual([ids(5), ids(5), ids(5)]);
  });

  test('can be iterated again after the loop threw, and after a page failed', async () => {
    server.script(pageOf(4, 1));
    const calls = list();
    const bug = new Error('a bug in the loop');
    const broken = async (): Promise<void> => {
      for await (const { id } of calls) if (id === '2') throw bug;
    };
    expect(await failureOf(broken())).toBe(bug);
    expect(await calls.toArray()).toEqual(ids(4));
    server.script(pageOf(4, 1), json(400, { message: 'no' }), pageOf(4, 1));
    const second = list();
    expect((await failureOf(second.toArray())).status).toBe(400);
    expect(await second.toArray()).toEqual(ids(4));
  });

  test('that gives the same cursor for ever ends in a PaginationError', async () => {
    server.script(json(200, { items: [{ id: '0' }], cursor: 'same' }));
    const seen: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { id } of list()) seen.push(id);
      })(),
    );
    expect(isPaginationError(error)).toBe(true);
    expect(error).toMatchObject({ name: 'PaginationError', cursor: 'same' });
    expect(error.message).toBe(
      "listCustomers: pagination stopped: the API returned cursor 'same' twice. Items yielded so far are complete.",
    );
    expect(seen).toHaveLength(2);
    expect(server.seen).toHaveLength(2);
  });

  test('whose cursors go round in a larger circle ends too, wherever it began', async () => {
    server.script((response, seen, socket) => {
      const at = Number(new URL(seen.url, 'http://x').searchParams.get('cursor') ?? 0);
      json(200, { items: [{ id: `${at}` }], cursor: `${(at + 1) % 3}` })(response, seen, socket);
    });
    expect(isPaginationError(await failureOf(list({ query: { cursor: '1' } }).toArray()))).toBe(true);
    expect(server.seen).toHaveLength(3);
  });

  test('a page may be asked for its next one twice', async () => {
    server.script(pageOf(3, 2));
    const page = await list();
    expect((await page.getNextPage())?.items).toEqual((await page.getNextPage())?.items);
  });

  test('reading ahead fetches one page while this one is looked at', async () => {
    server.script(pageOf(6, 2));
    const pages = list({}, { readAhead: true }).pages();
    await pages.next();
    await server.arrived(2);
    expect(server.seen).toHaveLength(2);
    await pages.return();
    expect(server.seen).toHaveLength(2);
  });

  test('leaving the loop ends the request that read ahead, and nothing goes unhandled', async () => {
    server.script(pageOf(4, 2), hang);
    for await (const { id } of list({}, { readAhead: true })) {
      await server.arrived(2);
      if (id === '0') break;
    }
    expect(server.seen).toHaveLength(2);
    await expect.poll(() => server.open()).toBe(0);
    expect(unhandled).toEqual([]);
  });

  test('an error on a page that was read ahead comes when its turn is there', async () => {
    server.script(pageOf(4, 2), json(500, { message: 'broken' }));
    const seen: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { id } of list({}, { readAhead: true })) seen.push(id);
      })(),
    );
    expect(seen).toEqual(['0', '1']);
    expect(isApiError(error, 'listCustomers')).toBe(true);
    expect(unhandled).toEqual([]);
  });

  test('the caller’s signal ends reading ahead as well', async () => {
    server.script(pageOf(4, 1), hang);
    const mine = new AbortController();
    const pages = list({}, { readAhead: true, signal: mine.signal }).pages();
    await pages.next();
    await server.arrived(2);
    mine.abort();
    expect(isAbortedError(await failureOf(pages.next()))).toBe(true);
  });

  test('result() has the page in it', async () => {
    server.script(pageOf(3, 2));
    const result = await list().result();
    expect(result).toMatchObject({ ok: true, status: 200, data: { cursor: '1' } });
  });
});
