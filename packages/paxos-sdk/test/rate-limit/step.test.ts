import { manualClock, settle } from '@org/test-kit/clock';
import { held, json, raw, reset } from '@org/test-kit/replies';
import { expect, test } from 'vitest';
import { operations } from '../../src/generated/operations.ts';
import { createPaxosClient, isAbortedError, isApiError, isRateLimitError } from '../../src/index.ts';
import { createMemoryRateLimitStore, processRateLimitStore } from '../../src/rate-limit/memory-store.ts';
import type { RateLimitStore } from '../../src/rate-limit/store.ts';
import { optionsOf, testClient } from '../support/client.ts';
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
      if (key.endsWith(`:${name}`) && pace.burst === burst) return { wait: 5_000, blocked: false };
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
  expect(isRateLimitError(error)).toBe(true);
  expect((error as Error).message).toBe(
    "listProfiles was not sent: the client-side limit of class 'default' (50 requests a second) would delay this call for another 5 s, past its deadline of 4000 ms. Reduce your request rate, or pass a longer deadline.",
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

test('a 429 without Retry-After blocks all classes for five minutes; calls past their deadline are withheld', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  api.script(raw(429, 'too many'));
  const refused = await client.GET('/identity/identities');
  expect(refused.response.status).toBe(429);
  expect(api.seen).toHaveLength(1);

  api.script(json(200, { items: [] }));
  for (const path of ['/identity/identities', '/profiles', '/markets'] as const) {
    const error = await client.GET(path).catch((thrown: unknown) => thrown);
    expect(isRateLimitError(error)).toBe(true);
    expect((error as Error).message).toMatch(
      /^list\w+ was not sent: Paxos answered 429, and its block would delay this call for another 300 s, past its deadline of 120000 ms\. Reduce your request rate, or pass a longer deadline\.$/,
    );
    expect(error).toMatchObject({ notSent: true, retryAfter: 300_000, retryable: true, attempts: 1 });
  }
  await clock.advance(299_000);
  expect(isRateLimitError(await client.GET('/profiles', { deadline: 999 }).catch((thrown: unknown) => thrown))).toBe(
    true,
  );
  expect(api.seen).toHaveLength(0);
  await clock.advance(1_000);
  expect((await client.GET('/identity/identities')).response.status).toBe(200);
});

test('the 429 itself is an ApiError that says what the client does now', async () => {
  const client = createPaxosClient({ ...optionsOf(api, tokens, manualClock()) });
  api.script(raw(429, 'too many'));
  const error = await client.profiles.listProfiles().then(undefined, (thrown: unknown) => thrown);
  expect(isApiError(error, 'listProfiles') && error.status).toBe(429);
  expect((error as Error).message).toBe(
    'listProfiles failed: 429 Too Many Requests. Paxos blocks the address for five minutes, so this client sends nothing before that. Reduce your request rate.',
  );
});

test('a 429 with Retry-After blocks its class only, for that long', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  api.script(raw(429, 'too many', { 'retry-after': '60' }), json(200, { items: [] }));
  await client.GET('/identity/identities');
  const withheld = await client.GET('/identity/identities', { deadline: 1_000 }).catch((thrown: unknown) => thrown);
  expect(withheld).toMatchObject({ name: 'RateLimitError', rateLimit: 'identities', retryAfter: 60_000 });
  expect((await client.GET('/profiles')).response.status).toBe(200);
});

test('after the block one call goes first, and the others follow when it was let through', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  api.script(raw(429, 'too many'));
  await client.GET('/profiles');
  const first = held(json(200, { items: [] }));
  api.script(first.reply, json(200, { items: [] }));
  const calls = Array.from({ length: 20 }, () => client.GET('/profiles', { deadline: 400_000 }));
  await settle();
  expect(api.seen).toHaveLength(0);
  await clock.advance(300_000);
  await api.arrived(1);
  await settle(50);
  expect(api.seen).toHaveLength(1);
  first.release();
  expect(new Set((await Promise.all(calls)).map(({ response }) => response.status))).toEqual(new Set([200]));
  expect(api.seen).toHaveLength(20);
});

test('where the first call after the block meets a 429 as well, the block begins anew', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  api.script(raw(429, 'too many'));
  await client.GET('/profiles');
  await clock.advance(300_000);
  expect((await client.GET('/profiles')).response.status).toBe(429);
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'RateLimitError', retryAfter: 300_000 });
});

test('a first call after the block without a response says nothing of it: the next one goes first', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  api.script(raw(429, 'too many'), reset, json(200, { items: [] }));
  await client.GET('/profiles');
  await clock.advance(300_000);
  expect(await client.GET('/profiles').catch(({ name }: Error) => name)).toBe('ConnectionError');
  expect((await client.GET('/profiles')).response.status).toBe(200);
});

test('the rate class of identities covers all paths below them', () => {
  const all = Object.values(operations).flatMap((group) => Object.values(group));
  const below = all.filter(({ path }) => path.startsWith('/identity/identities'));
  expect(below).toHaveLength(8);
  expect(below.map(({ rateLimit }) => rateLimit?.class)).toEqual(below.map(() => 'identities'));
});

test.each([3_600_000, -3_600_000])(
  'a wall clock that steps by %d ms neither stalls a limit nor misses it',
  async (step) => {
    const clock = manualClock();
    const client = testClient(api, tokens, clock, {
      fetch: async () => Response.json({ access_token: 't', token_type: 'bearer', expires_in: 3599, items: [] }),
    });
    await Promise.all(Array.from({ length: BURST }, () => client.GET('/profiles')));
    clock.stepWallClock(step);
    let done = 0;
    const calls = Array.from({ length: 45 }, () => client.GET('/profiles').then(() => done++));
    await settle(50);
    expect(done).toBe(0);
    await clock.advance(500);
    expect(done).toBe(22);
    await clock.advance(600);
    await Promise.all(calls);
  },
);

test('Retry-After says how long the class is blocked, and the call is retried then, with jitter', async () => {
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
  await clock.advance(8_749);
  expect(answered).toBe(1);
  await clock.advance(1);
  expect((await pending).response.status).toBe(200);
});

test('a call that waits for its turn while a 429 blocks its class goes on waiting', async () => {
  const clock = manualClock();
  const inner = createMemoryRateLimitStore(clock);
  let first = true;
  const store: RateLimitStore = {
    ...inner,
    reserve(key, pace, most) {
      if (!key.endsWith(':default') || !first) return inner.reserve(key, pace, most);
      first = false;
      return { wait: 1_000, blocked: false };
    },
  };
  const client = testClient(api, tokens, clock, { rateLimit: store });
  const pending = client.GET('/profiles', { deadline: 400_000 });
  await settle();
  inner.block(`${new URL(api.url).host}:default`, { interval: 1, burst: 1 }, 100_000);
  await clock.advance(99_999);
  expect(api.seen).toHaveLength(0);
  await clock.advance(1);
  expect((await pending).response.status).toBe(200);
});

test('a second attempt after a 401 counts too', async () => {
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
  tokens.script(
    ...['a', 'b'].map((access_token) => json(200, { access_token, token_type: 'bearer', expires_in: 3599 })),
  );
  await testClient(api, tokens, clock, { rateLimit: store }).GET('/profiles');
  expect(api.seen).toHaveLength(2);
  expect(taken).toEqual(['default', 'token', 'token', 'default']);
});

test('a shared store that fails or hangs is done without, and left alone for ten seconds', async () => {
  const clock = manualClock();
  let asked = 0;
  let how: () => Promise<never> = () => Promise.reject(new Error('down'));
  const broken: RateLimitStore = {
    reserve: () => how(),
    block: () => how(),
    blockedFor: () => {
      asked++;
      return how();
    },
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
    "Option 'rateLimit' has no method 'reserve'. Pass a store, such as one of '@org/paxos-sdk/redis'.",
  );
  expect(() => testClient(api, tokens, manualClock(), { tokenStore: { get: () => {} } as never })).toThrow(
    "Option 'tokenStore' has no method 'getOrRefresh'. Pass a store, such as one of '@org/paxos-sdk/redis'.",
  );
});

test('the first call after a block may renew its token, and the others go on after it', async () => {
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  const token = (value: string) => json(200, { access_token: value, token_type: 'bearer', expires_in: 3599 });
  tokens.script(token('t1'), token('t2'));
  api.script(json(429, {}));
  await client.GET('/profiles');
  await clock.advance(300_000);
  api.script(json(401, {}), json(200, { items: [] }), json(200, { items: [] }), json(200, { items: [] }));
  const first = client.GET('/profiles', { deadline: 1_000 });
  const second = client.GET('/profiles', { deadline: 1_000 });
  const statuses = await Promise.all([first, second].map(async (call) => (await call).response.status));
  expect(statuses).toEqual([200, 200]);
  expect((await client.GET('/profiles', { deadline: 1_000 })).response.status).toBe(200);
});

test('a shared store that returns nonsense is done without, and no call waits for it', async () => {
  const clock = manualClock();
  const nonsense = { reserve: () => undefined, block: () => undefined, blockedFor: () => 'soon' };
  const client = testClient(api, tokens, clock, { rateLimit: nonsense as never });
  expect((await client.GET('/profiles')).response.status).toBe(200);
  expect((await client.GET('/profiles')).response.status).toBe(200);
});
