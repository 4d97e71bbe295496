// A thousand calls at once against a token server that counts and limits.
import { type ManualClock, manualClock, settle } from '@org/test-kit/clock';
import { json } from '@org/test-kit/replies';
import { type Reply, type ScriptedServer, startServer } from '@org/test-kit/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testClient } from '../support/client.ts';
import { startTokenServer, type TokenServer } from '../support/token-server.ts';

let clock: ManualClock;
let tokens: TokenServer;
let api: ScriptedServer;
beforeEach(async () => {
  clock = manualClock();
  tokens = await startTokenServer(clock.monotonic);
  api = await startServer(checked);
});
afterEach(() => tokens.close());

const checked: Reply = (response, seen, socket) =>
  (tokens.accepts(seen) ? json(200, { items: [] }) : json(401, { title: 'Unauthorized' }))(response, seen, socket);

const storm = async (client: ReturnType<typeof testClient>, calls = 1000): Promise<number[]> => {
  const answers = await Promise.all(Array.from({ length: calls }, () => client.GET('/profiles')));
  return answers.map(({ response }) => response.status);
};

test('a thousand calls at once ask for one token', async () => {
  const statuses = await storm(testClient(api, tokens, clock));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(tokens.seen).toHaveLength(1);
  expect(api.seen).toHaveLength(1000);
});

test('the request says who asks and for what, and holds what the standard wants', async () => {
  await testClient(api, tokens, clock).GET('/profiles');
  const [seen] = tokens.seen;
  expect(seen?.method).toBe('POST');
  expect(seen?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client-1',
    client_secret: 's3cret/+=&',
    scope: 'funding:read_profile identity:read_identity',
  });
});

test('an expiry in the middle of a storm costs one more token, and no call fails', async () => {
  const client = testClient(api, tokens, clock);
  await storm(client, 500);
  await clock.advance(3_600_000);
  const statuses = await storm(client);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(tokens.given).toEqual(['token-1', 'token-2']);
  expect(api.seen.at(-1)?.headers.authorization).toBe('Bearer token-2');
});

test('shortly before its end a token is renewed in the background, and no call waits for that', async () => {
  const client = testClient(api, tokens, clock);
  await storm(client, 1);
  await clock.advance(3_599_000 - 59_000);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  tokens.script((response, seen, socket) => held.then(() => tokens.grant(response, seen, socket)));
  expect(new Set(await storm(client, 100))).toEqual(new Set([200]));
  expect(api.seen.at(-1)?.headers.authorization).toBe('Bearer token-1');
  release();
  await settle();
  await storm(client, 1);
  expect(api.seen.at(-1)?.headers.authorization).toBe('Bearer token-2');
  expect(tokens.seen).toHaveLength(1);
});

test('refused tokens: a thousand 401s cost one new token, and every call succeeds on its second try', async () => {
  // Two thousand requests at once are more than the limiter lets out.
  const client = testClient(api, tokens, clock, { rateLimit: false });
  await storm(client, 1);
  tokens.revoked.add('token-1');
  const statuses = await storm(client);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(tokens.given).toEqual(['token-1', 'token-2']);
});

test('a call is retried once only: with every token refused it ends with the 401', async () => {
  api.script(json(401, { title: 'Unauthorized' }));
  const { response } = await testClient(api, tokens, clock).GET('/profiles');
  expect(response.status).toBe(401);
  expect(api.seen).toHaveLength(2);
});

test('a late 401 for an old token leaves the newer one alone', async () => {
  const client = testClient(api, tokens, clock);
  await storm(client, 1);
  let answerLate = (): void => {};
  api.script((response, seen, socket) => {
    answerLate = () => json(401, { title: 'Unauthorized' })(response, seen, socket);
  });
  const slow = client.GET('/profiles');
  await expect.poll(() => api.seen.length).toBe(1);
  api.script(checked);
  tokens.revoked.add('token-1');
  await storm(client, 10);
  expect(tokens.given).toEqual(['token-1', 'token-2']);
  answerLate();
  expect((await slow).response.status).toBe(200);
  expect(tokens.given).toEqual(['token-1', 'token-2']);
});

test('without expires_in a token is not kept for ever: after four minutes it is renewed, after five replaced', async () => {
  tokens.expiresIn = undefined;
  const client = testClient(api, tokens, clock);
  await storm(client, 1);
  await clock.advance(230_000);
  await storm(client, 1);
  await settle();
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(20_000);
  await storm(client, 1);
  await settle();
  expect(tokens.seen).toHaveLength(2);
});

test('a token that lives for seconds is used for most of them', async () => {
  tokens.expiresIn = 10;
  const client = testClient(api, tokens, clock);
  await storm(client, 50);
  await clock.advance(7_000);
  await storm(client, 50);
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(2_500);
  await storm(client, 50);
  expect(tokens.seen).toHaveLength(2);
  expect(new Set(await storm(client, 50))).toEqual(new Set([200]));
});

test('an early renewal that fails is not repeated for ten seconds, while the token is good', async () => {
  const client = testClient(api, tokens, clock);
  await storm(client, 1);
  await clock.advance(3_599_000 - 59_000);
  tokens.script(json(503, {}));
  for (let call = 0; call < 20; call++) await storm(client, 1);
  await settle();
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(10_000);
  await storm(client, 1);
  await settle();
  expect(tokens.seen).toHaveLength(2);
  expect(api.seen).toHaveLength(22);
});

test('public operations ask for no token, and send none', async () => {
  const { response } = await testClient(api, tokens, clock, { scopes: [] }).GET('/markets');
  expect(response.status).toBe(401);
  expect(api.seen[0]?.headers.authorization).toBeUndefined();
  expect(api.seen).toHaveLength(1);
  expect(tokens.seen).toHaveLength(0);
});

test('an operation that always answers 401 neither stops the others nor storms the token endpoint', async () => {
  const client = testClient(api, tokens, clock, { rateLimit: false });
  api.on('GET /v2/identity/identities', json(401, { title: 'Unauthorized' }));
  for (let second = 0; second < 15; second++) {
    for (let call = 0; call < 10; call++) {
      expect((await client.GET('/identity/identities')).response.status).toBe(401);
      expect((await client.GET('/profiles')).response.status).toBe(200);
    }
    await clock.advance(1_000);
  }
  expect(tokens.given).toEqual(['token-1', 'token-2']);
  await clock.advance(15_000);
  await client.GET('/identity/identities');
  expect(tokens.given).toEqual(['token-1', 'token-2', 'token-3']);
});

test('healthy calls keep using the old token while it is being renewed, and when that fails', async () => {
  const client = testClient(api, tokens, clock, { rateLimit: false, maxRetries: 0 });
  api.on('GET /v2/identity/identities', json(401, { title: 'Unauthorized' }));
  await storm(client, 1);
  tokens.script(json(503, {}));
  expect(await client.GET('/identity/identities').catch(({ name }: Error) => name)).toBe('TokenError');
  expect(new Set(await storm(client, 10))).toEqual(new Set([200]));
});

test.each([3_600_000, -3_600_000])('a wall clock that steps by %d ms changes nothing for a token', async (step) => {
  const client = testClient(api, tokens, clock);
  await storm(client, 1);
  clock.stepWallClock(step);
  expect(new Set(await storm(client, 10))).toEqual(new Set([200]));
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(3_599_000);
  expect(new Set(await storm(client, 10))).toEqual(new Set([200]));
  expect(tokens.seen).toHaveLength(2);
});
