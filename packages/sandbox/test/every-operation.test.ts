// Every operation of both contracts is answered, by a body that the contract declares.
import { expect, test } from 'vitest';
import { loadContract } from '../src/contract/contract.ts';
import { createSandbox } from '../src/index.ts';

test('validates a request against the contract before anything else', async () => {
  const sandbox = createSandbox({ seed: 1 });
  const response = await sandbox.iron.fetch('https://api.sandbox.iron.xyz/api/customers', {
    method: 'POST',
    headers: { 'x-api-key': 'k', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ customer_type: 'Robot' }),
  });
  expect([response.status, await response.json()]).toEqual([400, expect.stringContaining('body')]);
});

test('answers an operation without memory from the examples of the contract', async () => {
  const sandbox = createSandbox({ memory: false });
  const response = await sandbox.paxos.fetch('https://api.sandbox.paxos.com/v2/markets');
  expect([response.status, response.headers.get('x-sandbox-source')]).toEqual([200, 'example']);
  expect(loadContract('paxos').operations.size).toBe(125);
});

test.each([
  [{ type: 'Link', with_edd: 'yes' }, 'body.with_edd must be boolean'],
  [{ type: 'Lnk' }, 'body.type'],
])('names the field of the variant that %j is nearest to, and nothing of the others', async (body, message) => {
  const sandbox = createSandbox({ memory: false });
  const id = crypto.randomUUID();
  const response = await sandbox.iron.fetch(`https://api.sandbox.iron.xyz/api/customers/${id}/identifications/v2`, {
    method: 'POST',
    headers: { 'x-api-key': 'k', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify(body),
  });
  const said = String(await response.json());
  expect([response.status, said]).toEqual([400, expect.stringContaining(message)]);
  expect(said).not.toMatch(/;/);
});
