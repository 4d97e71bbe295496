// Wallets with the real signature check, bank accounts and their verification, Pix, authentication codes.
import { ed25519 } from '@noble/curves/ed25519';
import type { Iron } from '@org/iron-sdk';
import { walletOwnershipMessage } from '@org/iron-sdk/ramps';
import { expect, test } from 'vitest';
import { personBody } from './bodies.ts';
import {
  activeCustomer,
  addressOf,
  bankDetails,
  euro,
  newCustomer,
  type Playground,
  personalSign,
  play,
  registeredWallet,
  start,
  usdc,
} from './support.ts';

const address = addressOf();

function register(
  { iron }: Playground,
  customerId: string,
  change: Partial<Iron.RegisterSelfHostedWalletRequest> = {},
  at: Date = start,
) {
  const message = change.message ?? walletOwnershipMessage({ address, customerId, at });
  return iron.addresses
    .registerSelfHostedWalletAddress({
      body: {
        customer_id: customerId,
        blockchain: 'Ethereum',
        address,
        message,
        signature: personalSign(message),
        ...change,
      },
    })
    .result();
}

test('accepts a wallet whose key signed the text of the day, in upper case too', async () => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  const upper = `0x${address.slice(2).toUpperCase()}`;
  const message = walletOwnershipMessage({ address: upper, customerId: id, at: start });
  const result = await register(playground, id, { address: upper, message, signature: personalSign(message) });
  expect([result.status, result.ok && result.data.disabled]).toEqual([200, false]);
});

test.each<[string, Partial<Iron.RegisterSelfHostedWalletRequest>]>([
  ['by another key', { signature: personalSign('x', new Uint8Array(32).fill(9)) }],
  ['of another text', { signature: personalSign('another text') }],
  ['that is not hex', { signature: '0xzz' }],
  ['that is too short', { signature: '0x1234' }],
  ['that is empty', { signature: '' }],
])('refuses a wallet with a signature %s', async (_name, change) => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  const result = await register(playground, id, change);
  expect([result.status, result.ok ? '' : result.error]).toEqual([400, expect.stringContaining('body.signature')]);
});

test('refuses the text of yesterday, after midnight UTC on the clock of the sandbox', async () => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  await playground.sandbox.clock.advance('14h');
  const stale = await register(playground, id);
  expect([stale.status, stale.ok ? '' : stale.error]).toEqual([400, expect.stringContaining('05/03/2026')]);
  expect((await register(playground, id, {}, playground.sandbox.clock.now())).status).toBe(200);
});

test('accepts text around the text of the day, where all of it was signed', async () => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  const text = walletOwnershipMessage({ address, customerId: id, at: start });
  const message = `Example Wallet\n\n${text}\n`;
  expect((await register(playground, id, { message, signature: personalSign(text) })).status).toBe(400);
  expect((await register(playground, id, { message, signature: personalSign(message) })).status).toBe(200);
});

test('refuses the older wording that ends in "for UAB Iron Network."', async () => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  const text = walletOwnershipMessage({ address, customerId: id, at: start });
  const message = text.replace('this wallet.', 'this wallet for UAB Iron Network.');
  expect((await register(playground, id, { message, signature: personalSign(message) })).status).toBe(400);
});

test('checks the ed25519 signature of a Solana wallet', async () => {
  const playground = play();
  const { id } = await newCustomer(playground.iron);
  const key = new Uint8Array(32).fill(3);
  const solana = base58(ed25519.getPublicKey(key));
  const message = walletOwnershipMessage({ address: solana, customerId: id, at: start });
  const signature = base58(ed25519.sign(new TextEncoder().encode(message), key));
  const body = { blockchain: 'Solana', address: solana, message } as const;
  expect((await register(playground, id, { ...body, signature: signature.replace(/^./, '2') })).status).toBe(400);
  expect((await register(playground, id, { ...body, signature })).status).toBe(200);
});

test('returns 409 for a wallet on record, and says whether it is disabled', async () => {
  const playground = play();
  const { iron } = playground;
  const { id } = await newCustomer(iron);
  const wallet = await registeredWallet(playground, id);
  expect((await register(playground, id)).status).toBe(409);

  const path = { id: wallet.id };
  const disabled = await iron.addresses.updateDisabledStatus({ path, body: { customer_id: id, disabled: true } });
  expect(disabled.disabled).toBe(true);
  const again = await register(playground, id);
  expect(again.ok ? '' : again.error).toContain('disabled');
  const other = await newCustomer(iron);
  const foreign = await iron.addresses
    .updateDisabledStatus({ path, body: { customer_id: other.id, disabled: true } })
    .result();
  expect(foreign.status).toBe(404);
});

test('registers hosted wallets by a custodian that the search knows, and lists by kind', async () => {
  const playground = play();
  const { iron } = playground;
  const { id } = await newCustomer(iron);
  await registeredWallet(playground, id);
  const [vasp] = await iron.addresses.searchHostedVasps({ query: { q: 'exchange' } });
  const body = {
    customer_id: id,
    blockchain: 'Solana',
    wallet_address: '4Nd1mYvJZQq2wR6hT8sF3xK9pB7cL5gU1eA2nM6vXoHj',
  } as const;
  const unknown = await iron.addresses.registerHostedWallet({ body: { ...body, vasp_did: 'did:x' } }).result();
  const hosted = await iron.addresses.registerHostedWallet({ body: { ...body, vasp_did: vasp?.did ?? '' } });
  const short = await iron.addresses.searchHostedVasps({ query: { q: 'e' } }).result();
  expect([unknown.status, hosted.address_type, short.status]).toEqual([400, 'Hosted', 400]);

  const kinds = async (filter: 'All' | 'Hosted' | 'SelfHosted') =>
    (await iron.addresses.getWalletAddresses({ path: { customer_id: id }, query: { filter } })).map(
      ({ address_type }) => address_type,
    );
  expect([await kinds('All'), await kinds('Hosted'), await kinds('SelfHosted')]).toEqual([
    ['SelfHosted', 'Hosted'],
    ['Hosted'],
    ['SelfHosted'],
  ]);
});

test('opens attested wallets to customers outside of the regulated region only', async () => {
  const { iron } = play();
  const attest = async (country: string) => {
    const { id } = await newCustomer(iron);
    await iron.customer.createCustomerIdentificationV2({ path: { id }, body: personBody({ country }) });
    const body = { customer_id: id, blockchain: 'Base', address } as const;
    return (await iron.addresses.registerAttestedWalletAddress({ body }).result()).status;
  };
  expect([await attest('US'), await attest('FR')]).toEqual([200, 403]);
});

test('moves a bank account from pending to any status by the sandbox operation', async () => {
  const { iron } = play();
  const { id } = await activeCustomer(iron);
  const body = { customer_id: id, currency: { code: 'EUR' }, bank_details: bankDetails };
  const account = await iron.addresses.registerFiatAddress({ body });
  expect([account.status, account.ownership_verified]).toEqual(['RegistrationPending', false]);
  expect((await iron.addresses.registerFiatAddress({ body }).result()).status).toBe(409);

  for (const status of ['RegistrationFailed', 'AuthorizationRequired', 'AuthorizationFailed', 'Registered'] as const) {
    const moved = await iron.sandbox.updateSandboxFiatAddressVerificationStatus({
      path: { id: account.id },
      body: status,
    });
    expect(moved.status).toBe(status);
  }
  const byStatus = await iron.addresses.getFiatAddressesByStatus();
  const found = await iron.addresses.getFiatAddresses({ path: { customer_id: id }, query: { search_term: '8937040' } });
  expect([byStatus.items.length, found.items.length]).toEqual([1, 1]);

  const path = { customer_id: id, fiat_address_id: account.id };
  await iron.addresses.deleteFiatAddress({ path });
  const gone = await Promise.all([
    iron.addresses.getFiatAddress({ path }).result(),
    iron.addresses.deleteFiatAddress({ path }).result(),
  ]);
  expect(gone.map(({ status }) => status)).toEqual([404, 404]);
  expect((await iron.addresses.registerFiatAddress({ body })).id).not.toBe(account.id);
});

test('refuses a bank account whose rail is not open to the customer, or whose currency it cannot hold', async () => {
  const { iron } = play();
  const { id } = await activeCustomer(iron);
  const attempt = async (customer_id: string, code: string, is_third_party: boolean) =>
    (
      await iron.addresses
        .registerFiatAddress({
          body: { customer_id, currency: { code }, bank_details: { ...bankDetails, is_third_party } },
        })
        .result()
    ).status;
  const fresh = await newCustomer(iron);
  expect([
    await attempt(id, 'EUR', true),
    await attempt(fresh.id, 'EUR', false),
    await attempt(id, 'USD', false),
  ]).toEqual([422, 422, 400]);
});

test('records two microdeposits when a US account is registered', async () => {
  const { iron } = play();
  const { id } = await activeCustomer(iron);
  const account_identifier = { type: 'ACH', routing_number: '021000021', account_number: '123456789' } as const;
  const { id: account } = await iron.addresses.registerFiatAddress({
    body: { customer_id: id, currency: { code: 'USD' }, bank_details: { ...bankDetails, account_identifier } },
  });
  expect(await iron.customer.getCustomerMicrodeposits({ path: { id } })).toEqual([]);
  await iron.sandbox.updateSandboxFiatAddressVerificationStatus({ path: { id: account }, body: 'Registered' });
  const deposits = await iron.customer.getCustomerMicrodeposits({ path: { id } });
  expect(deposits.map(({ amount, currency_code }) => [amount, currency_code])).toEqual([
    ['0.12', 'USD'],
    ['0.37', 'USD'],
  ]);
});

test.each([
  ['12345678909', 'Registered'],
  ['00000000000', 'RegistrationFailed'],
])('registers a Pix destination of tax number %s a minute later as %s', async (tax_id, status) => {
  const { iron, sandbox } = play();
  const { id } = await newCustomer(iron);
  const recipient = {
    recipient: bankDetails.recipient,
    tax_id,
    account: { type: 'EMAIL', key: 'ada@example.com' },
  } as const;
  const body = { customer_id: id, recipient };
  const pix = await iron.addresses.registerPixAddress({ body });
  expect([pix.status, (await iron.addresses.registerPixAddress({ body }).result()).status]).toEqual([
    'RegistrationPending',
    409,
  ]);
  await sandbox.clock.advance('1m');
  const path = { customer_id: id, pix_address_id: pix.id };
  expect((await iron.addresses.getPixAddress({ path })).status).toBe(status);
  expect((await iron.addresses.getPixAddresses({ path: { customer_id: id } })).items).toHaveLength(1);
  await iron.addresses.deletePixAddress({ path });
  expect((await iron.addresses.getPixAddress({ path }).result()).status).toBe(404);
});

test('confirms a bank account by the code 123456, and fails it after three wrong ones', async () => {
  const { iron, sandbox } = play();
  const { id } = await activeCustomer(iron);
  const account = await iron.addresses.registerFiatAddress({
    body: { customer_id: id, currency: { code: 'EUR' }, bank_details: bankDetails },
  });
  const entity = { path: { id: account.id } };
  const open = () =>
    iron.sandbox.updateSandboxFiatAddressVerificationStatus({ ...entity, body: 'AuthorizationRequired' });
  const submit = async (codeId: string, code: number) =>
    await iron.customer.submitAuthenticationCode({ path: { id: codeId }, body: { code } });
  const statusOf = async () =>
    (await iron.addresses.getFiatAddress({ path: { customer_id: id, fiat_address_id: account.id } })).status;
  const pending = () => iron.customer.getPendingAuthenticationCode(entity);

  expect((await pending().result()).status).toBe(404);
  await open();
  const first = await pending();
  expect([(await submit(first.id, 1)).attempts, (await submit(first.id, 2)).attempts]).toEqual([1, 2]);
  expect([(await submit(first.id, 3)).status, await statusOf()]).toEqual(['Rejected', 'AuthorizationFailed']);

  await iron.addresses.retryFiatAddressAuth(entity);
  const second = await pending();
  await sandbox.clock.advance('10m');
  expect([(await submit(second.id, 123456)).status, await statusOf()]).toEqual(['Expired', 'AuthorizationRequired']);

  await iron.addresses.retryFiatAddressAuth(entity);
  const third = await pending();
  expect([(await submit(third.id, 123456)).status, await statusOf()]).toEqual(['Confirmed', 'RegistrationPending']);
});

test('keeps a customer who is archived from registering anything', async () => {
  const playground = play();
  const { iron } = playground;
  const customer = await activeCustomer(iron);
  await iron.customer.archiveCustomer({ path: { id: customer.id } });
  const fiat = await iron.addresses
    .registerFiatAddress({ body: { customer_id: customer.id, currency: { code: 'EUR' }, bank_details: bankDetails } })
    .result();
  expect([(await register(playground, customer.id)).status, fiat.status]).toEqual([403, 403]);
  expect(fiat.ok ? '' : fiat.error).toMatchObject({
    message: expect.stringContaining('archived'),
    trace_id: expect.any(String),
  });
});

function base58(bytes: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = '';
  while (value > 0n) {
    text = `${alphabet[Number(value % 58n)]}${text}`;
    value /= 58n;
  }
  return text;
}

test('begins with a code where the dashboard asks for two factors', async () => {
  const { iron, sandbox } = play();
  const { id: customer_id } = await activeCustomer(iron);
  // The dashboard has no API: what it sets is in the snapshot.
  const snapshot = JSON.parse(JSON.stringify(sandbox.snapshot()));
  snapshot.iron.test.records.settings = { requires_user: true, autoramp_two_factor: true, fiat_two_factor: true };
  sandbox.restore(snapshot);
  const account = await iron.addresses.registerFiatAddress({
    body: { customer_id, currency: { code: 'EUR' }, bank_details: bankDetails },
  });
  const wallet = await registeredWallet({ iron, sandbox }, customer_id);
  const autoramp = await iron.autoramp.createAutoramp({
    body: {
      customer_id,
      source_currencies: [euro],
      destination_currency: usdc,
      recipient_account: { type: 'Crypto', chain: 'Ethereum', address: wallet.address },
    },
  });
  expect([account.status, autoramp.status, (await newCustomer(iron)).status]).toEqual([
    'AuthorizationRequired',
    'Created',
    'UserRequired',
  ]);
  for (const id of [account.id, autoramp.id]) {
    const code = await iron.customer.getPendingAuthenticationCode({ path: { id } });
    await iron.customer.submitAuthenticationCode({ path: { id: code.id }, body: { code: 123456 } });
  }
  const path = { customer_id, fiat_address_id: account.id };
  expect((await iron.addresses.getFiatAddress({ path })).status).toBe('RegistrationPending');
  expect((await iron.autoramp.getAutorampById({ path: { autoramp_id: autoramp.id } })).status).toBe('Authorized');
});
