// The payloads of Iron's guides, held against the contract. Field names and values are the guides' facts; placeholders such as
// `<customer_id>` are replaced by an id. What does not fit is listed with what the contract says, and has its reason in
// specs/iron/README.md.
import type { Iron } from '@org/iron-sdk';
import { payInDetails } from '@org/iron-sdk/ramps';
import { receiveIronWebhook, signIronWebhook } from '@org/iron-sdk/webhooks';
import { expect, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { createChecker } from './support/valid.ts';

const check = createChecker(readContract('iron'));
const customer_id = 'b2c3d4e5-f6a7-8901-bcde-f23456789012';
const address = '0x742d35Cc6634C0532925a3b844Bc454e4438f44e';
const EUR = { type: 'Fiat', code: 'EUR' };
const USDC = { type: 'Crypto', token: 'USDC', blockchain: 'Ethereum' };
const usdc = (amount: string) => ({ amount, currency: { blockchain: 'Ethereum', token: 'USDC', type: 'Crypto' } });
const sepa = { type: 'SEPA', iban: 'DE89370400440532013000' };
const viban = {
  type: 'Iban',
  id: 'xyz98765-lkjh-4321-mnop-0987654321ab',
  iban: 'DE89370400440532013000',
  name: 'Jane Doe',
  bic: 'COBADEFFXXX',
  bank_name: 'Good Bank',
  bank_country: 'Germany',
  currency: EUR,
};

type Payload = readonly [page: string, what: string, schema: string, value: object];

const FITS: Payload[] = [
  [
    'account',
    'create a customer',
    'CreateCustomerParams',
    { customer_type: 'Person', name: 'jane_doe', email: 'jane@example.com' },
  ],
  ['account', 'create an identification', 'IdentificationCreateParamsV2', { type: 'Link' }],
  ['account', 'approve it in the sandbox', 'UpdatePendingIdentificationParams', { approved: true }],
  [
    'account',
    'a document to sign',
    'TermsAndConditionsLink',
    {
      display_name: 'Terms and Conditions',
      id: '019ababb-ddd6-7f02-8f5d-7469a0e8afb6',
      url: 'https://example.com/terms-and-conditions',
    },
  ],
  ['account', 'sign it', 'SigningCreateParams', { content_id: '019ababb-ddd6-7f02-8f5d-7469a0e8afb6', signed: true }],
  [
    'account',
    'register a wallet',
    'RegisterSelfHostedWalletRequest',
    {
      customer_id,
      address,
      message: `I am verifying ownership of the wallet address ${address} as customer ${customer_id}. This message was signed on 15/01/2026 to confirm my control over this wallet.`,
      signature: '0xsigned',
      blockchain: 'Ethereum',
    },
  ],
  [
    'account',
    'create an autoramp',
    'CreateAutorampParameters',
    {
      source_currencies: [EUR],
      destination_currency: { ...USDC, token: 'EURC' },
      recipient_account: { type: 'Crypto', chain: 'Ethereum', address },
      customer_id,
    },
  ],
  [
    'account',
    'simulate a deposit',
    'CreateSandboxTransactionParams',
    { autoramp_id: 'd3c2b1a4-e5f6-78a9-0123-fedcba654321', amount: '100' },
  ],
  [
    'onramp',
    'create an on-ramp',
    'CreateAutorampParameters',
    {
      source_currencies: [EUR],
      destination_currency: USDC,
      recipient_account: { type: 'Crypto', chain: 'Ethereum', address: 'myholdings.eth' },
      customer_id: '123e4567-e89b-12d3-a456-426614174000',
      source_is_third_party: false,
    },
  ],
  [
    'offramp',
    'create an off-ramp',
    'CreateAutorampParameters',
    {
      source_currencies: [USDC],
      destination_currency: EUR,
      recipient_account: { type: 'Fiat', account_identifier: sepa },
      customer_id: '123e4567-e89b-12d3-a456-426614174000',
      source_is_third_party: false,
    },
  ],
  [
    'offramp',
    'where to send crypto',
    'DepositRail',
    { type: 'Crypto', chain: 'Ethereum', address: '0xYourEthereumAddress' },
  ],
  ['limits-and-minimum', 'start EDD', 'IdentificationCreateParamsV2', { type: 'Link', with_edd: true }],
];

const fee = {
  banking_fee: usdc('0.326434'),
  iron_fee: usdc('0.326434'),
  network_fee: usdc('1.734570'),
  partner_fee: usdc('0'),
  total_fee: usdc('2.387438'),
};
const quote = {
  amount_in: usdc('111.19863'),
  amount_out: { amount: '100', currency: EUR },
  customer_id,
  deposit_account_type: 'Iban',
  destination_currency: EUR,
  fee,
  fee_settlement: 'deductedImmediately',
  is_third_party: false,
  quote_id: 'e8cd73a4-54cc-4a34-916d-238c5ce5f898',
  rate: '0.919023105',
  rate_expiry_policy: 'Return',
  rate_lock_valid_until: '2025-03-14T11:37:24.250798+00:00',
  recipient_account: { type: 'Fiat', account_identifier: sepa },
  signature: '36665918454471c078724046bcb82698eac2fb6f5f91c58a0f1a3923c5d95a28',
  slippage_tolerance_in_bips: null,
  source_currency: USDC,
  valid_until: '2025-03-14T11:37:24.250798+00:00',
  additional_in_currencies: null,
  pay_by_reference: null,
};

/** Samples that leave out required fields; and what else does not fit. */
const TRIMMED: [...Payload, others: string[]][] = [
  [
    'account',
    'the customer',
    'Customer',
    {
      id: customer_id,
      customer_type: 'Person',
      status: 'IdentificationRequired',
      created_at: '2026-01-15T10:00:00Z',
      updated_at: '2026-01-15T10:00:00Z',
    },
    [],
  ],
  [
    'account',
    'the identification',
    'Identification',
    { id: 'c3d4e5f6-a7b8-9012-cdef-345678901234', status: 'Pending', url: 'https://verify.iron.xyz/start?token=...' },
    [],
  ],
  ['quotes', 'the signed quote: parts of its fee', 'SignedAutorampQuote', quote, []],
  [
    'onramp',
    'the autoramp',
    'Autoramp',
    {
      id: 'f8f9a8c7-d8b1-4f1a-8f15-7e6c8a1a8e50',
      status: 'Authorized',
      deposit_rails: [],
      created_at: '2025-01-20T12:34:56Z',
    },
    [],
  ],
  [
    'offramp',
    'the autoramp',
    'Autoramp',
    {
      id: '9a7b6c5d-e3f1-4g2h-8i7j-6k5l4m3n2o1p',
      status: 'Authorized',
      deposit_rails: [],
      created_at: '2025-01-20T13:45:23Z',
    },
    ['/id must match format "uuid"'],
  ],
];

test.each(FITS)('https://docs.iron.xyz/%s: %s fits %s', (_page, _what, schema, value) => {
  expect(check.problems(schema, value)).toEqual([]);
});

test.each(TRIMMED)(
  'https://docs.iron.xyz/%s: %s is trimmed, otherwise as %s',
  (_page, _what, schema, value, others) => {
    const problems = check.problems(schema, value);
    const missing = problems.filter((problem) => problem.includes('must have required property'));
    expect(missing.length).toBeGreaterThan(0);
    expect(problems.filter((problem) => !missing.includes(problem))).toEqual(others);
  },
);

test('https://docs.iron.xyz/account: a rail has a type that the contract lacks, and payInDetails reads it', () => {
  expect(check.problems('DepositRail', viban)).toContain('/type must be equal to one of the allowed values');
  const autoramp = { id: 'd3c2b1a4-e5f6-78a9-0123-fedcba654321', status: 'Approved', deposit_rails: [viban] };
  const [details] = payInDetails(autoramp as unknown as Iron.Autoramp);
  expect(details).toMatchObject({ rails: ['SEPA'], type: 'Iban', reference: undefined });
  expect(details?.fields).toContainEqual({ name: 'iban', label: 'IBAN', value: 'DE89370400440532013000' });
});

test.each([
  ['transaction', { Event: { id: '7d834f68-cea8-496a-8eae-bb0772365028', kind: 'Transaction' } }],
  [
    'transaction_status',
    {
      TransactionStatus: {
        id: '7d834f68-cea8-496a-8eae-bb0772365028',
        status: 'Pending',
        transaction_status: 'ConversionInProgress',
        transaction_hash: null,
      },
    },
  ],
])('https://docs.iron.xyz/account: the event %s is one that the SDK knows', async (type, message) => {
  const event = { type, timestamp: '2026-01-15T10:30:00+00:00', data: { customer_id, message } };
  const { headers, body } = await signIronWebhook(event, { secret: 'secret' });
  expect(await receiveIronWebhook({ headers, body }, { secrets: 'secret' })).toMatchObject({ event });
});
