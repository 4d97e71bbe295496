// Several clients, as in several processes, with one token store between them.
import { driven, type ManualClock, manualClock, settle } from '@org/test-kit/clock';
import { json, raw } from '@org/test-kit/replies';
import { type ScriptedServer, startServer } from '@org/test-kit/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
  expect(key + entry?.value).not.toContain(CREDENTIALS.clientSecret);
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
  // Those that did not get the lock look again after a while.
  await driven(clock, clock.advance(1_000));
  await all(clients);
  expect(tokens.given).toEqual(['token-1', 'token-2']);
  expect(api.seen.at(-1)?.headers.authorization).toBe('Bearer token-2');
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
  expect([...store.kept.values()][0]?.value).toContain('token-1');
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
  const token = JSON.stringify({ value: 'brought', renewAt: clock.now() + 9_000, endsAt: clock.now() + 10_000 });
  let looks = 0;
  const get = async (): Promise<string | undefined> => (looks++ === 0 ? undefined : token);
  expect(await driven(clock, status(clientWith({ ...store, get })))).toBe(200);
  expect(tokens.seen).toHaveLength(0);
  expect(store.locks.size).toBe(0);
});

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
