// A request for a token is a call of the client, and its secrets reach no hook and no log.
import { inspect } from 'node:util';
import { manualClock } from '@org/test-kit/clock';
import { json, raw } from '@org/test-kit/replies';
import { expect, test, vi } from 'vitest';
import { type CallInfo, type Hooks, wireLog } from '../../src/index.ts';
import { CREDENTIALS, testClient } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers(json(200, { items: [] }));
const TOKEN = 'PLANTED-token-1';
const form = new URLSearchParams({ s: CREDENTIALS.clientSecret }).toString().slice(2);
const SECRETS = [CREDENTIALS.clientSecret, form, encodeURIComponent(CREDENTIALS.clientSecret), TOKEN, 'PLANTED-cookie'];

/** A client, and what its hooks and log were told of its requests for tokens. */
function observed() {
  const steps: string[] = [];
  const shown: unknown[] = [];
  const hooks: Hooks = Object.fromEntries(
    (['start', 'request', 'response', 'retry', 'failure', 'end'] as const).map((name) => [
      name,
      (call: CallInfo, ...args: unknown[]): void => {
        if (call.operation !== 'requestToken') return;
        steps.push(name);
        shown.push(call, ...args);
        for (const arg of args) if (arg instanceof Response) shown.push([...arg.headers]);
      },
    ]),
  );
  const log = vi.fn((message: string, ...rest: unknown[]): void => {
    if (message.startsWith('requestToken')) shown.push(message, ...rest);
  });
  const logger = { debug: log, info: log, warn: log, error: log };
  const fetched: string[] = [];
  const middleware = vi.fn((request, next) => next(request));
  const client = testClient(api, tokens, manualClock(), {
    maxRetries: 0,
    hooks: [hooks, wireLog(logger, { bodies: true })],
    logger,
    logLevel: 'debug',
    headers: { 'X-Gateway': 'PLANTED-gateway' },
    middleware: [middleware],
    fetch: (url, init) => {
      fetched.push(url);
      return globalThis.fetch(url, init);
    },
  });
  return { client, steps, shown, fetched, middleware, messages: () => log.mock.calls.map(([message]) => message) };
}

test('a request for a token goes through the fetch, hooks and log of the client', async () => {
  tokens.script(json(200, { access_token: TOKEN, token_type: 'bearer', expires_in: 3599 }, { 'x-request-id': 'r1' }));
  const { client, steps, shown, fetched, messages, middleware } = observed();
  expect((await client.GET('/profiles')).response.status).toBe(200);
  expect(fetched[0]).toBe(`${tokens.url}/oauth2/token`);
  expect(steps).toEqual(['start', 'request', 'response', 'end']);
  expect(messages()).toContain('requestToken: ended');
  expect(shown).toContainEqual({
    operation: 'requestToken',
    method: 'POST',
    path: '/oauth2/token',
    idempotencyKey: undefined,
  });
  expect(shown).toContainEqual(expect.objectContaining({ attempts: 1, requestId: 'r1' }));
  // Middleware and headers are for the API.
  expect(middleware).toHaveBeenCalledTimes(1);
  expect(tokens.seen[0]?.headers['x-gateway']).toBeUndefined();
  expect(tokens.seen[0]?.headers['user-agent']).toMatch(/^paxos-sdk\//);
});

test.each([
  ['a token', json(200, { access_token: TOKEN, token_type: 'bearer', expires_in: 3599 })],
  ['a refusal that echoes the form', json(400, { error: 'invalid_client', error_description: form, sent: TOKEN })],
  ['a page that echoes the form', raw(500, `<p>client_secret=${form}</p>`, { 'set-cookie': 'id=PLANTED-cookie' })],
  ['a redirect that holds the form', raw(302, '', { location: `https://x.example/?client_secret=${form}` })],
])('hooks and logs hold no secret of a response with %s', async (_what, reply) => {
  tokens.script(reply);
  const { client, steps, shown } = observed();
  await client.GET('/profiles').catch((error: unknown) => shown.push(error, JSON.stringify(error)));
  expect(steps).toContain('end');
  const text = inspect(shown, { depth: 9, showHidden: true });
  for (const secret of SECRETS) expect(text).not.toContain(secret);
});

test('a header that a hook sets on the request for a token is sent, so that it can be traced', async () => {
  const hooks: Hooks = { request: (_call, { headers }) => headers.set('traceparent', '00-1-2-01') };
  await testClient(api, tokens, manualClock(), { hooks }).GET('/profiles');
  expect(tokens.seen[0]?.headers.traceparent).toBe('00-1-2-01');
});

test.each(['line\nbreak', 'snow\u2603', 'with space', ''])(
  'a token that no header takes (%j) is not used, and not shown',
  async (value) => {
    tokens.script(json(200, { access_token: `PLANTED${value}`.repeat(value ? 1 : 0), token_type: 'bearer' }));
    const { client } = observed();
    const error = await client.GET('/profiles').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TokenError', status: 200 });
    expect(inspect(error)).not.toContain('PLANTED');
  },
);
