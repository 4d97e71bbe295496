// The records of the page: as many as a page of a list may have.
import { expect, test } from 'vitest';
import { composeSandbox } from '../../src/sandbox.ts';
import { recordsOf } from '../../src/server/records.ts';

test('shows more records of a kind than a list returns by default', async () => {
  const { internals } = composeSandbox({ seed: 1 });
  const { iron, paxos } = internals.apis;
  for (let count = 0; count < 30; count += 1) {
    const body = { customer_type: 'Person', name: `Ada ${count}`, email: 'ada@example.com' };
    expect((await iron.perform('k', 'createCustomer', { body })).status).toBe(201);
  }
  expect(await recordsOf(iron, 'k')).toHaveLength(30);
  for (let count = 0; count < 30; count += 1) {
    await paxos.perform('c', 'CreateProfile', { body: { nickname: `Profile ${count}` } });
  }
  // With the default profile.
  expect(await recordsOf(paxos, 'c')).toHaveLength(31);
});

test('asks every list of the page for a page that the list may have', async () => {
  const { internals } = composeSandbox({ seed: 1 });
  for (const api of Object.values(internals.apis)) {
    for (const { id, method, parameters } of api.contract.operations.values()) {
      const size = parameters.find(({ name }) => name === 'page_size' || name === 'limit');
      if (method !== 'GET' || !size || parameters.some((one) => one.in === 'path' || one.required)) continue;
      const { status, body } = await api.perform('k', id, { query: { [size.name]: '100' } });
      expect([id, status, status === 200 ? '' : body]).toEqual([id, 200, '']);
    }
  }
});
