// The journeys that specs/<provider>/journeys.arazzo.yaml describes, run by another tool than our SDKs against the sandbox's server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { startSandbox } from '../../packages/sandbox/dist/server.js';

const root = new URL('../..', import.meta.url).pathname;
const server = await startSandbox({ port: 0, stoppedClock: true });

// Time passes as calls do, so that what settles after half a minute has settled when it is asked for again.
const passing = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { host: _, connection: __, ...headers } = request.headers;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(`${server.url}${url}`, { method, headers: headers as Record<string, string>, body });
    await server.sandbox.clock.advance('20s');
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
});
await new Promise<void>((resolve) => passing.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${(passing.address() as AddressInfo).port}`;
after(() => {
  passing.close();
  return server.close();
});

const journeys = ['iron', 'paxos'].flatMap((provider) => {
  const text = readFileSync(`${root}specs/${provider}/journeys.arazzo.yaml`, 'utf8');
  return [...text.matchAll(/^ {2}- workflowId: (\S+)$/gm)].map(([, workflow = '']) => ({ provider, workflow }));
});

test('there are six journeys or more', () => {
  assert.ok(journeys.length >= 6, String(journeys.length));
});

for (const { provider, workflow } of journeys)
  test(`${provider}: ${workflow}`, async () => {
    // A credential of its own, so that each begins with nothing.
    const input = provider === 'iron' ? `apiKey=${workflow}` : `token=${await token(workflow)}`;
    const { status, output } = await respect(provider, workflow, input);
    assert.equal(status, 0, output);
    assert.match(output, /Workflows: .*1 passed/);
  });

async function token(client: string): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: 'secret',
    scope: scopes().join(' '),
  };
  const response = await fetch(`${server.url}/paxos/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** All that the contract's operations ask for. */
function scopes(): string[] {
  const { paths } = JSON.parse(readFileSync(`${root}packages/paxos-types/openapi.json`, 'utf8')) as {
    paths: Record<string, Record<string, { security?: Record<string, string[]>[] }>>;
  };
  const all = Object.values(paths).flatMap((item) => Object.values(item));
  return [...new Set(all.flatMap(({ security = [] }) => security.flatMap((one) => Object.values(one).flat())))];
}

function respect(
  provider: string,
  workflow: string,
  input: string,
): Promise<{ status: number | null; output: string }> {
  const base = `${address}/${provider}/${provider === 'iron' ? 'api' : 'v2'}`;
  const args = ['respect', `specs/${provider}/journeys.arazzo.yaml`, '--workflow', workflow];
  const child = spawn(
    `${import.meta.dirname}/node_modules/.bin/redocly`,
    [...args, '--server', `${provider}=${base}`, '--input', input],
    { cwd: root, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}
