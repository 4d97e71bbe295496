// The token endpoint, and what a token lets its bearer do.
import { expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { clientOf, refusal, setup } from './support/paxos.ts';

const url = 'https://oauth.sandbox.paxos.com/oauth2/token';
const form = { grant_type: 'client_credentials', client_id: 'a', client_secret: 's', scope: 'events:read_event' };
const granted = {
  access_token: expect.any(String),
  expires_in: 3599,
  scope: 'events:read_event',
  token_type: 'bearer',
};

async function request(init: RequestInit): Promise<[number, unknown]> {
  const sandbox = createSandbox({ seed: 1 });
  const response = await sandbox.paxos.fetch(url, { method: 'POST', ...init });
  return [response.status, await response.json()];
}

function multipart(): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  return data;
}

const { client_id: _id, client_secret: _secret, ...withoutCredentials } = form;
const basic = (pair: string) => ({ authorization: `Basic ${btoa(pair)}` });

test.each<[string, RequestInit]>([
  ['a form', { body: new URLSearchParams(form) }],
  ['a multipart form, as the documented example sends', { body: multipart() }],
  ['client_secret_basic', { body: new URLSearchParams(withoutCredentials), headers: basic('a:s') }],
])('grants a token to %s', async (_name, init) => {
  expect(await request(init)).toEqual([200, granted]);
});

test.each<[string, RequestInit, number, string]>([
  ['the secret `invalid`', { body: new URLSearchParams({ ...form, client_secret: 'invalid' }) }, 401, 'invalid_client'],
  ['an empty client id', { body: new URLSearchParams({ ...form, client_id: '' }) }, 401, 'invalid_client'],
  [
    'a secret in Basic that is invalid',
    { body: new URLSearchParams(form), headers: basic('a:invalid') },
    401,
    'invalid_client',
  ],
  [
    'a Basic header that cannot be read',
    { body: new URLSearchParams(form), headers: { authorization: 'Basic %%' } },
    401,
    'invalid_client',
  ],
  ['an unknown scope', { body: new URLSearchParams({ ...form, scope: 'identity:fly' }) }, 400, 'invalid_scope'],
  ['another grant', { body: new URLSearchParams({ ...form, grant_type: 'password' }) }, 400, 'unsupported_grant_type'],
  ['JSON', { body: JSON.stringify(form), headers: { 'content-type': 'application/json' } }, 400, 'invalid_request'],
  ['GET', { method: 'GET' }, 405, 'invalid_request'],
])('refuses %s with the error body of OAuth', async (_name, init, status, error) => {
  expect(await request(init)).toEqual([status, { error, error_description: expect.any(String) }]);
});

test('refuses a token for five minutes after 300 requests in five minutes', async () => {
  const sandbox = createSandbox({ seed: 1, clock: { start: new Date('2026-11-21T09:00:00Z'), stopped: true } });
  const ask = async () => (await sandbox.paxos.fetch(url, { method: 'POST', body: new URLSearchParams(form) })).status;
  for (let count = 0; count < 300; count += 1) expect(await ask()).toBe(200);
  expect(await ask()).toBe(429);
  await sandbox.clock.advance('299s');
  expect(await ask()).toBe(429);
  await sandbox.clock.advance('2s');
  expect(await ask()).toBe(200);
});

test('enforces the rate limits of endpoints on request, and then refuses everything for five minutes', async () => {
  const clock = { start: new Date('2026-11-21T09:00:00Z'), stopped: true };
  const sandbox = createSandbox({ seed: 1, clock, rateLimits: true });
  const paxos = clientOf(sandbox);
  const list = () => paxos.identity.listIdentities();
  for (let count = 0; count < 3000; count += 1) await list();
  expect(await refusal(list())).toMatch(/^429 rate limit exceeded/);
  expect(await refusal(paxos.profiles.listProfiles())).toMatch(/^429/);
  await sandbox.clock.advance('5m');
  expect(await refusal(list())).toBe('not refused');
});

test('isolates the state of each client id', async () => {
  const sandbox = createSandbox({ seed: 1 });
  const [a, b] = [clientOf(sandbox, { clientId: 'a' }), clientOf(sandbox, { clientId: 'büro:β' })];
  await a.profiles.createProfile({ body: { nickname: 'Treasury' } });
  expect((await a.profiles.listProfiles()).items).toHaveLength(2);
  expect((await b.profiles.listProfiles()).items).toHaveLength(1);
});

test('refuses an expired token, and the SDK then requests another one', async () => {
  const { sandbox, paxos } = await setup();
  const body = new URLSearchParams({ ...form, scope: 'funding:read_profile' });
  const { access_token } = (await (await sandbox.paxos.fetch(url, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  const read = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await sandbox.paxos.fetch('https://api.sandbox.paxos.com/v2/profiles', { headers });
    return [response.status, ((await response.json()) as { detail?: string }).detail];
  };
  await sandbox.clock.advance('3598s');
  expect(await read(access_token)).toEqual([200, undefined]);
  await sandbox.clock.advance('1s');
  expect(await read(access_token)).toEqual([401, 'access token is expired']);
  expect(await read(`${access_token}0`)).toEqual([401, 'access token is unknown or revoked']);
  expect(await read('x')).toEqual([401, 'access token is not one of this sandbox']);
  expect((await paxos.profiles.listProfiles()).items).toHaveLength(1);
});

test('names the scope that a token lacks, and accepts either of two where both suffice', async () => {
  const { sandbox } = await setup();
  const body = new URLSearchParams({ ...form, scope: 'identity:read_identity rewards:write_payout_groups' });
  const { access_token } = (await (await sandbox.paxos.fetch(url, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
  const refused = await sandbox.paxos.fetch('https://api.sandbox.paxos.com/v2/events', { headers });
  expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toMatchObject([
    403,
    'application/problem+json',
    {
      detail: `insufficient scopes: found 'identity:read_identity rewards:write_payout_groups', required one of '[events:read_event]'`,
    },
  ]);
  const allowed = await sandbox.paxos.fetch('https://api.sandbox.paxos.com/v2/rewards/payout-groups', {
    method: 'POST',
    headers,
    body: JSON.stringify({ asset_type: 'USDG', jurisdiction: 'US', ledger: 'ETHEREUM', claimer_address: '0x1' }),
  });
  expect(allowed.status).toBe(200);
});

test('takes a deleted credential out of service', async () => {
  const { sandbox, paxos } = await setup();
  const [credential] = (await paxos.apiCredentials.listApiCredentials()).items ?? [];
  expect(credential).toMatchObject({ client_id: 'client', status: 'APPROVED' });
  await paxos.apiCredentials.deleteApiCredentials({ path: { client_id: 'client' } });
  expect(await refusal(paxos.profiles.listProfiles())).toMatch(/^401/);
  const again = clientOf(sandbox).profiles.listProfiles();
  await expect(again).rejects.toMatchObject({ name: 'TokenError', status: 401, code: 'invalid_client' });
});

test('forged tokens and upload addresses make no state, and evict nobody', async () => {
  const { sandbox, paxos } = await setup();
  const name = (account: string): string => btoa(account).replaceAll('=', '');
  for (let count = 0; count < 1100; count += 1) {
    const authorization = `Bearer ${name(`forged${count}`)}.x`;
    const refused = await sandbox.paxos.fetch('https://a.test/v2/profiles', { headers: { authorization } });
    expect(refused.status).toBe(401);
  }
  const address = `https://a.test/identity-documents/${name('forged')}/x`;
  expect((await sandbox.paxos.fetch(address, { method: 'PUT', body: 'x' })).status).toBe(404);
  expect(Object.keys(sandbox.snapshot().paxos)).toEqual(['client']);
  expect(await refusal(paxos.profiles.listProfiles())).toBe('not refused');
});

test('a fault of one client id meets its request for a token, and no other', async () => {
  const sandbox = createSandbox({ seed: 1 });
  const fault = { kind: 'status', status: 503 } as const;
  sandbox.faults.add({ operation: 'requestToken', account: 'a', times: 1, fault });
  const ask = async (client_id: string): Promise<number> =>
    (await sandbox.paxos.fetch(url, { method: 'POST', body: new URLSearchParams({ ...form, client_id }) })).status;
  expect([await ask('b'), await ask('a'), await ask('a')]).toEqual([200, 503, 200]);
});
