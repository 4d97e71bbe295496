// Paxos refuses a ref_id that it knows. If one of our own retries is refused, the record is read back.
import { breakOff, emptyError, hangAfter, resetAfter, resetBefore } from '@org/test-kit/faults';
import { rejectionOf } from '@org/test-kit/outcomes';
import { type Fault, serve } from '@org/test-kit/providers';
import { expect, test } from 'vitest';
import type { Paxos } from '../../src/index.ts';
import { startClient } from './client.ts';

const EXISTS =
  'createInternalTransfer failed after 2 attempts: 409 Conflict: Already Exists: a record with this ref_id exists. Fetch the current resource before retrying.';

test.each([
  ['a reset', resetAfter],
  ['a broken body', breakOff],
])('after %s a create resolves with the record read back, whose decimals have another form', async (_what, fault) => {
  const { create, inject, seen, effects } = await startClient();
  inject(fault);
  const record = await create();
  const [id] = effects.of('POST /v2/transfer/internal').created;
  expect(effects.of('POST /v2/transfer/internal').created).toHaveLength(1);
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /v2/transfer/internal',
    'POST /v2/transfer/internal',
    `GET /v2/transfer/transfers/${id}`,
  ]);
  // 12.50 was sent.
  expect(record).toMatchObject({ id, ref_id: '00000000-0000-4000-8000-000000000001', amount: '12.5', asset: 'USD' });
});

test('after a timeout a create resolves with the record read back', async () => {
  const { create, inject, arrived, clock, effects } = await startClient();
  inject(hangAfter);
  const call = create();
  await arrived(1);
  clock.advance(30_000);
  expect(await call).toHaveProperty('id', effects.of('POST /v2/transfer/internal').created[0]);
  expect(clock.pending()).toEqual([]);
});

test('reading a record back is retried like every read', async () => {
  const { create, inject, seen } = await startClient();
  inject(resetAfter, serve, resetBefore, emptyError(502));
  expect(await create()).toHaveProperty('ref_id', '00000000-0000-4000-8000-000000000001');
  expect(seen).toHaveLength(5);
});

test('withResponse() returns the response that the record was in', async () => {
  const { create, inject } = await startClient();
  inject(resetAfter);
  const call = create() as unknown as { withResponse(): Promise<{ data: object; response: Response }> };
  const { data, response } = await call.withResponse();
  expect(data).toHaveProperty('ref_id', '00000000-0000-4000-8000-000000000001');
  expect(response.status).toBe(200);
});

test('a create rejects with the 409 if its record cannot be read back', async () => {
  const { create, inject, seen } = await startClient();
  inject(resetAfter, serve, emptyError(404));
  const error = await rejectionOf(create());
  expect(error.message).toBe(EXISTS);
  expect(error).toMatchObject({
    name: 'ApiError',
    status: 409,
    idempotencyKey: '00000000-0000-4000-8000-000000000001',
  });
  expect(seen).toHaveLength(3);
});

test('a create rejects with a 409 on its first attempt without reading anything', async () => {
  const { create, seen, effects } = await startClient();
  await create({ idempotencyKey: 'payout-5' });
  const error = await rejectionOf(create({ idempotencyKey: 'payout-5' }));
  expect(error).toMatchObject({ name: 'ApiError', status: 409, idempotencyKey: 'payout-5' });
  expect(error.message).toBe(
    'createInternalTransfer failed: 409 Conflict: Already Exists: a record with this ref_id exists. Fetch the current resource before retrying.',
  );
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST']);
  expect(effects.of('POST /v2/transfer/internal').created).toHaveLength(1);
});

test.each([
  ['asset', 'EUR'],
  ['to_profile_id', 'another profile'],
  ['amount', '12.51'],
  ['ref_id', 'another'],
])('a create rejects with the 409 if the %s of the record is not what was sent', async (field, value) => {
  const { create, inject, effects, paxos } = await startClient();
  const changed: Fault = (exchange) => {
    paxos.change(effects.of(exchange.seen.call).created[0] ?? '', { [field]: value });
    serve(exchange);
  };
  inject(resetAfter, changed);
  expect((await rejectionOf(create())).message).toBe(EXISTS);
});

test.each([
  ['amount', '12.5000'],
  ['status', 'COMPLETED'],
  ['asset', undefined],
])('a create resolves with a record read back whose %s is %s', async (field, value) => {
  const { create, inject, effects, paxos } = await startClient();
  const changed: Fault = (exchange) => {
    paxos.change(effects.of(exchange.seen.call).created[0] ?? '', { [field]: value });
    serve(exchange);
  };
  inject(resetAfter, changed);
  expect(await create()).toHaveProperty('ref_id', '00000000-0000-4000-8000-000000000001');
});

test('createAccount sends the ref_id inside account and reads back a record of which the 409 has only the id', async () => {
  const { client, inject, effects, seen } = await startClient();
  inject(resetAfter);
  const account = await client.accounts.createAccount({ body: { account: { identity_id: 'i-1', type: 'BROKERAGE' } } });
  expect(account).toMatchObject({
    ref_id: '00000000-0000-4000-8000-000000000001',
    identity_id: 'i-1',
    type: 'BROKERAGE',
  });
  expect(effects.of('POST /v2/identity/accounts').created).toEqual([account.id]);
  expect(seen.map(({ url }) => url)).toEqual([
    '/v2/identity/accounts',
    '/v2/identity/accounts',
    `/v2/identity/accounts/${account.id}`,
  ]);
  expect(JSON.parse(seen[1]?.body ?? '')).toEqual({
    account: { identity_id: 'i-1', type: 'BROKERAGE', ref_id: '00000000-0000-4000-8000-000000000001' },
  });
});

test('a recovered createIdentity has the details and the members that the first response carries', async () => {
  const { client, inject, seen } = await startClient();
  inject(resetAfter);
  const body = {
    institution_details: { name: 'Analytical Engines LLC', cip_id_type: 'EIN' },
    institution_members: [{ identity_id: 'i-1', roles: ['BENEFICIAL_OWNER'] }],
  } satisfies Paxos.CreateIdentityRequest;
  expect(await client.identity.createIdentity({ body })).toMatchObject(body);
  expect(seen.at(-1)?.url).toMatch(
    /^\/v2\/identity\/identities\/[\w-]+\?include_details=true&include_institution_members=true$/,
  );
});

test('a path method makes a ref_id and reads the record back like an operation method', async () => {
  const { create, inject, seen, effects } = await startClient('paths');
  inject(resetAfter);
  const { data, response } = (await create()) as { data: { ref_id: string }; response: Response };
  expect(response.status).toBe(200);
  expect(data.ref_id).toBe('00000000-0000-4000-8000-000000000001');
  expect(effects.of('POST /v2/transfer/internal').created).toHaveLength(1);
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
});
