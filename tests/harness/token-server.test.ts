// The token server is a real OAuth 2.0 endpoint for client credentials: what RFC 6749 refuses, it refuses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTokenServer, type TokenServer } from './index.ts';

let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer({ scopes: ['identity:read_identity', 'funding:read_profile'], expiresIn: 60 });
});
afterAll(() => server.close());

const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
  const answer = await fetch(server.tokenUrl, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const good = { grant_type: 'client_credentials', client_id: 'sandbox', client_secret: 'sandbox-secret' };

test('gives a token for the scopes that were asked for, as Paxos words it', async () => {
  const { status, body } = await ask({ ...good, scope: 'identity:read_identity' });
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{32}$/),
    expires_in: 60,
    scope: 'identity:read_identity',
    token_type: 'bearer',
  });
  expect(server.knows(String(body.access_token))).toBe(true);
  expect(server.knows('another')).toBe(false);
});

test('takes the client’s credentials by HTTP Basic too', async () => {
  const basic = Buffer.from('sandbox:sandbox-secret').toString('base64');
  const { status } = await ask({ grant_type: 'client_credentials' }, { Authorization: `Basic ${basic}` });
  expect(status).toBe(200);
});

describe('refuses', () => {
  test.each([
    ['a wrong secret', { ...good, client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { ...good, client_id: 'nobody' }, 401, 'invalid_client'],
    ['no credentials', { grant_type: 'client_credentials' }, 401, 'invalid_client'],
    ['another grant', { ...good, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [
      'a scope that the client may not have',
      { ...good, scope: 'identity:read_identity tax:read_tax_form' },
      400,
      'invalid_scope',
    ],
  ])('%s', async (_, form, status, error) => {
    expect(await ask(form)).toMatchObject({ status, body: { error } });
  });

  test('anything but POST /oauth2/token', async () => {
    const answer = await fetch(server.tokenUrl, { signal: AbortSignal.timeout(10_000) });
    expect(answer.status).toBe(404);
  });
});

test('keeps count of every request, with no secret in it', async () => {
  const before = server.requests.length;
  await ask({ ...good, scope: 'funding:read_profile' });
  await ask({ ...good, client_secret: 'wrong' });
  expect(server.requests.slice(before)).toEqual([
    { status: 200, clientId: 'sandbox', scope: 'funding:read_profile' },
    { status: 401, clientId: 'sandbox', scope: undefined },
  ]);
  expect(JSON.stringify(server.requests)).not.toContain('sandbox-secret');
});

test('every token is another one', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => ask(good)));
  expect(new Set(tokens.map(({ body }) => body.access_token)).size).toBe(20);
});
