// The sandbox as a server: addresses, hosts and origins, bodies, faults on the socket, the data file.
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIronClient } from '@org/iron-sdk';
import { createPaxosClient } from '@org/paxos-sdk';
import { expect, onTestFinished, test } from 'vitest';
import { maxBody } from '../../src/engine/body.ts';
import { type ServerOptions, startSandbox } from '../../src/server/server.ts';

async function started(options: ServerOptions = {}) {
  const server = await startSandbox({ port: 0, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Sends what `fetch` would not: any Host, any Origin, any path. */
function raw(
  url: string,
  {
    headers = {},
    method = 'GET',
    path,
    body,
  }: { headers?: Record<string, string>; method?: string; path?: string; body?: string | Uint8Array } = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, ...(path !== undefined && { path }) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const key = { 'x-api-key': 'k' };

test('the variables that it names point both clients at it', async () => {
  const server = await started();
  const { IRON_BASE_URL: baseUrl, IRON_API_KEY: apiKey } = server.env;
  for (const [name, value] of Object.entries(server.env)) process.env[name] = value;
  onTestFinished(() => {
    for (const name of Object.keys(server.env)) delete process.env[name];
  });
  const iron = createIronClient({ environment: 'sandbox' });
  expect((await iron.currencies.listFiatCurrencies()).length).toBeGreaterThan(0);
  const paxos = createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_identity'] });
  expect((await paxos.identity.listIdentities()).items).toEqual([]);
  expect([baseUrl, apiKey, server.sandbox.requests().map(({ operation }) => operation)]).toEqual([
    `${server.url}/iron/api`,
    'sandbox-key',
    ['listFiatCurrencies', 'requestToken', 'ListIdentities'],
  ]);
});

test('answers Paxos below its own path, and says where everything is', async () => {
  const server = await started();
  expect((await raw(`${server.url}/paxos/v2/markets`)).status).toBe(200);
  const other = await raw(`${server.url}/elsewhere`);
  expect([other.status, other.body]).toEqual([
    404,
    'Iron is at /iron/api, Paxos at /paxos/v2, and a page at /_sandbox.\n',
  ]);
});

test.each([
  ['evil.test', 403],
  ['127.0.0.1.evil.test', 403],
  ['localhost.evil.test:4010', 403],
  ['localhost', 200],
  ['LOCALHOST:80', 200],
  ['[::1]:4010', 200],
  ['sandbox.local:4010', 200],
  ['other.local:4010', 403],
  ['other.local:5000', 200],
])('a request to the host %j gets %i', async (host, status) => {
  const { url } = await started({ allowHost: ['Sandbox.local', 'other.local:5000'] });
  for (const path of ['/paxos/v2/markets', '/_sandbox', '/_sandbox/state']) {
    expect((await raw(`${url}${path}`, { headers: { host } })).status).toBe(status);
  }
});

test('the refusal of a host says what to do', async () => {
  const { url } = await started();
  expect((await raw(url, { headers: { host: 'api.local:4010' } })).body).toContain('--allow-host api.local');
});

test('refuses pages of other origins, and answers those that it was told to', async () => {
  const { url } = await started({ cors: ['http://localhost:3000'] });
  const statuses = async (headers: Record<string, string>): Promise<number> =>
    (await raw(`${url}/paxos/v2/markets`, { headers })).status;
  expect(await statuses({ origin: 'https://evil.test' })).toBe(403);
  expect(await statuses({ origin: 'null' })).toBe(403);
  expect(await statuses({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).toBe(403);
  expect(await statuses({ origin: url })).toBe(200);

  const allowed = await raw(`${url}/paxos/v2/markets`, { headers: { origin: 'http://localhost:3000' } });
  expect([allowed.status, allowed.headers['access-control-allow-origin']]).toEqual([200, 'http://localhost:3000']);
  const preflight = await raw(`${url}/iron/api/customers`, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-headers': 'x-api-key' },
  });
  expect([preflight.status, preflight.headers['access-control-allow-headers']]).toEqual([204, 'x-api-key']);
  // Its own page never needs CORS, so nobody gets it.
  expect((await raw(`${url}/paxos/v2/markets`, { headers: { origin: url } })).headers).not.toHaveProperty(
    'access-control-allow-origin',
  );
});

test.each([
  'http://evil.test/paxos/v2/markets',
  '//evil.test/iron/api/customers',
  '/iron/../paxos/v2/markets',
  '/%ff',
  '/iron/%ff',
  '*',
])('the request target %s is answered, and not as another host or a failure', async (path) => {
  const { url, sandbox } = await started();
  expect((await raw(url, { path, headers: key })).status).toBeLessThan(500);
  expect(JSON.stringify(sandbox.requests())).not.toContain('evil');
});

test('refuses a body that is longer than it reads', async () => {
  const { url } = await started();
  const headers = { ...key, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  const { status } = await raw(`${url}/iron/api/customers`, {
    method: 'POST',
    headers,
    body: new Uint8Array(maxBody + 1),
  }).catch((error: NodeJS.ErrnoException) => ({ status: error.code }));
  // Node reports the response, or that the connection was closed while it was still sending.
  expect([413, 'EPIPE', 'ECONNRESET']).toContain(status);
});

test.each([
  ['reset=before', 'ECONNRESET'],
  ['reset=after', 'ECONNRESET'],
])('the fault %s resets the connection', async (fault, code) => {
  const { url } = await started();
  const sent = raw(`${url}/paxos/v2/markets`, { headers: { 'x-sandbox-fault': fault } });
  await expect(sent).rejects.toMatchObject({ code });
});

test('the fault truncated announces the whole body and sends a part of it', async () => {
  const { url } = await started();
  const sent = raw(`${url}/paxos/v2/markets`, { headers: { 'x-sandbox-fault': 'truncated' } });
  await expect(sent).rejects.toThrow('aborted');
});

test('keeps what it remembers in a file, replaced whole and readable by its user only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const data = join(folder, 'data.json');
  const first = await startSandbox({ port: 0, data, stoppedClock: true });
  first.sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', url: 'http://127.0.0.1:1/', secret: 's' });
  await raw(`${first.url}/iron/api/customers`, { method: 'POST', headers: key });
  await first.sandbox.clock.advance('48h');
  const now = first.sandbox.clock.now();
  await first.close();
  expect([readdirSync(folder), statSync(data).mode & 0o777]).toEqual([['data.json'], 0o600]);

  const second = await started({ data, stoppedClock: true });
  expect(second.sandbox.clock.now()).toEqual(now);
  expect(second.sandbox.snapshot().iron.k?.subscriptions).toMatchObject([{ secret: 's' }]);

  // Of time that passes by itself, more has passed since; but never less than was advanced.
  const third = await started({ data });
  expect(third.sandbox.clock.now().getTime()).toBeGreaterThanOrEqual(now.getTime());
});

test('starts from a file with a snapshot, and refuses one with something else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const { sandbox } = await started();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'seeded', url: 'http://127.0.0.1:1/' });
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, JSON.stringify(sandbox.snapshot()));
  expect(Object.keys((await started({ seed })).sandbox.snapshot().iron)).toEqual(['seeded']);
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{}');
  await expect(startSandbox({ port: 0, data: broken })).rejects.toThrow(`${broken} cannot be read`);
  expect(readFileSync(broken, 'utf8')).toBe('{}');
});

test('writes a line per request, with what nothing used and without what a terminal would obey', async () => {
  const lines: string[] = [];
  const { url } = await started({ log: (line) => lines.push(line) });
  await raw(`${url}/paxos/v2/markets?verbose=1`);
  await raw(`${url}/iron/%1b%5B31m`, { headers: key });
  expect(lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} 200 GET \/v2\/markets [\d.]+ ms \(ListMarkets; nothing used: query\.verbose\)$/,
  );
  const form = {
    grant_type: 'client_credentials',
    client_id: '\u001b[2J'.repeat(4),
    client_secret: 's',
    scope: 'funding:read_profile',
  };
  const granted = await fetch(`${url}/paxos/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = await granted.json();
  await raw(`${url}/paxos/v2/profiles`, { headers: { authorization: `Bearer ${access_token}` } });
  expect(lines.at(-1)).toContain('key ?[2J');
  expect(lines.join()).not.toContain('\u001b');
});

test('a port that is taken is an error', async () => {
  const { url } = await started();
  await expect(startSandbox({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('answers a path that begins with two slashes as one that does not exist', async () => {
  const server = await startSandbox({ port: 0 });
  onTestFinished(() => server.close());
  for (const path of ['/iron//[', '/iron//example.com/customers', '/paxos//[']) {
    const response = await fetch(server.url + path, { headers: { 'x-api-key': 'k' } });
    expect([path, response.status]).toEqual([path, 404]);
  }
});

test('saves what a request that only reads made, and what became due without a request', async () => {
  const data = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'data.json');
  const server = await startSandbox({ port: 0, data, stoppedClock: true });
  onTestFinished(() => server.close());
  const saved = () => (existsSync(data) ? JSON.parse(readFileSync(data, 'utf8')) : undefined);
  await raw(`${server.url}/iron/api/customers`, { headers: key });
  await expect.poll(() => Object.keys(saved()?.iron ?? {}), { timeout: 5000 }).toEqual([key['x-api-key']]);
  const account = key['x-api-key'];
  const created = await fetch(`${server.url}/iron/api/customers`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json', 'idempotency-key': 'a' },
    body: JSON.stringify({ customer_type: 'Person', name: 'Ada', email: 'ada@example.com' }),
  });
  const { id: customer } = await created.json();
  await fetch(`${server.url}/iron/api/customers/${customer}/identifications/v2`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json', 'idempotency-key': 'b' },
    body: JSON.stringify({ type: 'Link' }),
  });
  await expect.poll(() => saved()?.iron[account].jobs.length, { timeout: 5000 }).toBe(1);
  await server.sandbox.clock.advance('31d');
  await expect.poll(() => saved()?.iron[account].jobs.length, { timeout: 5000 }).toBe(0);
});
