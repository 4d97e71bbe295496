// Several real processes on one real Redis share one token, also when the one that gets it is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { json } from '@org/test-kit/replies';
import { type ScriptedServer, startServer } from '@org/test-kit/server';
import { createClient } from 'redis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { redisRateLimitStore } from '../../src/redis.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';

let redis: RedisServer;
let tokens: TokenServer;
let api: ScriptedServer;
beforeEach(async () => {
  redis = await startRedis();
  tokens = await startTokenServer(Date.now);
  api = await startServer((response, seen, socket) =>
    (tokens.accepts(seen) ? json(200, { items: [] }) : json(401, {}))(response, seen, socket),
  );
});
afterEach(async () => {
  await Promise.all([redis.stop(), tokens.close()]);
});

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

function start(calls: number, lockTtl = 15_000): { child: ChildProcess; ends: Promise<unknown[]> } {
  const args = [WORKER, redis.url, api.url, tokens.url, `${calls}`, `${lockTtl}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ends = new Promise<unknown[]>((resolve) => {
    let said = '';
    child.stdout?.on('data', (part: Buffer) => {
      said += part.toString();
    });
    child.once('close', () => resolve(JSON.parse(said || '[]')));
  });
  return { child, ends };
}

test('six processes with fifty calls each ask for one token between them', async () => {
  const workers = Array.from({ length: 6 }, () => start(50));
  const statuses = (await Promise.all(workers.map((worker) => worker.ends))).flat();
  expect(statuses).toHaveLength(300);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(tokens.seen).toHaveLength(1);
}, 60_000);

test('a process that is killed while it holds the lock delays the others by one lock, no more', async () => {
  tokens.script(() => {});
  const victim = start(1, 2_000);
  await expect.poll(() => tokens.seen.length, { timeout: 20_000 }).toBe(1);
  tokens.script(tokens.grant);
  victim.child.kill('SIGKILL');
  expect(await victim.ends).toEqual([]);

  const workers = Array.from({ length: 4 }, () => start(10));
  const statuses = (await Promise.all(workers.map((worker) => worker.ends))).flat();
  expect(statuses).toEqual(Array(40).fill(200));
  // The one that nobody waited for, and one for all others.
  expect(tokens.seen).toHaveLength(1);
  expect(tokens.given).toHaveLength(1);
}, 60_000);

test('an address that a 429 blocked in one process is blocked in all', async () => {
  const client = await createClient({ url: redis.url }).connect();
  const key = `${new URL(api.url).host}:*`;
  api.script(json(429, { title: 'Too Many Requests' }));
  expect(await start(1).ends).toEqual([429]);
  const left = await redisRateLimitStore(client as never).blockedFor(key);
  expect(left).toBeGreaterThan(280_000);
  await client.close();

  expect(await start(1).ends).toEqual([expect.stringContaining('was not sent: Paxos answered 429')]);
  expect(api.seen).toHaveLength(1);
}, 60_000);
