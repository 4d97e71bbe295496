import { manualClock, settle } from '@org/test-kit/clock';
import { json, raw } from '@org/test-kit/replies';
import { expect, test } from 'vitest';
import { isAbortedError, isTimeoutError } from '../../src/index.ts';
import { createMemoryRateLimitStore, processRateLimitStore } from '../../src/rate-limit/memory-store.ts';
import type { RateLimitStore } from '../../src/rate-limit/store.ts';
import { testClient } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers(json(200, { items: [] }));

/** The default class takes 1,500 at once. */
const BURST = 1_500;

/** A store whose burst is used up, so that the next turn is `wait` ms away. */
function usedUp(clock: ReturnType<typeof manualClock>, name = 'default'): RateLimitStore {
  const store = createMemoryRateLimitStore(clock);
  const burst = name === 'default' ? BURST : 300;
  return {
    ...store,
    reserve(key, pace, most) {
      if (key.endsWith(`:${name}`) && pace.burst === burst) return { wait: 5_000, closed: false };
      return store.reserve(key, pace, most);
    },
  };
}

test('the limiter is on by default: what exceeds the burst waits for its turn', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, {
    fetch: async () => Response.json({ access_token: 't', token_type: 'bearer', expires_in: 3599, items: [] }),
  });
  let done = 0;
  const calls = Array.from({ length: BURST + 45 }, () => client.GET('/profiles').then(() => done++));
  await settle(50);
  expect(done).toBe(BURST);
  await clock.advance(500);
  expect(done).toBe(BURST + 22);
  await clock.advance(500);
  await Promise.all(calls);
  expect(done).toBe(BURST + 45);
});

test('it can be switched off', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, {
    rateLimit: false,
    fetch: async () => Response.json({ access_token: 't', token_type: 'bearer', expires_in: 3599, items: [] }),
  });
  await Promise.all(Array.from({ length: BURST + 45 }, () => client.GET('/profiles')));
});

test('a turn beyond the deadline is refused at once, with nothing sent', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { rateLimit: usedUp(clock) });
  const error = await client.GET('/profiles', { deadline: 4_000 }).catch((thrown: unknown) => thrown);
  expect(isTimeoutError(error)).toBe(true);
  expect((error as Error).message).toBe(
    "ListProfiles: not sent: rate limit class 'default' (50 requests a second) is used up for another 5 s, which is beyond the deadline of 4000 ms. Call less often, or give a longer deadline.",
  );
  expect(error).toMatchObject({ notSent: true, rateLimit: 'default', retryAfter: 5_000 });
  expect(api.seen).toHaveLength(0);
});

test('waiting for a turn can be aborted', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { rateLimit: usedUp(clock) });
  const controller = new AbortController();
  const pending = client.GET('/profiles', { signal: controller.signal }).catch((thrown: unknown) => thrown);
  await settle();
  controller.abort(new Error('enough'));
  const error = await pending;
  expect(isAbortedError(error)).toBe(true);
  expect((error as Error).message).toContain('Nothing was sent.');
  expect(api.seen).toHaveLength(0);
});

test('a 429 closes its class for five minutes, and says so; other classes stay open', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  api.script(raw(429, 'too many'));
  const refused = await client.GET('/identity/identities');
  expect(refused.response.status).toBe(429);
  expect(api.seen).toHaveLength(1);

  api.script(json(200, { items: [] }));
  const error = await client.GET('/identity/identities').catch((thrown: unknown) => thrown);
  expect(isTimeoutError(error)).toBe(true);
  expect((error as Error).message).toMatch(
    /^ListIdentities: not sent: Paxos answered 429, so rate limit class 'identities' \(\d+ requests a second\) is closed for another 300 s, which is beyond the deadline of 120000 ms. Call again after that, and less often.$/,
  );
  expect((await client.GET('/profiles')).response.status).toBe(200);
  await clock.advance(299_000);
  expect(await client.GET('/identity/identities', { deadline: 999 }).catch(() => 'closed')).toBe('closed');
  await clock.advance(1_000);
  expect((await client.GET('/identity/identities')).response.status).toBe(200);
});

test('a deadline that is long enough waits until the class opens', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  api.script(raw(429, 'too many'));
  await client.GET('/profiles');
  api.script(json(200, { items: [] }));
  const pending = client.GET('/profiles', { deadline: 400_000 });
  await settle();
  await clock.advance(300_000);
  expect((await pending).response.status).toBe(200);
});

test('Retry-After says how long the class is closed, and the call is tried again then', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  let answered = 0;
  api.script((response, seen, socket) =>
    (answered++ === 0 ? raw(429, 'too many', { 'retry-after': '7' }) : json(200, { items: [] }))(
      response,
      seen,
      socket,
    ),
  );
  const pending = client.GET('/profiles');
  await expect.poll(() => answered).toBe(1);
  await settle();
  await clock.advance(6_999);
  expect(answered).toBe(1);
  await clock.advance(1);
  expect((await pending).response.status).toBe(200);
});

test('who waits for a turn while a 429 closes the class goes on waiting', async () => {
  const clock = manualClock();
  const inner = createMemoryRateLimitStore(clock);
  let first = true;
  const store: RateLimitStore = {
    ...inner,
    reserve(key, pace, most) {
      if (!key.endsWith(':default') || !first) return inner.reserve(key, pace, most);
      first = false;
      return { wait: 1_000, closed: false };
    },
  };
  const client = testClient(api, tokens, clock, { rateLimit: store });
  const pending = client.GET('/profiles', { deadline: 400_000 });
  await settle();
  inner.close(`${new URL(api.url).host}:default`, { interval: 1, burst: 1 }, 100_000);
  await clock.advance(99_999);
  expect(api.seen).toHaveLength(0);
  await clock.advance(1);
  expect((await pending).response.status).toBe(200);
});

test('a second try after a 401 counts too', async () => {
  const clock = manualClock();
  const taken: string[] = [];
  const inner = createMemoryRateLimitStore(clock);
  const store: RateLimitStore = {
    ...inner,
    reserve(key, pace, most) {
      taken.push(key.replace(/^.*:/, ''));
      return inner.reserve(key, pace, most);
    },
  };
  api.script(json(401, {}));
  await testClient(api, tokens, clock, { rateLimit: store }).GET('/profiles');
  expect(api.seen).toHaveLength(2);
  expect(taken).toEqual(['default', 'token', 'default', 'token']);
});

test('a shared store that fails or hangs is done without, and left alone for ten seconds', async () => {
  const clock = manualClock();
  let asked = 0;
  let how: () => Promise<never> = () => Promise.reject(new Error('down'));
  const broken: RateLimitStore = {
    reserve: () => {
      asked++;
      return how();
    },
    close: () => how(),
    closedFor: () => how(),
  };
  const client = testClient(api, tokens, clock, { rateLimit: broken });
  expect((await client.GET('/profiles')).response.status).toBe(200);
  const before = asked;
  expect((await client.GET('/profiles')).response.status).toBe(200);
  expect(asked).toBe(before);

  await clock.advance(10_000);
  how = () => new Promise(() => {});
  const pending = client.GET('/profiles');
  await settle();
  await clock.advance(1_000);
  expect((await pending).response.status).toBe(200);
  expect(asked).toBe(before + 1);
});

test('all clients of a process share one store, also those of another copy of the package', () => {
  expect(processRateLimitStore()).toBe(processRateLimitStore());
  const shared = (globalThis as Record<symbol, unknown>)[Symbol.for('@org/paxos-sdk/rate-limit')];
  expect(shared).toBe(processRateLimitStore());
});

test('an option that is no store is refused when the client is made', () => {
  expect(() => testClient(api, tokens, manualClock(), { rateLimit: {} as RateLimitStore })).toThrow(
    "Option 'rateLimit' has no method 'reserve'. Give a store, such as one of '@org/paxos-sdk/redis'.",
  );
  expect(() => testClient(api, tokens, manualClock(), { tokenStore: { get: () => {} } as never })).toThrow(
    "Option 'tokenStore' has no method 'take'. Give a store, such as one of '@org/paxos-sdk/redis'.",
  );
});
