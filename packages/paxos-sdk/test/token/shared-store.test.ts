// Several clients, as in several processes, with one token store between them.

import { inspect } from 'node:util';
import { type ManualClock, manualClock, settle } from '@org/test-kit/clock';
import { json, raw } from '@org/test-kit/replies';
import { type ScriptedServer, startServer } from '@org/test-kit/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTokenSealer } from '../../src/token/sealed-token.ts';
import { shareTokens } from '../../src/token/share-token.ts';
import type { TokenStore } from '../../src/token/token-store.ts';
import { CREDENTIALS, testClient } from '../support/client.ts';
import { type MemoryTokenStore, memoryTokenStore } from '../support/memory-token-store.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';

let clock: ManualClock;
let tokens: TokenServer;
let api: ScriptedServer;
let store: MemoryTokenStore;
beforeEach(async () => {
  clock = manualClock();
  store = memoryTokenStore(clock);
  tokens = await startTokenServer(clock.now);
  api = await startServer((response, seen, socket) =>
    (tokens.accepts(seen) ? json(200, { items: [] }) : json(401, {}))(response, seen, socket),
  );
});
afterEach(() => tokens.close());

/** Moves the clock on until `work` is done. Sealing runs in threads, so time waits for them too. */
async function driven<T>(of: ManualClock, work: Promise<T>): Promise<T> {
  let done = false;
  const end = (): void => {
    done = true;
  };
  work.then(end, end);
  for (; !done; await settle()) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await settle();
    if (!done) await of.advance(50);
  }
  return work;
}

const clientWith = (tokenStore: TokenStore = store) =>
  testClient(api, tokens, clock, { tokenStore: shareTokens(tokenStore) });
const status = async (client: ReturnType<typeof testClient>): Promise<number> =>
  (await client.GET('/profiles')).response.status;
const all = (clients: ReturnType<typeof testClient>[]): Promise<number[]> =>
  driven(clock, Promise.all(clients.map(status)));

test('twenty clients use one token, and each reads it once', async () => {
  const clients = Array.from({ length: 20 }, () => clientWith());
  expect(new Set(await all(clients))).toEqual(new Set([200]));
  expect(tokens.seen).toHaveLength(1);
  expect(store.locks.size).toBe(0);
});

test('the key names host, credentials and scopes, and no secret; what it keeps ends with the token', async () => {
  await status(clientWith());
  const [[key, entry] = ['', undefined]] = store.kept;
  expect(JSON.parse(key)).toEqual([
    `${tokens.url}/oauth2/token`,
    'client-1',
    'funding:read_profile',
    'identity:read_identity',
  ]);
  expect(key).not.toContain(CREDENTIALS.clientSecret);
  // Sealed: neither the token nor its times can be read.
  expect(entry?.value).toMatch(/^v1\.[A-Za-z0-9+/]+=*$/);
  expect(atob(`${entry?.value.slice(3)}`)).not.toContain('token-1');
  expect(entry?.until).toBe(clock.now() + 3_594_000);
});

test('a refused token is replaced for all: one client gets the new one, the others read it', async () => {
  const clients = Array.from({ length: 20 }, () => clientWith());
  await all(clients);
  tokens.revoked.add('token-1');
  expect(new Set(await all(clients))).toEqual(new Set([200]));
  expect(tokens.given).toEqual(['token-1', 'token-2']);
});

test('before its end the token is renewed once for all, in the background', async () => {
  const clients = Array.from({ length: 20 }, () => clientWith());
  await all(clients);
  await clock.advance(3_599_000 - 50_000);
  expect(new Set(await all(clients))).toEqual(new Set([200]));
  // Those that did not get the lock look again after a while. Sealing and the request take real time.
  const lastToken = async () => {
    await driven(clock, clock.advance(500));
    const from = api.seen.length;
    await all(clients);
    return [...new Set(api.seen.slice(from).map(({ headers }) => headers.authorization))];
  };
  await expect.poll(lastToken, { interval: 0, timeout: 10_000 }).toEqual(['Bearer token-2']);
  expect(tokens.given).toEqual(['token-1', 'token-2']);
});

test('a holder whose lock ended does not overwrite what the next one brought, and uses that', async () => {
  let late = (): void => {};
  tokens.script((response, seen, socket) => {
    late = () => json(200, { access_token: 'old', token_type: 'bearer', expires_in: 3599 })(response, seen, socket);
  });
  const slow = status(clientWith());
  await expect.poll(() => tokens.seen.length).toBe(1);
  tokens.script(tokens.grant);
  // As if the process had stood still for longer than its lock lasts.
  store.locks.clear();
  expect(await driven(clock, status(clientWith()))).toBe(200);
  late();
  expect(await driven(clock, slow)).toBe(200);
  expect(api.seen.map((seen) => seen.headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
  const [[key, entry] = ['', { value: '' }]] = store.kept;
  expect(await createTokenSealer(CREDENTIALS.clientSecret, key, clock).open(entry.value)).toMatchObject({
    value: 'token-1',
  });
});

test('while another process gets the token, one waits; if that one dies, the end of its lock lets the next ask', async () => {
  await store.lock([...(await keyOf())][0] ?? '', 15_000);
  const pending = status(clientWith());
  await clock.advance(14_900);
  expect(tokens.seen).toHaveLength(0);
  await clock.advance(600);
  expect(await pending).toBe(200);
  expect(tokens.seen).toHaveLength(1);
});

test('who gets the lock looks again first: its last holder may have brought a token meanwhile', async () => {
  tokens.given.push('brought');
  const [key = ''] = await keyOf();
  const token = await sealed('brought', key);
  let looks = 0;
  const get = async (): Promise<string | undefined> => (looks++ === 0 ? undefined : token);
  expect(await driven(clock, status(clientWith({ ...store, get })))).toBe(200);
  expect(tokens.seen).toHaveLength(0);
  expect(store.locks.size).toBe(0);
});

/** What a store keeps of a token that is good for ten seconds. */
function sealed(value: string, key: string, secret: string = CREDENTIALS.clientSecret): Promise<string> {
  const now = clock.monotonic();
  return createTokenSealer(secret, key, clock).seal({ value, renewAt: now + 9_000, endsAt: now + 10_000 });
}

/** The key that a client would use. */
async function keyOf(): Promise<string[]> {
  const probe = memoryTokenStore(clock);
  await status(clientWith(probe));
  tokens.seen.length = 0;
  return [...probe.kept.keys()];
}

test.each<[string, Partial<TokenStore>]>([
  ['get rejects', { get: () => Promise.reject(new Error('down')) }],
  [
    'get throws',
    {
      get: () => {
        throw new Error('down');
      },
    },
  ],
  ['set rejects', { set: () => Promise.reject(new Error('read only')) }],
  ['lock rejects', { lock: () => Promise.reject(new Error('down')) }],
  ['giving the lock back rejects', { lock: async () => () => Promise.reject(new Error('down')) }],
  ['it keeps what is no token', { get: async () => '{"value":1}', set: async () => false }],
  ['it keeps what is no JSON', { get: async () => 'x', set: async () => true }],
])('a store that fails is done without: %s', async (_what, broken) => {
  const client = clientWith({ ...store, ...broken });
  expect(await status(client)).toBe(200);
  expect(await status(client)).toBe(200);
  expect(tokens.seen).toHaveLength(1);
});

test.each<[string, (key: string) => string | Promise<string>]>([
  ['a plain token', () => JSON.stringify({ value: 'ATTACKER', renewAt: clock.now() + 9e5, endsAt: clock.now() + 9e5 })],
  ['a token under another secret', (key) => sealed('ATTACKER', key, 'guess')],
  ['a token of other scopes', (key) => sealed('ATTACKER', key.replace('identity:read_identity', 'orders:create'))],
  ['half a token', async (key) => (await sealed('ATTACKER', key)).slice(0, 40)],
  ['a token that no header takes', (key) => sealed('ATTACKER\r\nX-Evil: 1', key)],
  ['one of our form with nothing in it', () => 'v1.'],
])(
  'a store with %s planted in it does no harm: it is replaced by a fresh token, and never shown',
  async (_what, plant) => {
    const [key = ''] = await keyOf();
    store.kept.set(key, { value: await plant(key), until: clock.now() + 9e9 });
    const shown: unknown[] = [];
    const hooks = {
      request: (...args: unknown[]) => void shown.push(args),
      end: (...args: unknown[]) => void shown.push(args),
    };
    const client = testClient(api, tokens, clock, { tokenStore: shareTokens(store), hooks });
    expect(await driven(clock, status(client))).toBe(200);
    expect(api.seen.at(-1)?.headers.authorization).toBe(`Bearer ${tokens.given.at(-1)}`);
    expect(inspect(shown, { depth: 9 })).not.toContain('ATTACKER');
    // All others read the fresh one.
    expect(await driven(clock, status(clientWith()))).toBe(200);
    expect(tokens.seen).toHaveLength(1);
  },
);

test('a token that was planted is in no error either', async () => {
  const [key = ''] = await keyOf();
  store.kept.set(key, { value: await sealed('ATTACKER\n', key), until: clock.now() + 9e9 });
  tokens.script(json(400, { error: 'invalid_client' }));
  const error = await driven(
    clock,
    clientWith()
      .GET('/profiles')
      .catch((thrown: unknown) => thrown),
  );
  expect(error).toMatchObject({ name: 'TokenError', code: 'invalid_client' });
  expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('ATTACKER');
});

test.each([
  ['a store that names its locks', { lockName: (key: string) => `shared:${key.length}` }, /^shared:\d+$/],
  ['one that does not', {}, /^\["http.*"client-1".*\]$/],
])('a lock that does not end is waited for 20 seconds, and named, with %s', async (_what, more, name) => {
  const pending = clientWith({ ...store, ...more, lock: async () => undefined })
    .GET('/profiles')
    .catch((thrown: unknown) => thrown as Error);
  const error = (await driven(clock, pending)) as Error;
  expect(error).toMatchObject({ name: 'TokenError', retryable: false, notSent: true });
  const [, named = ''] =
    /^listProfiles failed: The lock '(.*)' of the shared access token was not free for 20000 ms, longer than a request for a token takes\. If no process is requesting one, delete that key from the token store\. Nothing was sent\.$/.exec(
      error.message,
    ) ?? [];
  expect(named).toMatch(name);
  expect(tokens.seen).toHaveLength(0);
});

test('a store that does not answer is given two seconds', async () => {
  const pending = status(clientWith({ ...store, get: () => new Promise(() => {}) }));
  await settle();
  await clock.advance(2_000);
  expect(await pending).toBe(200);
});

test('a failure of the token server is told, and not taken for one of the store', async () => {
  tokens.script(raw(403, 'no'));
  const error = await clientWith()
    .GET('/profiles')
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'TokenError', status: 403 });
  expect(tokens.seen).toHaveLength(1);
  expect(store.locks.size).toBe(0);
});

test.each(['get', 'set', 'lock'] as const)('a store without the method %s is refused at once', (method) => {
  const broken = { ...memoryTokenStore(clock), [method]: undefined } as unknown as TokenStore;
  expect(() => shareTokens(broken)).toThrow(`A token store needs the method '${method}'.`);
});

test.each([0, -1, 1.5, Number.NaN])('lockTtl %s is refused', (lockTtl) => {
  expect(() => shareTokens(store, { lockTtl })).toThrow(
    `Option 'lockTtl' must be a positive integer of milliseconds (got ${lockTtl}).`,
  );
});

test('a lock that is given after the store had its time is given back', async () => {
  const release = vi.fn(async () => {});
  const asked = vi.fn();
  let answer = (): void => {};
  const lock: TokenStore['lock'] = () => {
    asked();
    return new Promise((resolve) => {
      answer = () => resolve(release);
    });
  };
  const pending = status(clientWith({ ...store, lock }));
  await expect.poll(() => asked.mock.calls.length).toBe(1);
  expect(await driven(clock, pending)).toBe(200);
  expect(release).not.toHaveBeenCalled();
  answer();
  await settle();
  expect(release).toHaveBeenCalledTimes(1);
});
