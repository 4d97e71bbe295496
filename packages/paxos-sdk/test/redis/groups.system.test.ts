import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisDedupeStore } from '../../src/redis.ts';
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

test('of a group the event that was handled last is remembered, and one that is being handled stays leased', async () => {
  const store = redisDedupeStore(client, { consumer: 'accounting' });
  const handle = async (id: string, group: string): Promise<string> => {
    const lease = await store.lease(id, 60_000);
    if (lease.state === 'leased') await store.done(id, lease.token, 60_000, group);
    return lease.state;
  };
  expect(await handle('t1:review', 't1')).toBe('leased');
  expect(await handle('t1:review', 't1')).toBe('done');
  expect(await handle('t2:review', 't2')).toBe('leased');
  expect(await handle('t1:payout', 't1')).toBe('leased');
  // Again from another worker, while a third status is done.
  expect(await store.lease('t1:review', 60_000)).toMatchObject({ state: 'leased' });
  expect(await handle('t1:completed', 't1')).toBe('leased');
  expect(await store.lease('t1:review', 60_000)).toEqual({ state: 'busy' });
  expect(await store.lease('t1:payout', 60_000)).toMatchObject({ state: 'leased' });
  expect(await store.lease('t1:completed', 60_000)).toEqual({ state: 'done' });
  expect(await store.lease('t2:review', 60_000)).toEqual({ state: 'done' });
});
