// Events end to end: what happens is announced by a thin body, which our own receiver checks and fetches in full.
import { createPaxosEventHandler, type PaxosEvent } from '@org/paxos-sdk/events';
import { expect, test } from 'vitest';
import { approvedPerson, eventTypes, fund, refusal, setup } from './support/paxos.ts';

test('delivers a thin body with the API key, from which our receiver fetches the event', async () => {
  const { sandbox, paxos, profile } = await setup();
  const handled: PaxosEvent[] = [];
  const receive = createPaxosEventHandler(
    { client: paxos, authorize: { header: 'X-Api-Key', value: 'hook-key' } },
    (event) => {
      handled.push(event);
    },
  );
  sandbox.webhooks.subscribe({ provider: 'paxos', account: 'client', handler: receive, secret: 'hook-key' });
  const identity = await approvedPerson(paxos);
  await fund(paxos, profile, 'USDG', '10');
  const { body } = await sandbox.webhooks.expect({ type: 'identity.approved' });
  expect(body).toEqual({
    id: expect.any(String),
    type: 'identity.approved',
    source: 'com.paxos',
    time: '2026-11-21T09:00:00.000Z',
    object: 'event',
    is_test: false,
  });
  await sandbox.webhooks.expect({ type: 'transfer.crypto_deposit.completed' });
  expect(handled.map(({ type }) => type)).toEqual([
    'identity.approved',
    'transfer.crypto_deposit.pending',
    'transfer.crypto_deposit.completed',
  ]);
  expect(handled[0]).toMatchObject({ object: { identity_id: identity, new_summary_status: 'APPROVED' } });
  expect(sandbox.webhooks.list().map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
});

test('is refused by a receiver that expects another key', async () => {
  const { sandbox, paxos } = await setup();
  const authorize = { header: 'X-Api-Key', value: 'other' };
  const handler = createPaxosEventHandler({ client: paxos, authorize, onError: () => {} }, () => {});
  sandbox.webhooks.subscribe({ provider: 'paxos', account: 'client', handler, secret: 'hook-key' });
  await approvedPerson(paxos);
  await sandbox.settled();
  expect(sandbox.webhooks.list()[0]?.attempts[0]?.status).toBe(401);
});

test('lists events oldest first, by type, time and page, and refuses malformed ids', async () => {
  const { sandbox, paxos } = await setup();
  await approvedPerson(paxos);
  await sandbox.clock.advance('1m');
  await approvedPerson(paxos);
  const list = async (query: object) => (await paxos.events.listEvents({ query })).events ?? [];
  const [first, second] = await list({ type: 'identity.approved' });
  expect(Date.parse(second?.created_at ?? '') - Date.parse(first?.created_at ?? '')).toBe(60_000);
  expect(await list({ 'created_at.gt': first?.created_at })).toEqual([second]);
  expect(await list({ order: 'DESC', limit: 1 })).toEqual([second]);
  expect(await list({ is_test: true })).toEqual([]);
  expect(await paxos.events.getEvent({ path: { id: first?.id ?? '' } })).toEqual(first);
  expect(await refusal(paxos.events.getEvent({ path: { id: 'x' } }))).toBe('400 event id is malformed');
  expect(await refusal(list({ limit: 101 }))).toBe('400 limit is outside 1 to 100');
});

test.each([
  ['identity.disabled', 'identity'],
  ['transfer.wire_deposit.completed', 'transfer'],
  ['identity.control.created', 'identity'],
] as const)('sends %s on demand for a record of the caller', async (type, kind) => {
  const { sandbox, paxos, profile } = await setup();
  const identity = await approvedPerson(paxos);
  await paxos.identityControls.createIdentityControl({
    body: { identity_id: identity, type: 'DORMANT', reason_code: 'OTHER' },
  });
  await fund(paxos, profile, 'USD', '10');
  const [transfer] = (await paxos.transfers.listTransfers()).items ?? [];
  const before = (await eventTypes(paxos)).filter((one) => one === type).length;
  sandbox.webhooks.subscribe({ provider: 'paxos', account: 'client', handler: () => new Response() });
  await sandbox.webhooks.trigger(type, { [kind]: { identity, transfer: transfer?.id }[kind] });
  await sandbox.webhooks.expect({ type });
  expect((await eventTypes(paxos)).filter((one) => one === type)).toHaveLength(before + 1);
  await expect(sandbox.webhooks.trigger('transfer.flown', { identity: 'x' })).rejects.toThrow(
    "Paxos documents no event 'transfer.flown'.",
  );
});

test.each([
  ['identity.denied', `'identity.approved'`],
  ['transfer.wire_deposit.failed', `'transfer.wire_deposit.completed'`],
  ['transfer.crypto_deposit.completed', `'transfer.wire_deposit.completed'`],
])('refuses to send %s for a record that says otherwise', async (type, own) => {
  const { sandbox, paxos, profile } = await setup();
  const identity = await approvedPerson(paxos);
  await fund(paxos, profile, 'USD', '10');
  const { items: [deposit] = [] } = await paxos.transfers.listTransfers();
  const sent = sandbox.webhooks.trigger(type, { identity, transfer: deposit?.id });
  await expect(sent).rejects.toThrow(`whose event is ${own} now`);
});
