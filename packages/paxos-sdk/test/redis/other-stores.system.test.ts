import fc from 'fast-check';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receivePaxosEvent } from '../../src/events.ts';
import { createMemoryRateLimitStore } from '../../src/rate-limit/memory-store.ts';
import { paceOf, type RateLimitStore, type Reservation } from '../../src/rate-limit/store.ts';
import { redisDedupeStore, redisRateLimitStore } from '../../src/redis.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';

let server: RedisServer;
let client: Awaited<ReturnType<ReturnType<typeof createClient>['connect']>>;
beforeAll(async () => {
  server = await startRedis();
  client = (await createClient({ url: server.url }).connect()) as typeof client;
});
afterAll(async () => {
  await client.close();
  await server.stop();
});

test('gives the same turns as the store in memory, but for the milliseconds that pass', async () => {
  let run = 0;
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ most: fc.integer({ min: 0, max: 100_000 }), calls: fc.integer({ min: 1, max: 60 }) }),
    },
    { weight: 1, arbitrary: fc.record({ closes: fc.integer({ min: 10_000, max: 300_000 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 10), fc.array(step, { maxLength: 8 }), async (perSecond, steps) => {
      const key = `same-${run++}`;
      const pace = paceOf(perSecond);
      const memory: RateLimitStore = createMemoryRateLimitStore();
      const redis = redisRateLimitStore(client);
      for (const one of steps) {
        if ('closes' in one) {
          await Promise.all([memory.block(key, pace, one.closes), redis.block(key, pace, one.closes)]);
          continue;
        }
        for (let call = 0; call < one.calls; call++) {
          const there: Reservation = await redis.reserve(key, pace, 1e9);
          const here: Reservation = await memory.reserve(key, pace, 1e9);
          expect(there.blocked).toBe(here.blocked);
          expect(Math.abs(there.wait - here.wait)).toBeLessThan(2_000);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a slot too far away is not taken; a closed key says for how long', async () => {
  const redis = redisRateLimitStore(client);
  const pace = paceOf(1);
  for (let taken = 0; taken < pace.burst; taken++) await redis.reserve('far', pace, 1e9);
  for (let asked = 0; asked < 5; asked++) expect((await redis.reserve('far', pace, 0)).wait).toBeLessThanOrEqual(1_112);
  expect(await redis.blockedFor('far')).toBe(0);
  await redis.block('far', pace, 300_000);
  const left = await redis.blockedFor('far');
  expect(left).toBeGreaterThan(290_000);
  expect(left).toBeLessThanOrEqual(300_000);
  expect(await redis.reserve('far', pace, 0)).toMatchObject({ blocked: true });
  expect(await client.pTTL('paxos:rate:far')).toBeGreaterThan(300_000);
});

test('an event is leased to one of many, and handled once', async () => {
  const store = redisDedupeStore(client, { consumer: 'accounting' });
  const leases = await Promise.all(Array.from({ length: 50 }, () => store.lease('e1', 60_000)));
  expect(leases.filter(({ state }) => state === 'leased')).toHaveLength(1);
  expect(leases.filter(({ state }) => state === 'busy')).toHaveLength(49);
  const lease = leases.find(({ state }) => state === 'leased') as { token: string };
  await store.done('e1', lease.token, 60_000);
  expect(await store.lease('e1', 60_000)).toEqual({ state: 'done' });
  await store.release('e1', lease.token);
  expect(await store.lease('e1', 60_000)).toEqual({ state: 'done' });
});

test('two consumers on one Redis both handle every event, each of them once', async () => {
  const counts = { accounting: 0, notifications: 0 };
  const reader = { events: { getEvent: async ({ path }: { path: { id: string } }) => ({ id: path.id }) as never } };
  const outcomes: string[] = [];
  for (let delivery = 0; delivery < 3; delivery++) {
    for (const consumer of ['accounting', 'notifications'] as const) {
      const receipt = await receivePaxosEvent(
        { headers: { 'x-key': 'k' }, body: JSON.stringify({ id: 'e3', type: 'identity.approved' }) },
        {
          client: reader,
          authorize: { header: 'X-Key', value: 'k' },
          dedupeStore: redisDedupeStore(client, { consumer }),
        },
        () => counts[consumer]++,
      );
      outcomes.push(receipt.outcome);
    }
  }
  expect(counts).toEqual({ accounting: 1, notifications: 1 });
  expect(outcomes).toEqual(['handled', 'handled', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
});

test('a lease is renewed by its holder only, and not after it ended or was done', async () => {
  const store = redisDedupeStore(client, { consumer: 'accounting' });
  const key = 'paxos:event:accounting:e4';
  const { token } = (await store.lease('e4', 60_000)) as { token: string };
  expect(await store.renew('e4', 'another', 600_000)).toBe(false);
  expect(await client.pTTL(key)).toBeLessThanOrEqual(60_000);
  expect(await store.renew('e4', token, 600_000)).toBe(true);
  expect(await client.pTTL(key)).toBeGreaterThan(60_000);
  await store.done('e4', token, 60_000);
  expect(await store.renew('e4', token, 600_000)).toBe(false);
  expect(await client.pTTL(key)).toBeLessThanOrEqual(60_000);
  const short = (await store.lease('e5', 1)) as { token: string };
  await expect.poll(() => client.exists('paxos:event:accounting:e5')).toBe(0);
  expect(await store.renew('e5', short.token, 60_000)).toBe(false);
});

test('a lease that was given back, or has ended, goes to the next; only its holder can give it back', async () => {
  const store = redisDedupeStore(client, { consumer: 'accounting' });
  const first = (await store.lease('e2', 60_000)) as { token: string };
  await store.release('e2', 'another');
  expect(await store.lease('e2', 60_000)).toEqual({ state: 'busy' });
  await store.release('e2', first.token);
  expect(await store.lease('e2', 1)).toMatchObject({ state: 'leased' });
  await expect.poll(() => store.lease('e2', 60_000)).toMatchObject({ state: 'leased' });
});
