// The control API: reads by GET, actions with the token only, and every input checked.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/server/server.ts';

const receiver = useServer(json(200, {}));

async function started() {
  const server = await startSandbox({ port: 0, stoppedClock: true, cors: ['http://localhost:3000'] });
  onTestFinished(() => server.close());
  const token = readFileSync(server.tokenFile, 'utf8');
  const act = async (body: unknown, headers: Record<string, string> = {}): Promise<[number, { error?: string }]> => {
    const response = await fetch(`${server.url}/_sandbox/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-token': token, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return [response.status, text.startsWith('{') ? JSON.parse(text) : { error: text }];
  };
  return { ...server, act };
}

test('the token is in a file that only its user reads, which is gone after the end', async () => {
  const server = await startSandbox({ port: 0 });
  expect([statSync(server.tokenFile).mode & 0o777, readFileSync(server.tokenFile, 'utf8').length]).toEqual([0o600, 43]);
  await server.close();
  expect(existsSync(server.tokenFile)).toBe(false);
});

test('an action needs the token, from a browser the same origin too, and JSON', async () => {
  const { act, url, sandbox } = await started();
  const before = sandbox.clock.now();
  const advance = { action: 'advance', by: '1h' };
  expect((await act(advance, { 'x-sandbox-token': 'wrong' }))[0]).toBe(401);
  expect((await act(advance, { 'x-sandbox-token': '' }))[0]).toBe(401);
  expect((await act(advance, { origin: 'https://evil.test' }))[0]).toBe(403);
  expect((await act(advance, { origin: 'http://localhost:3000' }))[0]).toBe(403);
  expect((await act(advance, { 'content-type': 'text/plain' }))[0]).toBe(415);
  expect((await fetch(`${url}/_sandbox/act`)).status).toBe(405);
  expect((await act('x'.repeat(70_000)).catch(() => [413]))[0]).toBe(413);
  expect(sandbox.clock.now()).toEqual(before);
  expect(await act(advance, { origin: url })).toEqual([200, { done: true }]);
  expect(sandbox.clock.now().getTime() - before.getTime()).toBe(3_600_000);
});

test.each([
  ['[]', 'The body must be a JSON object'],
  ['{', 'The body must be a JSON object'],
  [{}, 'Unknown action undefined'],
  [{ action: 'advence', by: '1h' }, `did you mean 'advance'?`],
  [{ action: 'constructor' }, 'Unknown action "constructor"'],
  [{ action: 'advance' }, `'by' of 'advance' must be text`],
  [{ action: 'advance', by: 'soon' }, 'Invalid duration "soon".'],
  [{ action: 'advance', by: '99999999d' }, 'at most 3660d'],
  [{ action: 'advance', by: '1h', extra: 1 }, `'advance' has no field 'extra'`],
  [{ action: 'fault', operation: 'nope', times: 1, fault: { kind: 'html' } }, 'Unknown operation "nope"'],
  [{ action: 'fault', operation: '*', times: 1e9, fault: { kind: 'html' } }, 'an integer from 1 to 10,000'],
  [{ action: 'fault', operation: '*', times: 1, fault: [] }, 'an object'],
  [{ action: 'subscribe', provider: 'iron', account: 'k', url: 'file:///etc/passwd' }, 'an http or https address'],
  [{ action: 'subscribe', provider: '__proto__', account: 'k', url: 'http://a.test' }, `'iron' or 'paxos'`],
  [{ action: 'redeliver', id: 'x'.repeat(3000) }, 'text of 1 to 2000 characters'],
  [{ action: 'redeliver', id: 'no' }, 'There is no delivery'],
  [{ action: 'trigger', type: 'x', reference: {} }, `No record for the event 'x'`],
  [{ action: 'step', provider: 'iron', account: 'k', kind: 'customer', id: '1', name: 'Fly' }, 'There is no step'],
])('refuses the action %j', async (body, message) => {
  const { act } = await started();
  const [status, { error }] = await act(body);
  expect([status, error]).toEqual([400, expect.stringContaining(message)]);
});

test('adds faults and receivers, and shows them without secrets', async () => {
  const { act, url } = await started();
  const headers = { 'x-api-key': 'partner-key-that-is-secret' };
  await fetch(`${url}/iron/api/customers?token=hidden`, { headers });
  const { accounts } = await (await fetch(`${url}/_sandbox/state`)).json();
  const { account } = accounts[0];
  await act({ action: 'subscribe', provider: 'iron', account, url: `${receiver.url}/hook`, secret: 'signing-secret' });
  await act({ action: 'fault', operation: 'getAllCustomers', times: 2, fault: { kind: 'status', status: 503 } });
  expect((await fetch(`${url}/iron/api/customers`, { headers })).status).toBe(503);
  const text = await (await fetch(`${url}/_sandbox/state`)).text();
  expect(JSON.parse(text)).toMatchObject({
    faults: [{ operation: 'getAllCustomers', left: 1 }],
    subscriptions: [{ provider: 'iron', url: `${receiver.url}/hook` }],
    requests: [{ status: 200 }, { status: 503, fault: 'status' }],
  });
  expect(text).not.toMatch(/is-secret|signing-secret|hidden/);
  await act({ action: 'clear-faults' });
  expect((await fetch(`${url}/iron/api/customers`, { headers })).status).toBe(200);
  await act({ action: 'reset' });
  expect(await (await fetch(`${url}/_sandbox/state`)).json()).toMatchObject({ requests: [], subscriptions: [] });
});

test('the page asks for nothing from elsewhere, and its policy lets only its own script run', async () => {
  const { url } = await started();
  const response = await fetch(`${url}/_sandbox`);
  const html = await response.text();
  const policy = response.headers.get('content-security-policy') ?? '';
  const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  expect(policy).toContain(`default-src 'none'`);
  expect(policy).not.toMatch(/unsafe/);
  expect(html.replace('http://127.0.0.1:3000/webhooks', '')).not.toMatch(/https?:\/\//);
});

test('a step that the provider refuses is told in its words, as text', async () => {
  const { act, url } = await started();
  const form = { grant_type: 'client_credentials', client_id: 'c', client_secret: 's', scope: '' };
  await fetch(`${url}/paxos/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  const step = { action: 'step', provider: 'paxos', account: 'c', kind: 'transfer', id: 'x', name: 'Settle' };
  expect(await act(step)).toEqual([400, { error: 'transfer x is unknown' }]);
});
