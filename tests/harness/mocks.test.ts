// The mocks boot on free ports, are ready when they say so, answer from the contracts, and leave nothing behind.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mocks, startMocks } from './index.ts';

const id = '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';
const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, signal: AbortSignal.timeout(10_000) });

describe('started', () => {
  let mocks: Mocks;
  beforeAll(async () => {
    mocks = await startMocks();
  });
  afterAll(() => mocks.close());

  test('both APIs answer at once, each from its own contract', async () => {
    const [customer, identity] = await Promise.all([
      get(`${mocks.iron.url}/customers/${id}`, { 'X-API-Key': 'any' }),
      get(`${mocks.paxos.url}/identity/identities/${id}`, { Authorization: 'Bearer any' }),
    ]);
    expect(await customer.json()).toMatchObject({ customer_type: 'Person', status: 'Active' });
    expect(await identity.json()).toMatchObject({ type: 'PERSON', status: 'APPROVED' });
  });

  test('a call without credentials is refused', async () => {
    expect((await get(`${mocks.iron.url}/customers/${id}`)).status).toBe(401);
    expect((await get(`${mocks.paxos.url}/identity/identities/${id}`)).status).toBe(401);
  });

  test('a request that breaks the contract is refused', async () => {
    expect((await get(`${mocks.iron.url}/customers/not-a-uuid`, { 'X-API-Key': 'any' })).status).toBe(422);
  });

  test('a state can be asked for by the name of its example', async () => {
    const answer = await get(`${mocks.iron.url}/customers/${id}`, { 'X-API-Key': 'any', Prefer: 'example=suspended' });
    expect(await answer.json()).toMatchObject({ status: 'Suspended' });
  });

  test('each start has ports of its own', async () => {
    const others = await startMocks();
    expect(new Set([mocks.iron.url, mocks.paxos.url, others.iron.url, others.paxos.url]).size).toBe(4);
    await others.close();
  });
});

test('after close nobody answers any more', async () => {
  const mocks = await startMocks();
  await mocks.close();
  for (const url of [mocks.iron.url, mocks.paxos.url, mocks.paxos.tokenUrl]) {
    await expect(get(url)).rejects.toThrow('fetch failed');
  }
});

test('a process that started, used and closed the mocks ends by itself', () => {
  const program = `
    import { startMocks } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))};
    const mocks = await startMocks();
    await fetch(mocks.iron.url + '/customers', { headers: { 'X-API-Key': 'any' } }).then((answer) => answer.text());
    await mocks.close();
    console.log('closed');
  `;
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(child).toMatchObject({ status: 0, signal: null, stdout: 'closed\n' });
}, 40_000);
