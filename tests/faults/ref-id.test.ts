// Paxos refuses a ref_id that it knows: when our own retry meets that, the record is read back.
import { createPaxosClient } from '@org/paxos-sdk';
import { describe, expect, test } from 'vitest';
import { openBench } from './support/bench.ts';
import { type Act, serve } from './support/exchange.ts';
import { breakOff, emptyError, hangAfter, resetAfter, resetBefore } from './support/faults.ts';
import { failureOf } from './support/outcome.ts';

const EXISTS =
  'CreateInternalTransfer: answered 409 after 2 attempts: Already Exists: a record with this ref_id exists. It contradicts what is stored: read that before calling again.';

describe('createInternalTransfer', () => {
  test.each([
    ['a reset', resetAfter],
    ['a broken body', breakOff],
  ])('after %s it resolves with the record read back, whose decimals are written otherwise', async (_what, act) => {
    const { create, script, seen, ledger } = await openBench('Paxos by name');
    script(act);
    const record = await create();
    const [id] = ledger.of('POST /v2/transfer/internal').made;
    expect(ledger.of('POST /v2/transfer/internal').made).toHaveLength(1);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v2/transfer/internal',
      'POST /v2/transfer/internal',
      `GET /v2/transfer/transfers/${id}`,
    ]);
    // 12.50 was sent.
    expect(record).toMatchObject({ id, ref_id: 'key-1', amount: '12.5', asset: 'USD' });
  });

  test('after a timeout it resolves with the record read back', async () => {
    const { create, script, arrived, clock, ledger } = await openBench('Paxos by name');
    script(hangAfter);
    const call = create();
    await arrived(1);
    clock.advance(30_000);
    expect(await call).toHaveProperty('id', ledger.of('POST /v2/transfer/internal').made[0]);
    expect(clock.pending()).toEqual([]);
  });

  test('reading back is tried again like every read', async () => {
    const { create, script, seen } = await openBench('Paxos by name');
    script(resetAfter, serve, resetBefore, emptyError(502));
    expect(await create()).toHaveProperty('ref_id', 'key-1');
    expect(seen).toHaveLength(5);
  });

  test('.withResponse() gives the answer that the record was in', async () => {
    const { create, script } = await openBench('Paxos by name');
    script(resetAfter);
    const call = create() as unknown as { withResponse(): Promise<{ data: object; response: Response }> };
    const { data, response } = await call.withResponse();
    expect(data).toHaveProperty('ref_id', 'key-1');
    expect(response.status).toBe(200);
  });

  test('a reading that fails leaves the 409', async () => {
    const { create, script, seen } = await openBench('Paxos by name');
    script(resetAfter, serve, emptyError(404));
    const error = await failureOf(create());
    expect(error.message).toBe(EXISTS);
    expect(error).toMatchObject({ name: 'ApiError', status: 409, idempotencyKey: 'key-1' });
    expect(seen).toHaveLength(3);
  });

  test('a 409 on a first attempt is thrown, without reading anything', async () => {
    const { create, seen, ledger } = await openBench('Paxos by name');
    await create({ idempotencyKey: 'payout-5' });
    const error = await failureOf(create({ idempotencyKey: 'payout-5' }));
    expect(error).toMatchObject({ name: 'ApiError', status: 409, idempotencyKey: 'payout-5' });
    expect(error.message).toBe(
      'CreateInternalTransfer: answered 409: Already Exists: a record with this ref_id exists. It contradicts what is stored: read that before calling again.',
    );
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect(ledger.of('POST /v2/transfer/internal').made).toHaveLength(1);
  });

  test.each([
    ['asset', 'EUR'],
    ['to_profile_id', 'somebody else'],
    ['amount', '12.51'],
    ['ref_id', 'another'],
  ])('a record whose %s is not what was sent is not ours: the 409 is thrown', async (field, value) => {
    const { create, script, ledger, paxos } = await openBench('Paxos by name');
    const changed: Act = (exchange) => {
      paxos.change(ledger.of(exchange.seen.call).made[0] ?? '', { [field]: value });
      serve(exchange);
    };
    script(resetAfter, changed);
    expect((await failureOf(create())).message).toBe(EXISTS);
  });

  test.each([
    ['amount', '12.5000'],
    ['status', 'COMPLETED'],
    ['asset', undefined],
  ])('a record whose %s is %s is ours', async (field, value) => {
    const { create, script, ledger, paxos } = await openBench('Paxos by name');
    const changed: Act = (exchange) => {
      paxos.change(ledger.of(exchange.seen.call).made[0] ?? '', { [field]: value });
      serve(exchange);
    };
    script(resetAfter, changed);
    expect(await create()).toHaveProperty('ref_id', 'key-1');
  });
});

test('createAccount: the ref_id stands inside account, and only the id of the record comes with the 409', async () => {
  const bench = await openBench('Paxos by name');
  const { accounts } = createPaxosClient({
    baseUrl: `${bench.origin}/v2`,
    tokenUrl: `${bench.origin}/oauth2/token`,
    clientId: 'chaos-client',
    clientSecret: 'paxos-5ecret-of-the-chaos-tests',
    scopes: ['identity:write_account', 'identity:read_account'],
    rateLimit: false,
    clock: bench.clock,
    createKey: () => 'account-key',
  });
  bench.script(resetAfter);
  const account = await accounts.createAccount({ body: { account: { identity_id: 'i-1', type: 'BROKERAGE' } } });
  expect(account).toMatchObject({ ref_id: 'account-key', identity_id: 'i-1', type: 'BROKERAGE' });
  expect(bench.ledger.of('POST /v2/identity/accounts').made).toEqual([account.id]);
  expect(bench.seen.map(({ url }) => url)).toEqual([
    '/v2/identity/accounts',
    '/v2/identity/accounts',
    `/v2/identity/accounts/${account.id}`,
  ]);
  expect(JSON.parse(bench.seen[1]?.body ?? '')).toEqual({
    account: { identity_id: 'i-1', type: 'BROKERAGE', ref_id: 'account-key' },
  });
});

test('Paxos by path: the path door fills no ref_id and reads nothing back, so a lost answer ends in the 409', async () => {
  const { create, script, seen } = await openBench('Paxos by path');
  script(resetAfter);
  expect(await create()).toMatchObject({ error: { meta: { existing: { ref_id: 'key-1' } } } });
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST']);
});
