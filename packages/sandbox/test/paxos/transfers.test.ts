// Money in and out: each step and outcome of a transfer, fees, limits, the travel rule, and one movement per ref_id.

import { isTerminalStateError } from '@org/paxos-sdk';
import { waitForTransfer } from '@org/paxos-sdk/money';
import { expect, test } from 'vitest';
import { fiatAccountTransitions } from '../../src/paxos/money/fiat-accounts.ts';
import { outcomes } from '../../src/paxos/money/outcome.ts';
import { transferTransitions } from '../../src/paxos/money/transfers.ts';
import {
  approvedPerson,
  balance,
  eventTypes,
  fund,
  person,
  refusal,
  type Setup,
  setup,
  transferOf,
} from './support/paxos.ts';

const address = '0x52908400098527886E0F7030069857D2E4169EE7';

const withdrawal = (profile_id: string, more: object = {}) => ({
  asset: 'USDG',
  crypto_network: 'ETHEREUM' as const,
  destination_address: address,
  profile_id,
  amount: '250.00',
  ...more,
});

test('settles a withdrawal after 30 seconds, reports both steps, and charges amount and fee', async () => {
  const { sandbox, paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const transfer = await paxos.cryptoWithdrawals.createCryptoWithdrawal({
    body: withdrawal(profile, { ref_id: 'w1' }),
  });
  expect(transfer).toMatchObject({
    status: 'PENDING',
    amount: '250.00',
    fee: '0.25',
    total: '250.25',
    direction: 'DEBIT',
  });
  expect(await balance(paxos, profile, 'USDG')).toBe('749.75/0');
  await sandbox.clock.advance('29s');
  expect((await transferOf(paxos, transfer.id)).status).toBe('PENDING');
  await sandbox.clock.advance('1s');
  const done = await waitForTransfer(paxos, transfer.id);
  expect(done).toMatchObject({ status: 'COMPLETED', crypto_tx_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) });
  expect(await eventTypes(paxos)).toEqual([
    'transfer.crypto_deposit.pending',
    'transfer.crypto_deposit.completed',
    'transfer.crypto_withdrawal.pending',
    'transfer.crypto_withdrawal.completed',
  ]);
  expect(((await paxos.events.listEvents()).events ?? []).at(-1)?.object).toEqual({
    id: transfer.id,
    type: 'CRYPTO_WITHDRAWAL',
    status: 'COMPLETED',
    profile_id: profile,
    ref_id: 'w1',
    crypto_network: 'ETHEREUM',
    crypto_tx_hash: done.crypto_tx_hash,
    crypto_tx_index: '0',
  });
  expect(transferTransitions.map(({ from, to }) => `${from} ${to}`)).toEqual(['PENDING COMPLETED', 'PENDING FAILED']);
});

test.each(Object.keys(outcomes))('ends a withdrawal as its metadata choose: %s', async (sandbox_outcome) => {
  const { sandbox, paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const { end, secondary, details } = outcomes[sandbox_outcome] ?? { end: 'COMPLETED' };
  const body = withdrawal(profile, { metadata: { sandbox_outcome } });
  const { id } = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
  await sandbox.clock.advance('30s');
  const transfer = await transferOf(paxos, id);
  expect(transfer.status).toBe(end === 'held' ? 'PENDING' : end);
  expect(transfer.secondary_status?.name).toBe(secondary?.name);
  expect(Object.keys(transfer.status_details ?? {})).toEqual(Object.keys(details?.(transfer) ?? {}));
  expect(await balance(paxos, profile, 'USDG')).toBe(end === 'FAILED' ? '1000/0' : '749.75/0');
  const ended = await waitForTransfer(paxos, id).catch((error: unknown) => error);
  expect(isTerminalStateError(ended)).toBe(end !== 'COMPLETED');
});

test('moves money once for a ref_id, and answers the repeat with the whole first transfer', async () => {
  const { paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const body = withdrawal(profile, { ref_id: 'once' });
  const first = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
  for (const amount of ['250.00', '1.00']) {
    await expect(paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: { ...body, amount } })).rejects.toMatchObject({
      status: 409,
      body: { meta: { existing: first } },
    });
  }
  expect(await balance(paxos, profile, 'USDG')).toBe('749.75/0');
  expect((await paxos.transfers.listTransfers({ query: { ref_ids: ['once'] } })).items).toEqual([first]);
});

test.each<[string, object, string]>([
  ['more than there is', { amount: '1000' }, '403 insufficient USDG funds in profile'],
  ['both amount and total', { total: '1' }, '400 give exactly one of amount and total'],
  ['nothing', { amount: '0.00' }, '400 amount must be greater than zero'],
  ['a finer amount than the asset has', { amount: '0.0000001' }, '400 amount has more than 6 decimal places'],
  ['less than the fee', { amount: undefined, total: '0.25' }, '400 total must exceed the fee of 0.25 USDG'],
  ['fiat', { asset: 'USD' }, '400 asset USD is fiat'],
  ['an unknown asset', { asset: '__proto__' }, '400 asset __proto__ is unknown'],
  ['from an unknown profile', { profile_id: '__proto__' }, '404 profile not found'],
  ['for an unknown identity', { identity_id: 'nobody' }, '404 identity nobody is unknown'],
  ['an unknown fee quote', { fee_id: 'none' }, '404 fee not found with id none'],
])('refuses to withdraw %s and leaves the balance alone', async (_name, more, expected) => {
  const { paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const body = JSON.parse(JSON.stringify(withdrawal(profile, more)));
  expect(await refusal(paxos.cryptoWithdrawals.createCryptoWithdrawal({ body }))).toContain(expected);
  expect(await balance(paxos, profile, 'USDG')).toBe('1000/0');
});

test('holds a fee quote for five minutes, to its asset, destination and amount', async () => {
  const { sandbox, paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const { profile_id: _profile, ...asked } = withdrawal(profile);
  const { id: fee_id, fee } = await paxos.fees.createCryptoWithdrawalFee({ body: asked });
  expect(fee).toBe('0.25');
  const withdraw = (more: object) =>
    refusal(paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal(profile, { fee_id, ...more }) }));
  expect(await withdraw({ amount: '250.01' })).toContain('400 fee');
  expect(await withdraw({ destination_address: '0xother' })).toContain('was quoted for another destination_address');
  expect(await withdraw({ amount: '100' })).toBe('not refused');
  await sandbox.clock.advance('5m');
  expect(await withdraw({})).toMatch(/^403 fee .* expired at 2026-11-21T09:05:00/);
});

const travelRuleStart = new Date('2026-11-30T00:00:00Z');

test('requires travel rule data from 3,000 USD from 30 November 2026 on, which either documented pattern supplies', async () => {
  const { sandbox, paxos, profile } = await setup({ start: new Date(travelRuleStart.getTime() - 60_000) });
  await fund(paxos, profile, 'USDG', '50000');
  const withdraw = (more: object = {}) =>
    paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal(profile, { amount: '3000', ...more }) });
  await withdraw();
  await sandbox.clock.advance('60s');
  await withdraw({ amount: '2999.74' });
  // Refused, then supplied and repeated.
  await expect(withdraw()).rejects.toMatchObject({
    status: 403,
    body: {
      type: 'https://developer.paxos.com/docs/v2/problems/travel-rule-information-required',
      meta: { crypto_network: 'ETHEREUM', address },
    },
  });
  await paxos.cryptoWithdrawals.putCryptoDestinationAddress({
    body: {
      crypto_network: 'ETHEREUM',
      address,
      travelrule_metadata: { custodian_type: 'PRIVATE', beneficiary: { self: true } },
    },
  });
  await withdraw();
  // Supplied before the first withdrawal.
  const [vasp] = (await paxos.travelRulePublic.listVasps({ query: { search: 'example ex' } })).items ?? [];
  const { address: entry } = await paxos.cryptoWithdrawals.putCryptoDestinationAddress({
    body: {
      crypto_network: 'SOLANA',
      address: 'So1ana',
      nickname: 'Exchange',
      travelrule_metadata: {
        custodian_type: 'VASP',
        vasp: { id: vasp?.id ?? '' },
        beneficiary: { person_details: { first_name: 'Ada', last_name: 'Lovelace' } },
      },
    },
  });
  expect(entry?.travelrule_metadata?.vasp).toEqual(vasp);
  const { profile_id: _profile, ...quoted } = withdrawal(profile, { amount: '3000' });
  await paxos.fees.createCryptoWithdrawalFee({ body: quoted });
  const elsewhere = paxos.fees.createCryptoWithdrawalFee({ body: { ...quoted, destination_address: '0xnone' } });
  expect(await refusal(elsewhere)).toMatch(/^403 Travel Rule/);
  await withdraw({ crypto_network: 'SOLANA', destination_address: 'So1ana' });
  // The older way names the beneficiary of one withdrawal.
  await withdraw({
    destination_address: '0xother',
    beneficiary: { person_details: { first_name: 'A', last_name: 'B' } },
  });
});

test.each<[string, object]>([
  ['a provider without a name', { custodian_type: 'VASP' }],
  ['a private wallet with a provider', { custodian_type: 'PRIVATE', vasp: { custom_vasp_name: 'x' } }],
  ['a provider that is not listed', { custodian_type: 'VASP', vasp: { id: 'none' } }],
  ['two kinds of beneficiary', { beneficiary: { self: true, institution_details: { name: 'x' } } }],
])('refuses travel rule data of %s', async (_name, travelrule_metadata) => {
  const { paxos } = await setup();
  const body = { crypto_network: 'ETHEREUM', address, travelrule_metadata } as never;
  expect(await refusal(paxos.cryptoWithdrawals.putCryptoDestinationAddress({ body }))).toMatch(
    /^400 .*travelrule_metadata/,
  );
});

async function bankAccount({ sandbox, paxos }: Setup, metadata: Record<string, string> = {}): Promise<string> {
  const bank_address = { country: 'USA', address1: '1 Bank Plaza', city: 'New York' };
  const { id } = await paxos.fiatTransfers.createFiatAccount({
    body: {
      metadata,
      fiat_account_owner: { person_details: { first_name: 'Ada', last_name: 'Lovelace' } },
      fiat_network_instructions: {
        wire: {
          account_number: '123456789',
          fiat_account_owner_address: bank_address,
          routing_details: { routing_number_type: 'ABA', routing_number: '021000021', bank_name: 'Bank', bank_address },
        },
      },
    },
  });
  await sandbox.clock.advance('30s');
  return id;
}

test('reviews a bank account, and pays out only to one that is approved', async () => {
  const world = await setup();
  const { sandbox, paxos, profile } = world;
  await fund(paxos, profile, 'USD', '500');
  const rejected = await bankAccount(world, { sandbox_outcome: 'failed' });
  const pay = (fiat_account_id: string, more: object = {}) =>
    paxos.fiatTransfers.createFiatWithdrawal({
      body: { asset: 'USD', profile_id: profile, fiat_account_id, amount: '400.00', ...more },
    });
  expect(await refusal(pay(rejected))).toBe('400 fiat account has invalid status REJECTED, must be approved');
  const id = await bankAccount(world);
  const read = async () => (await paxos.fiatTransfers.getFiatAccount({ path: { id } })).status;
  expect(await read()).toBe('APPROVED');
  const owner = { person_details: { first_name: 'Grace', last_name: 'Hopper' } };
  await paxos.fiatTransfers.updateFiatAccount({ path: { id }, body: { fiat_account_owner: owner } });
  expect(await read()).toBe('PENDING');
  expect(await refusal(pay(id))).toContain('invalid status PENDING');
  await sandbox.clock.advance('30s');
  const transfer = await pay(id, { ref_id: 'p1' });
  expect(transfer).toMatchObject({ type: 'WIRE_WITHDRAWAL', fee: '20', total: '420', status: 'PENDING' });
  expect(await refusal(pay(id, { ref_id: 'p1' }))).toBe('409 activity with external id p1 already exists');
  await sandbox.clock.advance('30s');
  expect((await transferOf(paxos, transfer.id)).status).toBe('COMPLETED');
  expect(await balance(paxos, profile, 'USD')).toBe('80/0');
  expect(
    (await paxos.fiatTransfers.listFiatAccounts()).items?.[0]?.fiat_network_instructions.wire?.account_number,
  ).toBe('6789');
  await paxos.fiatTransfers.deleteFiatAccount({ path: { id } });
  expect(await refusal(pay(id))).toBe('404 fiat account not found with requested ID');
  expect(fiatAccountTransitions).toHaveLength(5);
});

test.each([
  ['WIRE', 'transfer.wire_deposit'],
  ['CUBIX', 'transfer.cubix_deposit'],
  ['DBS_ACT', 'transfer.act_deposit'],
  ['SCB', 'transfer.scb_intrabank_deposit'],
  ['RTP', 'transfer.rtp_deposit'],
] as const)('reports a deposit over %s as %s', async (fiat_network, event) => {
  const { sandbox, paxos, profile } = await setup();
  const { memo_id, fiat_network_instructions } = await paxos.fiatTransfers.createFiatDepositInstructions({
    body: {
      profile_id: profile,
      fiat_network,
      ...(fiat_network === 'WIRE' && { routing_number_type: 'SWIFT' as const }),
    },
  });
  const body = { amount: '7', asset: 'USD', memo_id, fiat_network_instructions };
  await paxos.sandboxFiatTransfers.initiateSandboxFiatDeposit({ body });
  await sandbox.clock.advance('30s');
  expect(await eventTypes(paxos)).toEqual([`${event}.pending`, `${event}.completed`]);
});

test('credits a fiat deposit by its memo, once the bank has delivered it', async () => {
  const { sandbox, paxos, profile } = await setup();
  const { memo_id, fiat_network_instructions } = await paxos.fiatTransfers.createFiatDepositInstructions({
    body: { profile_id: profile, fiat_network: 'WIRE', routing_number_type: 'ABA', metadata: { order: '7' } },
  });
  const deposit = (memo: string) =>
    paxos.sandboxFiatTransfers.initiateSandboxFiatDeposit({
      body: { amount: '1000.50', asset: 'USD', memo_id: memo, fiat_network_instructions },
    });
  expect(await refusal(deposit('NONE'))).toBe('400 no deposit instructions have the memo_id NONE');
  await deposit(memo_id);
  expect(await balance(paxos, profile, 'USD')).toBe('0/0');
  await sandbox.clock.advance('30s');
  expect(await balance(paxos, profile, 'USD')).toBe('1000.5/0');
  expect((await paxos.transfers.listTransfers()).items).toMatchObject([
    { type: 'WIRE_DEPOSIT', memo: memo_id, metadata: { order: '7' }, status: 'COMPLETED' },
  ]);
});

test('holds a crypto deposit for travel rule data until it is supplied or refused', async () => {
  const { paxos, profile } = await setup();
  const { address: own } = await paxos.depositAddresses.createDepositAddress({
    body: {
      profile_id: profile,
      crypto_network: 'ETHEREUM',
      metadata: { sandbox_outcome: 'travel_rule_info_requested' },
    },
  });
  const deposit = async () => {
    const { activity_id } = await paxos.sandboxDeposits.createSandboxDeposit({
      path: { profile_id: profile },
      body: { asset: 'USDG', amount: '5000', crypto_network: 'ETHEREUM', crypto_address: own },
    });
    return activity_id ?? '';
  };
  const [first, second] = [await deposit(), await deposit()];
  expect(await transferOf(paxos, first)).toMatchObject({
    status: 'PENDING',
    secondary_status: { name: 'TRAVEL_RULE_INFO_REQUESTED' },
  });
  const sender = { individual_info: { first_name: 'Ada', last_name: 'Lovelace' } };
  const update = (id: string) =>
    paxos.cryptoDeposits.updateCryptoDeposit({
      path: { id },
      body: { identity_id: 'i', originator_address_info: sender },
    });
  await update(first);
  await paxos.cryptoDeposits.rejectCryptoDeposit({ path: { id: second }, body: { identity_id: 'i' } });
  expect((await transferOf(paxos, first)).status).toBe('COMPLETED');
  expect(await transferOf(paxos, second)).toMatchObject({
    status: 'FAILED',
    secondary_status: { name: 'TRAVEL_RULE_REJECTED' },
  });
  expect(await balance(paxos, profile, 'USDG')).toBe('5000/0');
  expect(await refusal(update(first))).toMatch(/^409 crypto deposit .* does not need info/);
  expect(await refusal(update('x'))).toMatch(/^400 id must be uuid/);
});

test('moves money between profiles in two halves of one group, and to a profile of somebody else', async () => {
  const { paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '100');
  const { id: other } = await paxos.profiles.createProfile({ body: { nickname: 'Other' } });
  const body = { asset: 'USDG', amount: '40', from_profile_id: profile, to_profile_id: other, ref_id: 'i1' };
  const debit = await paxos.internalTransfers.createInternalTransfer({ body });
  expect(debit).toMatchObject({ type: 'INTERNAL_TRANSFER_DEBIT', status: 'COMPLETED', fee: '0' });
  const halves = await paxos.transfers.listTransfers({ query: { group_ids: [debit.group_id ?? ''] } });
  expect(halves.items?.map(({ type, profile_id }) => [type, profile_id])).toEqual([
    ['INTERNAL_TRANSFER_CREDIT', other],
    ['INTERNAL_TRANSFER_DEBIT', profile],
  ]);
  await expect(paxos.internalTransfers.createInternalTransfer({ body })).rejects.toMatchObject({ status: 409 });
  const elsewhere = { ...body, to_profile_id: '0198c3c1-d9ea-7fff-b927-82e364cff102', ref_id: 'x1' };
  expect((await paxos.paxosTransfers.createPaxosTransfer({ body: elsewhere })).type).toBe('PAXOS_TRANSFER_DEBIT');
  expect([await balance(paxos, profile, 'USDG'), await balance(paxos, other, 'USDG')]).toEqual(['20/0', '40/0']);
  expect((await eventTypes(paxos)).slice(2)).toEqual([
    'internal_transfer_debit.completed',
    'internal_transfer_credit.completed',
  ]);
  expect(await refusal(paxos.profiles.deactivateProfile({ path: { profile_id: other } }))).toContain('holds assets');
  await paxos.internalTransfers.createInternalTransfer({
    body: { ...body, from_profile_id: other, to_profile_id: profile, ref_id: 'i2' },
  });
  await paxos.profiles.deactivateProfile({ path: { profile_id: other } });
  expect(await refusal(paxos.profiles.getProfile({ path: { profile_id: other } }))).toMatch(/^404/);
  await fund(paxos, other, 'USDG', '1');
  expect(await refusal(paxos.profiles.getProfile({ path: { profile_id: other } }))).toBe('not refused');
  expect(await refusal(paxos.profiles.deactivateProfile({ path: { profile_id: profile } }))).toContain(
    'default profile',
  );
});

test.each(
  ['none', ...Object.keys(outcomes)].flatMap((sent) =>
    ['none', 'failed', 'pending_customer_approval'].map((own) => [sent, own]),
  ),
)('loses no money between profiles with the outcome %s and %s in the metadata of the recipient', async (sent, own) => {
  const { sandbox, paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '100');
  const { id: other } = await paxos.profiles.createProfile({ body: { nickname: 'Other' } });
  const body = { asset: 'USDG', amount: '40', from_profile_id: profile, to_profile_id: other };
  const metadata = { sandbox_outcome: sent };
  const { id, status } = await paxos.internalTransfers.createInternalTransfer({
    body: { ...body, metadata, recipient_metadata: { sandbox_outcome: own } },
  });
  if (status === 'PENDING') {
    await sandbox.act({ provider: 'paxos', account: 'client', action: 'transfer.complete', id });
  }
  const moved = ['COMPLETED', 'PENDING'].includes(status);
  expect([await balance(paxos, profile, 'USDG'), await balance(paxos, other, 'USDG')]).toEqual(
    moved ? ['60/0', '40/0'] : ['100/0', '0/0'],
  );
});

test('lets an identity move money only while it may', async () => {
  const { paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '1000');
  const { id: identity_id } = await paxos.identity.createIdentity({ body: { person_details: person } });
  await expect(
    paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal(profile, { identity_id }) }),
  ).rejects.toMatchObject({
    status: 403,
    body: {
      type: 'https://developer.paxos.com/docs/v2/problems/identity-verification-required',
      meta: { ref_path: `/v2/identity/identities/${identity_id}`, identity_id, current_status: 'PENDING' },
    },
  });
});

test('keeps a crypto deposit back while its owner may not receive it', async () => {
  const { sandbox, paxos } = await setup();
  const identity_id = await approvedPerson(paxos);
  const account = await paxos.accounts.createAccount({ body: { account: { identity_id }, create_profile: true } });
  const own = account.profile_id ?? '';
  const body = { identity_id, type: 'DORMANT', reason_code: 'INACTIVITY' } as const;
  const control = await paxos.identityControls.createIdentityControl({ body });
  await fund(paxos, own, 'USDG', '10');
  expect(await balance(paxos, own, 'USDG')).toBe('0/0');
  await paxos.identityControls.deleteIdentityControl({ query: { control_id: control.id } });
  await sandbox.clock.advance('1h');
  expect(await balance(paxos, own, 'USDG')).toBe('10/0');
});

test('looks no longer at a crypto deposit that was kept back and then failed', async () => {
  const { sandbox, paxos } = await setup();
  const identity_id = await approvedPerson(paxos);
  const account = await paxos.accounts.createAccount({ body: { account: { identity_id }, create_profile: true } });
  const own = account.profile_id ?? '';
  const body = { identity_id, type: 'DORMANT', reason_code: 'INACTIVITY' } as const;
  await paxos.identityControls.createIdentityControl({ body });
  await fund(paxos, own, 'USDG', '10');
  const { items: [deposit] = [] } = await paxos.transfers.listTransfers();
  await sandbox.act({ provider: 'paxos', account: 'client', action: 'transfer.fail', id: deposit?.id ?? '' });
  await sandbox.clock.advance('2h');
  expect(sandbox.snapshot().paxos.client?.jobs.filter(({ kind }) => kind === 'transfer settles')).toEqual([]);
});

test('shows limits with what is left of them, and refuses what exceeds them', async () => {
  const { paxos, profile } = await setup();
  await fund(paxos, profile, 'USDG', '20000000');
  await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal(profile) });
  const { items } = await paxos.limits.listTransferLimits({ query: { transfer_type: 'CRYPTO_WITHDRAWAL' } });
  expect(items?.map(({ limit, remaining }) => [limit, remaining])).toEqual([
    ['10000000', '9999749.75'],
    ['5000000', '5000000'],
  ]);
  const huge = paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: withdrawal(profile, { amount: '5000000' }) });
  expect(await refusal(huge)).toBe('403 the withdrawal exceeds the limit of 5000000 USD');
});
