// What a caller is told when there is no token. Nothing of it shows the secret, and nothing was sent to the API.
import { inspect } from 'node:util';
import { manualClock, settle } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { isTokenError, type TokenError } from '../../src/index.ts';
import { CREDENTIALS, testClient } from '../support/client.ts';

const api = useServer(json(200, { items: [] }));
const tokens = useServer(json(200, {}));

const failing = async (maxRetries = 0): Promise<TokenError> => {
  const client = testClient(api, tokens, manualClock(), { maxRetries });
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(api.seen).toHaveLength(0);
  expect(isTokenError(error)).toBe(true);
  // So that a retry of a create is not taken for a second one.
  expect(error).toMatchObject({ operation: 'listProfiles', notSent: true });
  for (const shown of [inspect(error, { depth: 9 }), JSON.stringify(error), String(error)]) {
    expect(shown).not.toContain(CREDENTIALS.clientSecret);
  }
  return error as TokenError;
};

test.each([
  [400, 'invalid_client', "Check 'clientId' and 'clientSecret', and that they belong to this environment."],
  [400, 'invalid_scope', "Check 'scopes': these credentials may not request all of them."],
  [400, 'unauthorized_client', 'These credentials may not use the client credentials grant.'],
  [400, 'unsupported_grant_type', "Check 'tokenUrl'."],
])('%i %s says what to check, and is not retried', async (status, code, advice) => {
  tokens.script(json(status, { error: code, error_description: `no: ${CREDENTIALS.clientSecret}` }));
  const error = await failing(2);
  expect(error).toMatchObject({ code, status, retryable: false });
  expect(tokens.seen).toHaveLength(1);
  const { host } = new URL(tokens.url);
  expect(error.message).toBe(
    `listProfiles failed: ${host} refused an access token: ${code} (no: [redacted]). ${advice} Nothing was sent.`,
  );
});

test('a 401 with a challenge says what to check', async () => {
  tokens.script(json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="x"' }));
  const error = await failing();
  expect(error).toMatchObject({ status: 401, retryable: false });
  expect(error.message).toContain("Check 'clientId' and 'clientSecret', and that they belong to this environment.");
});

test('a 429 says that the address is blocked, and is not repeated', async () => {
  tokens.script(raw(429, 'slow down'));
  const error = await failing(2);
  expect(error.status).toBe(429);
  expect(error.message).toContain('Share one client, or a token store, instead of making many. Nothing was sent.');
  expect(tokens.seen).toHaveLength(1);
});

test('the Retry-After of a 429 is honoured: the call gets its token then', async () => {
  tokens.script(
    raw(429, 'slow down', { 'retry-after': '1' }),
    json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }),
  );
  const clock = manualClock();
  const pending = testClient(api, tokens, clock).GET('/profiles');
  await tokens.arrived(1);
  await settle();
  await clock.advance(1_250);
  expect((await pending).response.status).toBe(200);
  expect(tokens.seen).toHaveLength(2);
});

test.each([302, 404, 500, 503])('status %i with a page says what to do', async (status) => {
  tokens.script(raw(status, '<html>', { 'content-type': 'text/html', location: 'https://elsewhere.example' }));
  const error = await failing();
  expect(error).toMatchObject({ status, retryable: status > 499 });
  expect(error.message).toContain(status > 499 ? 'Retry later. Nothing was sent.' : "Check 'tokenUrl'");
});

test('what a broken fetch throws for the token passes through unchanged', async () => {
  const bug = new RangeError('a bug in fetch');
  const fetch = () => Promise.reject(bug);
  const client = testClient(api, tokens, manualClock(), { fetch });
  expect(await client.GET('/profiles').catch((thrown: unknown) => thrown)).toBe(bug);
});

test.each([
  ['HTML', '<html>', 'text/html'],
  ['broken JSON', '{"access_token": "x', 'application/json'],
  ['another object', '{"hello": 1}', 'application/json'],
  ['another kind of token', '{"access_token":"x","token_type":"mac"}', 'application/json'],
  [
    'a lifetime that is no number',
    '{"access_token":"x","token_type":"bearer","expires_in":"soon"}',
    'application/json',
  ],
])('a success with %s has no token', async (_what, body, type) => {
  tokens.script(raw(200, body, { 'content-type': type }));
  const error = await failing();
  expect(error).toMatchObject({ status: 200, retryable: true });
  expect(error.message).toContain('without an access token');
});

test('a connection that breaks is retried', async () => {
  tokens.script(reset);
  const clock = manualClock();
  clock.skipBelow(9_000);
  const client = testClient(api, tokens, clock);
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'TokenError', notSent: true, code: 'ECONNRESET' });
  expect((error as Error).message).toContain(
    'could not be reached for an access token (ECONNRESET). Check the network. Nothing was sent.',
  );
  expect(tokens.seen).toHaveLength(3);
});

test('no response ends within ten seconds, whatever the timeout of the client', async () => {
  tokens.script(() => {});
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  const pending = client.GET('/profiles').catch((thrown: unknown) => thrown);
  await expect.poll(() => tokens.seen.length).toBe(1);
  await clock.advance(10_000);
  const error = await pending;
  expect(isTokenError(error)).toBe(true);
  expect((error as Error).message).toContain('returned no access token within 10000 ms. Nothing was sent.');
});

test('each waiting call gets an error of its own, with its own operation', async () => {
  tokens.script(json(400, { error: 'invalid_scope' }));
  const client = testClient(api, tokens, manualClock());
  const [a, b] = (await Promise.all([
    client.GET('/profiles').catch((thrown: unknown) => thrown),
    client.GET('/identity/identities').catch((thrown: unknown) => thrown),
  ])) as { operation?: string }[];
  expect([a?.operation, b?.operation]).toEqual(['listProfiles', 'listIdentities']);
  expect(tokens.seen).toHaveLength(1);
});

test('a signal ends the waiting for a token, for its own call only', async () => {
  let answer = (): void => {};
  tokens.script((response, seen, socket) => {
    answer = () => json(200, { access_token: 't', token_type: 'bearer', expires_in: 100 })(response, seen, socket);
  });
  const client = testClient(api, tokens, manualClock());
  const controller = new AbortController();
  const aborted = client.GET('/profiles', { signal: controller.signal }).catch((thrown: unknown) => thrown);
  const other = client.GET('/profiles');
  await expect.poll(() => tokens.seen.length).toBe(1);
  controller.abort();
  expect(((await aborted) as Error).name).toBe('AbortedError');
  answer();
  expect((await other).response.status).toBe(200);
  await settle();
});

test('a token endpoint that fails is asked thirty times at once, then once in 1.1 seconds', async () => {
  tokens.script(json(503, {}));
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  for (let call = 0; call < 30; call++) await client.GET('/profiles').catch(() => {});
  expect(tokens.seen).toHaveLength(30);
  const next = client.GET('/profiles').catch((thrown: unknown) => thrown);
  await settle();
  expect(tokens.seen).toHaveLength(30);
  await clock.advance(1_112);
  expect(isTokenError(await next)).toBe(true);
  expect(tokens.seen).toHaveLength(31);
});

test('after a 429 the token endpoint is left alone for five minutes, and calls are told so at once', async () => {
  tokens.script(raw(429, 'slow down'));
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  await client.GET('/profiles').catch(() => {});
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(isTokenError(error)).toBe(true);
  expect((error as Error).message).toBe(
    `listProfiles failed: ${new URL(tokens.url).host} was asked for too many access tokens, and takes the next request in 300 s. Share one client, or a token store, instead of making many. Nothing was sent.`,
  );
  expect(error).toMatchObject({ notSent: true, retryAfter: 300_000 });
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(300_000);
  await client.GET('/profiles').catch(() => {});
  expect(tokens.seen).toHaveLength(2);
});
