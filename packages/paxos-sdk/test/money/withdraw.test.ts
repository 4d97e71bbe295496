// Withdrawing crypto once, by both patterns of https://docs.paxos.com/guides/travel-rule/collection-patterns
import { driven, type ManualClock, manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import type { Reply } from '@org/test-kit/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { createPaxosClient, type PaxosClient } from '../../src/index.ts';
import {
  type CryptoWithdrawal,
  type TravelRuleMetadata,
  type WithdrawOptions,
  withdrawCrypto,
} from '../../src/money.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';
import { type FakeWithdrawals, fakeWithdrawals } from '../support/withdrawals.ts';

const { api, tokens } = paxosServers();
let paxos: FakeWithdrawals;
beforeEach(() => {
  paxos = fakeWithdrawals();
  api.script(paxos.reply);
});

const ADDRESS = '0xe4B0aCA9FB669817775274775b20e52118595515';
const VASP: TravelRuleMetadata = {
  custodian_type: 'VASP',
  vasp: { id: '0b3d9f1e-7c2a-4e8b-9f1a-2c3d4e5f6a7b' },
  beneficiary: { self: true },
};
const PAYOUT: CryptoWithdrawal = {
  ref_id: 'payout-1',
  profile_id: 'p1',
  asset: 'USDG',
  amount: '5000.00',
  crypto_network: 'ETHEREUM',
  destination_address: ADDRESS,
};

function client(clock: ManualClock): PaxosClient {
  return createPaxosClient({
    ...optionsOf(api, tokens, clock),
    rateLimit: false,
    maxRetries: 0,
    scopes: [
      'transfer:write_crypto_withdrawal',
      'transfer:read_transfer',
      'transfer:read_crypto_destination_address',
      'transfer:write_crypto_destination_address',
    ],
  });
}

async function withdraw(withdrawal: CryptoWithdrawal = PAYOUT, options: WithdrawOptions = {}): Promise<unknown> {
  const clock = manualClock();
  const work = withdrawCrypto(client(clock), withdrawal, { clock, random: () => 0.5, ...options });
  return driven(
    clock,
    work.catch((error: unknown) => error),
  );
}

const calls = (): string[] => api.seen.map(({ method, path }) => `${method} ${path.replace('/v2/transfer/', '')}`);
const LOOK_UP = 'GET transfers';
const READ = 'GET crypto-destination-addresses';
const SAVE = 'PUT crypto-destination-address';
const CREATE = 'POST crypto-withdrawals';

test('pattern A: metadata is stored on the address before the first withdrawal, and not again', async () => {
  paxos.threshold = 3000;
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ id: 't1', ref_id: 'payout-1' });
  expect(calls()).toEqual([LOOK_UP, READ, SAVE, CREATE]);
  expect(JSON.parse(api.seen[2]?.body ?? '')).toEqual({
    crypto_network: 'ETHEREUM',
    address: ADDRESS,
    travelrule_metadata: VASP,
  });
  expect(await withdraw({ ...PAYOUT, ref_id: 'payout-2' }, { travelRule: VASP })).toMatchObject({ id: 't2' });
  expect(calls().slice(4)).toEqual([LOOK_UP, READ, CREATE]);
  // Stored once, it serves a caller that passes none.
  expect(await withdraw({ ...PAYOUT, ref_id: 'payout-3' })).toMatchObject({ id: 't3' });
  // Another receiver is stored anew, for the same end user only.
  const other = { ...VASP, vasp: { id: 'another' } };
  await withdraw({ ...PAYOUT, ref_id: 'payout-4', identity_id: 'i1' }, { travelRule: other });
  expect(paxos.addresses).toMatchObject([{ identity_id: 'i1', travelrule_metadata: other }]);
});

test('pattern B: metadata is collected when Paxos asks for it, and the withdrawal sent again under its ref_id', async () => {
  paxos.threshold = 3000;
  const bitcoin = { ...PAYOUT, asset: 'BTC', amount: '3001' };
  const travelRule = vi.fn(() => VASP);
  expect(await withdraw(bitcoin, { travelRule })).toMatchObject({ id: 't1' });
  expect(calls()).toEqual([LOOK_UP, CREATE, SAVE, CREATE]);
  expect(api.seen[1]?.body).toBe(api.seen[3]?.body);
  expect(travelRule.mock.calls).toEqual([[{ crypto_network: 'ETHEREUM', address: ADDRESS }]]);
});

test('pattern B asks before the attempt where the worth is known, and never for a small withdrawal', async () => {
  const travelRule = vi.fn(async () => VASP);
  await withdraw({ ...PAYOUT, amount: '2999.99' }, { travelRule });
  expect(travelRule).not.toHaveBeenCalled();
  expect(calls()).toEqual([LOOK_UP, CREATE]);
  await withdraw({ ...PAYOUT, ref_id: 'payout-2' }, { travelRule });
  expect(travelRule).toHaveBeenCalledOnce();
  expect(calls().slice(2)).toEqual([LOOK_UP, READ, SAVE, CREATE]);
});

test('a person is asked once, however often the rest is tried', async () => {
  const travelRule = vi.fn(() => VASP);
  const failing: Reply[] = [json(503, {}), json(503, {})];
  api.on('PUT /v2/transfer/crypto-destination-address', ...failing, paxos.reply);
  expect(await withdraw(PAYOUT, { travelRule })).toMatchObject({ id: 't1' });
  expect(calls().filter((call) => call === SAVE)).toHaveLength(3);
  expect(travelRule).toHaveBeenCalledOnce();
});

test.each<[string, object, WithdrawOptions]>([
  ['3000 of a dollar stablecoin', { amount: '3000' }, {}],
  ['a total of 3000.00', { amount: undefined, total: '3000.00' }, {}],
  ['bitcoin worth 3000 USD', { asset: 'BTC', amount: '0.03' }, { usdValue: '3000' }],
])('what is missing for %s is said before the withdrawal is sent', async (_what, more, options) => {
  const error = await withdraw({ ...PAYOUT, ...more } as CryptoWithdrawal, options);
  expect(error).toMatchObject({
    name: 'StateError',
    notSent: true,
    message:
      "The travel rule applies from 3000 USD, and the destination lacks its metadata: custodian_type is missing; beneficiary needs person_details, institution_details, or self. Pass it as option 'travelRule'. No withdrawal was created.",
  });
  expect(calls()).toEqual([LOOK_UP, READ]);
});

test.each<[string, Partial<CryptoWithdrawal>, WithdrawOptions]>([
  ['2999.999999 of a dollar stablecoin', { amount: '2999.999999' }, {}],
  ['bitcoin of unknown worth', { asset: 'BTC', amount: '3000' }, {}],
  ['what the rule exempts', { amount: '90000' }, { travelRule: 'not-needed' }],
])('no address is read for %s', async (_what, more, options) => {
  expect(await withdraw({ ...PAYOUT, ...more }, options)).toMatchObject({ id: 't1' });
  expect(calls()).toEqual([LOOK_UP, CREATE]);
});

test('without metadata, the refusal of Paxos reaches the caller', async () => {
  paxos.threshold = 3000;
  expect(await withdraw({ ...PAYOUT, asset: 'BTC' })).toMatchObject({ name: 'ApiError', status: 403 });
});

test.each<[string, object, string]>([
  ['a number', { amount: 5000 }, "'amount' must be a positive decimal string such as '250.00' (got 5000)"],
  ['zero', { amount: '0.00' }, "'amount' must be a positive decimal string such as '250.00' (got another string)"],
  ['an exponent', { amount: '5e3' }, "'amount' must be a positive decimal string"],
  ['no digit before the point', { amount: '.5' }, "'amount' must be a positive decimal string"],
  ['a sign', { amount: '-1' }, "'amount' must be a positive decimal string"],
  ['two amounts', { total: '1' }, "Pass exactly one of 'amount' and 'total' (got both)"],
  ['no amount', { amount: undefined }, "Pass exactly one of 'amount' and 'total' (got neither)"],
  ['no ref_id', { ref_id: '' }, "'ref_id' must be a non-empty string"],
  ['no destination', { destination_address: undefined }, "'destination_address' must be a non-empty string"],
  ['the older receiver', { beneficiary: {} }, "Pass option 'travelRule' instead of 'beneficiary'"],
])('%s is refused before anything is sent', async (_what, more, message) => {
  const error = await withdraw({ ...PAYOUT, ...more } as CryptoWithdrawal);
  expect(error).toMatchObject({ name: 'InvalidRequestError', message: expect.stringContaining(message) });
  expect(api.seen).toEqual([]);
});

test('a worth that is a number and incomplete metadata are refused before anything is sent', async () => {
  expect(await withdraw(PAYOUT, { usdValue: 5000 as never })).toMatchObject({
    message: "'usdValue' must be a positive decimal string such as '250.00' (got 5000). Nothing was sent.",
  });
  expect(await withdraw(PAYOUT, { travelRule: { custodian_type: 'VASP', beneficiary: { self: true } } })).toMatchObject(
    {
      name: 'InvalidRequestError',
      message:
        "Option 'travelRule' is incomplete: vasp needs id (see listVasps), or custom_vasp_name and custom_vasp_website. Nothing was sent.",
    },
  );
  expect(api.seen).toEqual([]);
});

test('called again with the same input, it returns the same transfer and creates none', async () => {
  const first = await withdraw(PAYOUT, { travelRule: VASP });
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toEqual(first);
  // Also where it is not found yet, and by a caller that no longer has the metadata.
  api.on('GET /v2/transfer/transfers', json(200, { items: [] }));
  expect(await withdraw(PAYOUT)).toEqual(first);
  expect(paxos.transfers).toHaveLength(1);
});

test('decimals in another form and an address in lower case are the same withdrawal', async () => {
  await withdraw(PAYOUT, { travelRule: VASP });
  Object.assign(paxos.transfers[0] ?? {}, { amount: '5000', destination_address: ADDRESS.toLowerCase() });
  expect(await withdraw(PAYOUT)).toMatchObject({ id: 't1', amount: '5000' });
});

test.each([{ amount: '5000.01' }, { asset: 'PYUSD' }, { destination_address: '0x1' }, { profile_id: 'p2' }])(
  'a ref_id that belongs to a withdrawal with another %j is refused, found or told by the 409',
  async (other) => {
    await withdraw({ ...PAYOUT, ...other }, { travelRule: VASP });
    const message =
      'ref_id belongs to transfer t1, which is another one than this withdrawal. Use a ref_id once. No withdrawal was created.';
    expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ name: 'StateError', message });
    api.on('GET /v2/transfer/transfers', json(200, { items: [] }));
    expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ name: 'StateError', message });
    expect(paxos.transfers).toHaveLength(1);
  },
);

test.each([
  ['PENDING', 'waits for an approval. Call again with the same input once it is approved'],
  ['REJECTED', 'was rejected. Use another address'],
])('nothing is withdrawn to an address that is %s, new or stored', async (status, why) => {
  paxos.saved = status;
  const message = `The destination address ${why}. No withdrawal was created.`;
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ name: 'StateError', message });
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ name: 'StateError', message });
  expect(calls()).toEqual([LOOK_UP, READ, SAVE, LOOK_UP, READ]);
});

test('an outage and a lost response are ridden out, and the withdrawal is created once', async () => {
  const lost: Reply = (response, seen, socket) => {
    paxos.apply(seen);
    return reset(response, seen, socket);
  };
  api.on('POST /v2/transfer/crypto-withdrawals', json(503, {}), json(502, {}), reset, lost, paxos.reply);
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ id: 't1' });
  expect(calls().filter((call) => call === CREATE)).toHaveLength(4);
  expect(calls().at(-1)).toBe(LOOK_UP);
  expect(paxos.transfers).toHaveLength(1);
});

test('killed while the withdrawal is on its way, it goes on when it is called again', async () => {
  const killed = new AbortController();
  api.on(
    'POST /v2/transfer/crypto-withdrawals',
    (_response, seen) => {
      paxos.apply(seen);
      killed.abort();
    },
    paxos.reply,
  );
  expect(await withdraw(PAYOUT, { travelRule: VASP, signal: killed.signal })).toMatchObject({ name: 'AbortedError' });
  expect(await withdraw(PAYOUT, { travelRule: VASP })).toMatchObject({ id: 't1' });
  expect(paxos.transfers).toHaveLength(1);
});

test('it ends at its deadline, with the last failure as cause', async () => {
  api.on('POST /v2/transfer/crypto-withdrawals', json(503, {}));
  const error = await withdraw(PAYOUT, { travelRule: VASP, deadline: 30_000 });
  expect(error).toMatchObject({ name: 'WaitTimeoutError', cause: { name: 'ApiError', status: 503 } });
});

test('what the function throws reaches the caller as it is', async () => {
  const cancelled = new Error('the person closed the form');
  const travelRule = (): never => {
    throw cancelled;
  };
  expect(await withdraw(PAYOUT, { travelRule })).toBe(cancelled);
  expect(paxos.transfers).toEqual([]);
});
