// What a caller is told when there is no token. Nothing of it shows the secret, and nothing was sent to the API.
import { inspect } from 'node:util';
import { manualClock, settle } from '@org/test-kit/clock';
import { json, raw, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import {
  isApiError,
  isInvalidRequestError,
  isConnectionError,
  isDecodeError,
  isSdkError,
  isTimeoutError,
} from '../../src/index.ts';
import { CREDENTIALS, testClient } from '../support/client.ts';

const api = useServer(json(200, { items: [] }));
const tokens = useServer(json(200, {}));

const failing = async (maxRetries = 0): Promise<Error> => {
  const client = testClient(api, tokens, manualClock(), { maxRetries });
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(api.seen).toHaveLength(0);
  expect(isSdkError(error)).toBe(true);
  // So that a retry of a create is not taken for a second one.
  expect(error).toMatchObject({ operation: 'ListProfiles', notSent: true });
  for (const shown of [inspect(error, { depth: 9 }), JSON.stringify(error), String(error)]) {
    expect(shown).not.toContain(CREDENTIALS.clientSecret);
  }
  return error as Error;
};

test.each([
  [400, 'invalid_client', "Check 'clientId' and 'clientSecret', and that they are of this environment."],
  [400, 'invalid_scope', "Check 'scopes': these credentials may not ask for all of them."],
  [400, 'unauthorized_client', 'These credentials may not use the client credentials grant.'],
  [400, 'unsupported_grant_type', "Check 'tokenUrl'."],
])('%i %s is a InvalidRequestError that says what to check', async (status, code, advice) => {
  tokens.script(json(status, { error: code, error_description: `no: ${CREDENTIALS.clientSecret}` }));
  const error = await failing();
  expect(isInvalidRequestError(error)).toBe(true);
  const { host } = new URL(tokens.url);
  expect(error.message).toBe(
    `ListProfiles: ${host} gives no access token: ${code} (no: [redacted]). ${advice} Nothing was sent.`,
  );
});

test('a 401 with a challenge is an ApiError that says what to check', async () => {
  tokens.script(json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="x"' }));
  const error = await failing();
  expect(isApiError(error) && error.status).toBe(401);
  expect(error.message).toContain("Check 'clientId' and 'clientSecret', and that they are of this environment.");
  expect(isApiError(error) && error.headers.get('www-authenticate')).toBe('Basic realm="x"');
});

test('a 429 says that the address is blocked, and is not repeated', async () => {
  tokens.script(raw(429, 'slow down'));
  const error = await failing(2);
  expect(isApiError(error) && error.status).toBe(429);
  expect(error.message).toBe(
    `ListProfiles: ${new URL(tokens.url).host} answered 429 to the request for an access token. Paxos takes one such request a second, and then blocks the address for five minutes. Share one client, or a token store, instead of making many. Nothing was sent.`,
  );
  expect(tokens.seen).toHaveLength(1);
});

test.each([302, 404, 500, 503])('status %i with a page is an ApiError', async (status) => {
  tokens.script(raw(status, '<html>', { 'content-type': 'text/html', location: 'https://elsewhere.example' }));
  const error = await failing();
  expect(isApiError(error) && error.status).toBe(status);
  expect(error.message).toContain(status > 499 ? 'Call again. Nothing was sent.' : "Check 'tokenUrl'");
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
])('a success with %s is a DecodeError', async (_what, body, type) => {
  tokens.script(raw(200, body, { 'content-type': type }));
  const error = await failing();
  expect(isDecodeError(error)).toBe(true);
  expect(error.message).toContain('its body is no access token');
});

test('a connection that breaks is a ConnectionError, and is tried again', async () => {
  tokens.script(reset);
  const clock = manualClock();
  clock.skipBelow(9_000);
  const client = testClient(api, tokens, clock);
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(isConnectionError(error) && error.notSent).toBe(true);
  expect((error as Error).message).toContain('could not be reached: check the network. Nothing was sent.');
  expect(tokens.seen).toHaveLength(3);
});

test('no answer is a TimeoutError, within ten seconds whatever the timeout of the client', async () => {
  tokens.script(() => {});
  const clock = manualClock();
  const client = testClient(api, tokens, clock, { maxRetries: 0 });
  const pending = client.GET('/profiles').catch((thrown: unknown) => thrown);
  await expect.poll(() => tokens.seen.length).toBe(1);
  await clock.advance(10_000);
  const error = await pending;
  expect(isTimeoutError(error)).toBe(true);
  expect((error as Error).message).toContain('within 10000 ms. Nothing was sent.');
});

test('each waiting call gets an error of its own, with its own operation', async () => {
  tokens.script(json(400, { error: 'invalid_scope' }));
  const client = testClient(api, tokens, manualClock());
  const [a, b] = (await Promise.all([
    client.GET('/profiles').catch((thrown: unknown) => thrown),
    client.GET('/identity/identities').catch((thrown: unknown) => thrown),
  ])) as { operation?: string }[];
  expect([a?.operation, b?.operation]).toEqual(['ListProfiles', 'ListIdentities']);
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
  expect(isApiError(await next)).toBe(true);
  expect(tokens.seen).toHaveLength(31);
});

test('after a 429 the token endpoint is left alone for five minutes, and calls are told so at once', async () => {
  tokens.script(raw(429, 'slow down'));
  const clock = manualClock();
  const client = testClient(api, tokens, clock);
  await client.GET('/profiles').catch(() => {});
  const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
  expect(isTimeoutError(error)).toBe(true);
  expect((error as Error).message).toBe(
    `ListProfiles: no access token: ${new URL(tokens.url).host} may not be asked for another 300 s, because it was asked too often. Share one client, or a token store, instead of making many. Nothing was sent.`,
  );
  expect(error).toMatchObject({ notSent: true, retryAfter: 300_000 });
  expect(tokens.seen).toHaveLength(1);
  await clock.advance(300_000);
  await client.GET('/profiles').catch(() => {});
  expect(tokens.seen).toHaveLength(2);
});
