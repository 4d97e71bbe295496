// Autoramps and their transactions: rails, amounts, every status, limits and step-up, open banking.
import { waitForAutoramp, waitForTransaction } from '@org/iron-sdk/ramps';
import { expect, test } from 'vitest';
import {
  activeCustomer,
  approve,
  bankDetails,
  euro,
  onramp,
  type Playground,
  play,
  registeredWallet,
  transactionOf,
  usdc,
} from './support.ts';

test('converts at a rate of 1.0 and a fee of 0.25 % where only an amount is given', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: autoramp_id } = await onramp(playground);
  const deposit = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '1000.00' } });
  expect(deposit).toMatchObject({
    amount_in: '1000.00',
    currency_in: 'EUR',
    amount_out: '997.50',
    currency_out: 'USDC',
    state: 'Pending',
  });
});

test('takes rate, fee, amount out and id as they are given', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: autoramp_id } = await onramp(playground);
  const transaction_id = '0198c3b4-7788-4b16-85d3-4eaf208b0d41';
  const body = { autoramp_id, amount: '1000', fee: '2.50', fx_rate: '1.081123', transaction_id };
  const deposit = await iron.sandbox.createSandboxTransaction({ body });
  expect([deposit.id, deposit.amount_out]).toEqual([transaction_id, '1078.420192']);
  const forced = await iron.sandbox.createSandboxTransaction({
    body: { autoramp_id, amount: '1000', amount_out: '7' },
  });
  const taken = await iron.sandbox.createSandboxTransaction({ body }).result();
  expect([forced.amount_out, taken.status]).toEqual(['7.00', 400]);
});

test('walks a transaction through review, conversion and payout to its end', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: autoramp_id } = await onramp(playground);
  const { id } = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '50' } });
  const statuses = [(await transactionOf(iron, id)).status];
  for (const state of ['Pending', 'Pending', 'Pending', 'Completed'] as const) {
    await iron.sandbox.updateSandboxTransactionState({ path: { id }, body: { state } });
    statuses.push((await transactionOf(iron, id)).status);
  }
  expect(statuses).toEqual([
    'FundsReviewInProgress',
    'ConversionInProgress',
    'PayoutInProgress',
    'PayoutInProgress',
    'Completed',
  ]);
  const done = await waitForTransaction(iron, id, { deadline: 60_000 });
  expect([done.state, done.payout_crypto_transaction?.transaction_hash]).toEqual([
    'Completed',
    expect.stringMatching(/^0x[0-9a-f]{64}$/),
  ]);

  const set = (state: 'Completed' | 'Failed') =>
    iron.sandbox.updateSandboxTransactionState({ path: { id }, body: { state } }).result();
  expect([(await set('Completed')).status, (await set('Failed')).status]).toEqual([200, 400]);
});

const payer = { bank_name: 'Example Bank', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };

test.each([
  [{ amount: '50', initial_state: 'Completed' }, 'Completed', '49.875'],
  [{ amount: '50', initial_state: 'Failed' }, 'Failed', '0.00'],
  [{ amount: '0.50' }, 'RejectedMinAmount', '0.00'],
  [{ amount: '50', source: { ...payer, name: 'RejectedAml' } }, 'RejectedAml', '0.00'],
  [{ amount: '50', source: { ...payer, name: 'RejectedFraud' } }, 'RejectedFraud', '0.00'],
] as const)('ends a deposit of %j as %s', async (body, status, amountOut) => {
  const playground = play();
  const { id: autoramp_id } = await onramp(playground);
  const { id } = await playground.iron.sandbox.createSandboxTransaction({ body: { autoramp_id, ...body } });
  const { status: ended, destination_amount, fee } = await transactionOf(playground.iron, id);
  const paid = status === 'Completed' ? '0.13' : '0.00';
  expect([ended, destination_amount.amount, fee]).toEqual([status, status === 'Completed' ? '49.87' : amountOut, paid]);
});

test('sends a customer past the limit to a step-up, and goes on once that is approved', async () => {
  const playground = play();
  const { iron } = playground;
  const { id: autoramp_id, customer_id } = await onramp(playground);
  const path = { id: customer_id };
  const deposit = (amount: string) =>
    iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount, initial_state: 'Completed' } });
  const limit = async () => (await iron.customer.getCustomerSpendingLimit({ path })).fiat_onramp;
  await deposit('14999.99');
  expect(await limit()).toMatchObject({ used_eur: '1499999', threshold_eur: '1500000', remaining_eur: '1' });

  const held = await deposit('0.01');
  expect(held.state).toBe('Failed');
  const over = await deposit('100');
  expect(over.state).toBe('Pending');
  const customer = await iron.customer.getCustomerById({ path });
  expect([customer.status, customer.identification_status]).toEqual(['IdentificationRequired', 'Approved']);
  const [identification] = (await iron.customer.getAllCustomerIdentifications({ path })).items;
  expect(identification?.url).toContain('https://');
  const complete = await iron.sandbox
    .updateSandboxTransactionState({ path: { id: over.id }, body: { state: 'Completed' } })
    .result();
  expect(complete.status).toBe(400);

  await playground.sandbox.clock.advance('1h');
  const after = await approve(iron, identification?.id ?? '');
  expect([after.status, after.with_edd, after.url ?? null]).toEqual(['Approved', true, null]);
  expect((await iron.customer.getCustomerById({ path })).status).toBe('Active');
  expect(await limit()).toMatchObject({ used_eur: '0', threshold_eur: '10000000' });
  await iron.sandbox.updateSandboxTransactionState({ path: { id: over.id }, body: { state: 'Completed' } });
  await playground.sandbox.clock.advance('25h');
  expect((await transactionOf(iron, over.id)).status).toBe('Completed');
});

test('returns held money after 24 hours', async () => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { id: autoramp_id, customer_id } = await onramp(playground);
  const { id } = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '20000' } });
  await sandbox.clock.advance('23h');
  expect((await transactionOf(iron, id)).status).toBe('FundsReviewInProgress');
  await sandbox.clock.advance('1h');
  const returned = await transactionOf(iron, id);
  expect([returned.status, returned.destination_amount.amount]).toEqual(['Failed', '0.00']);
  const { fiat_onramp } = await iron.customer.getCustomerSpendingLimit({ path: { id: customer_id } });
  expect(fiat_onramp.used_eur).toBe('0');
});

test('caps no business', async () => {
  const { iron } = play();
  const { id } = await activeCustomer(iron, 'Business');
  const { fiat_onramp } = await iron.customer.getCustomerSpendingLimit({ path: { id } });
  expect([fiat_onramp.threshold_eur ?? null, fiat_onramp.remaining_eur ?? null, fiat_onramp.used_eur]).toEqual([
    null,
    null,
    '0',
  ]);
});

test('fills deposit rails from DepositAccountAdded on, by currency, with a reference where asked', async () => {
  const playground = play();
  const { iron } = playground;
  const currencies = (...codes: string[]) => codes.map((code) => ({ type: 'Fiat', code }) as const);
  const autoramp = await onramp(playground, {
    source_currencies: currencies('EUR', 'USD', 'GBP', 'BRL', 'MXN', 'KES', 'NGN'),
    pay_by_reference: true,
  });
  expect(autoramp.deposit_rails.map(({ type }) => type)).toEqual([
    'SEPA',
    'ACH',
    'Wire',
    'RTP',
    'SWIFT',
    'FPS',
    'CHAPS',
    'Pix',
    'Spei',
    'MobileMoney',
    'AfricanBankTransfer',
  ]);
  expect(autoramp.inbound_payment_reference).toMatch(/^IR[0-9A-F]{10}$/);
  const [sepa] = autoramp.deposit_rails;
  const iban = sepa?.type === 'SEPA' ? sepa.iban : '';
  const digits = `${iban.slice(4)}1314${iban.slice(2, 4)}`;
  expect(BigInt(digits) % 97n).toBe(1n);

  const newer = await playground.send('GET', `/autoramps/${autoramp.id}`, {
    headers: { 'X-API-Version': '2026-07-01' },
  });
  expect(newer.body.deposit_rails.map(({ type }: { type: string }) => type)).toContain('FedNow');
  const again = await iron.autoramp.createAutoramp({
    body: {
      customer_id: autoramp.customer_id,
      source_currencies: [euro],
      destination_currency: usdc,
      recipient_account: {
        type: 'Crypto',
        chain: 'Ethereum',
        address: autoramp.recipient.type === 'Wallet' ? autoramp.recipient.address : '',
      },
    },
  });
  expect([again.status, again.deposit_rails]).toEqual(['Authorized', []]);
});

test('pays an offramp out to a registered bank account only', async () => {
  const { iron } = play();
  const customer = await activeCustomer(iron);
  const create = () =>
    iron.autoramp.createAutoramp({
      body: {
        customer_id: customer.id,
        source_currencies: [usdc],
        destination_currency: euro,
        recipient_account: { type: 'Fiat', account_identifier: bankDetails.account_identifier },
      },
    });
  expect((await create().result()).status).toBe(404);
  const account = await iron.addresses.registerFiatAddress({
    body: { customer_id: customer.id, currency: { code: 'EUR' }, bank_details: bankDetails },
  });
  expect((await create().result()).status).toBe(422);
  await iron.sandbox.updateSandboxFiatAddressVerificationStatus({ path: { id: account.id }, body: 'Registered' });
  const { id } = await create();
  const approved = await iron.sandbox.updateSandboxAutorampStatus({ path: { id }, body: 'Approved' });
  expect([approved.kind, approved.recipient.type, approved.deposit_rails[0]?.type]).toEqual([
    'Offramp',
    'BankAccount',
    'Crypto',
  ]);
  expect((await waitForAutoramp(iron, id, { deadline: 60_000 })).status).toBe('Approved');
  const deposit = await iron.sandbox.createSandboxTransaction({
    body: { autoramp_id: id, amount: '100.123456', fx_rate: '0.92', initial_state: 'Completed' },
  });
  expect([deposit.amount_in, deposit.amount_out]).toEqual(['100.123456', '91.88']);
  const limit = await iron.customer.getCustomerSpendingLimit({ path: { id: customer.id } });
  expect(limit.crypto_offramp.used_eur).toBe('9261');
});

test('returns a deposit whose wallet was disabled meanwhile', async () => {
  const playground = play();
  const { iron } = playground;
  const autoramp = await onramp(playground);
  const [wallet] = await iron.addresses.getWalletAddresses({ path: { customer_id: autoramp.customer_id } });
  await iron.addresses.updateDisabledStatus({
    path: { id: wallet?.id ?? '' },
    body: { customer_id: autoramp.customer_id, disabled: true },
  });
  const deposit = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: autoramp.id, amount: '10' } });
  expect(deposit.state).toBe('Failed');
});

const steps: readonly [
  string,
  (playground: Playground, id: string, customer_id: string) => PromiseLike<{ status: number }>,
  number,
][] = [
  [
    'deposit before approval',
    ({ iron }, autoramp_id) => iron.sandbox.createSandboxTransaction({ body: { autoramp_id, amount: '1' } }).result(),
    400,
  ],
  [
    'retry of a code that nobody waits for',
    ({ iron }, autoramp_id) => iron.autoramp.retryAutorampAuth({ path: { autoramp_id } }).result(),
    404,
  ],
  [
    'change by another customer',
    ({ iron }, autoramp_id) =>
      iron.autoramp.patchAutorampMarketById({ path: { autoramp_id }, body: { customer_id: autoramp_id } }).result(),
    404,
  ],
  [
    'rate quote',
    ({ iron }, autoramp_id) =>
      iron.autoramp
        .getAutorampRateQuote({
          path: { autoramp_id },
          query: { source_currency_code: 'EUR', amount_in: '1', expiry_in_hours: 1, rate_expiry_policy: 'Return' },
        })
        .result(),
    400,
  ],
];

test.each(steps)('refuses a %s on an autoramp at market that is not approved', async (_name, step, status) => {
  const playground = play();
  const { iron } = playground;
  const autoramp = await onramp(playground);
  await iron.sandbox.updateSandboxAutorampStatus({ path: { id: autoramp.id }, body: 'Authorized' });
  expect((await step(playground, autoramp.id, autoramp.customer_id)).status).toBe(status);
});

test('confirms a new fee profile by the code before it takes effect', async () => {
  const playground = play();
  const { iron } = playground;
  const autoramp = await onramp(playground);
  const profile = await iron.feeProfiles.createFeeProfile({
    body: { name: 'Own', transaction_fee_bips: 10, network_fee_settlement: 'settledLater', banking_fee_configs: [] },
  });
  const path = { autoramp_id: autoramp.id };
  const patched = await iron.autoramp.patchAutorampMarketById({
    path,
    body: { customer_id: autoramp.customer_id, fee_profile_id: profile.id },
  });
  expect([patched.status, patched.fee_profile_id]).toEqual(['EditPending', autoramp.fee_profile_id]);
  const code = await iron.customer.getPendingAuthenticationCode({ path: { id: autoramp.id } });
  await iron.customer.submitAuthenticationCode({ path: { id: code.id }, body: { code: 123456 } });
  const confirmed = await iron.autoramp.getAutorampById({ path });
  expect([confirmed.status, confirmed.fee_profile_id]).toEqual(['Approved', profile.id]);
});

test('stops offering autoramps at the limit per kind of deposit account', async () => {
  const playground = play();
  const { iron } = playground;
  const first = await onramp(playground, { external_id: 'first' });
  const { address } = await registeredWallet(playground, first.customer_id, new Uint8Array(32).fill(8));
  const create = (external_id?: string) =>
    iron.autoramp
      .createAutoramp({
        body: {
          customer_id: first.customer_id,
          source_currencies: [euro],
          destination_currency: usdc,
          recipient_account: { type: 'Crypto', chain: 'Ethereum', address },
          ...(external_id ? { external_id } : {}),
        },
      })
      .result();
  expect((await create('first')).status).toBe(400);
  for (let count = 1; count < 25; count += 1) expect((await create()).status).toBe(201);
  const query = { customer_id: first.customer_id, deposit_account_type: 'Iban', is_third_party: false } as const;
  expect([(await create()).status, (await iron.autoramp.checkAutorampLimit({ query })).can_create]).toEqual([
    422,
    false,
  ]);
  await iron.autoramp.cancelAutoramp({ path: { autoramp_id: first.id } });
  await iron.autoramp.cancelAutoramp({ path: { autoramp_id: first.id } });
  expect((await iron.autoramp.checkAutorampLimit({ query })).can_create).toBe(true);
  const revived = await iron.sandbox.updateSandboxAutorampStatus({ path: { id: first.id }, body: 'Approved' }).result();
  expect([
    (await iron.autoramp.getAutorampByExternalId({ path: { external_id: 'first' } })).status,
    revived.status,
  ]).toEqual(['Cancelled', 400]);
});

test('completes an open banking payment by the deposit of its amount, and fails it after a day', async () => {
  const playground = play();
  const { iron, sandbox } = playground;
  const { id } = await onramp(playground);
  const path = { autoramp_id: id };
  const create = (amount: string) =>
    iron.autoramp.createAutorampOpenBankingPayment({
      path,
      body: { amount_in: { amount, currency: euro }, callback_url: 'https://example.com/back' },
    });
  const paid = await create('75.00');
  const left = await create('80.00');
  const deposit = await iron.sandbox.createSandboxTransaction({ body: { autoramp_id: id, amount: '75' } });
  expect((await transactionOf(iron, deposit.id)).ob_payment_id).toBe(paid.id);
  await sandbox.clock.advance('24h');
  const { items } = await iron.autoramp.listAutorampOpenBankingPayments({ path });
  expect(items.map(({ id: payment, status }) => [payment, status])).toEqual([
    [left.id, 'Failed'],
    [paid.id, 'Completed'],
  ]);
  const read = await iron.autoramp.getAutorampOpenBankingPayment({ path: { payment_id: paid.id } });
  expect(read.settlement_status).toBe('Completed');
});
