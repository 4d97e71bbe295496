// A sandbox with a clock that stands still, our own SDK over it, and the steps that most tests begin with.

import { secp256k1 } from '@noble/curves/secp256k1';
import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { createIronClient, type Iron, type IronClient } from '@org/iron-sdk';
import { signAllRequired } from '@org/iron-sdk/onboarding';
import { walletOwnershipMessage } from '@org/iron-sdk/ramps';
import { createSandbox, type Sandbox } from '../../src/index.ts';

/** A Wednesday: no rail rests. */
export const start: Date = new Date('2026-03-04T10:00:00Z');

export interface Playground {
  readonly sandbox: Sandbox;
  readonly iron: IronClient;
  /** Sends a request as any client would, for what the SDK does not let through. */
  send(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape.
  readonly body: any;
  readonly headers: Headers;
}

export function play(apiKey = 'test'): Playground {
  const sandbox = createSandbox({ seed: 1, clock: { start, stopped: true } });
  return { sandbox, iron: client(sandbox, apiKey), send: sender(sandbox, apiKey) };
}

export function client(sandbox: Sandbox, apiKey: string, options: { subPartnerId?: string } = {}): IronClient {
  return createIronClient({ environment: 'sandbox', apiKey, fetch: sandbox.iron.fetch, maxRetries: 0, ...options });
}

export function sender(sandbox: Sandbox, apiKey: string): Playground['send'] {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await sandbox.iron.fetch(`https://api.sandbox.iron.xyz/api${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        'idempotency-key': crypto.randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
}

export function newCustomer(iron: IronClient, type: 'Person' | 'Business' = 'Person'): Promise<Iron.Customer> {
  return iron.customer.createCustomer({
    body: { customer_type: type, name: 'Ada Lovelace', email: 'ada@example.com' },
  });
}

export async function approve(
  iron: IronClient,
  identificationId: string,
  approved = true,
): Promise<Iron.Identification> {
  return await iron.sandbox.updateSandboxIdentificationStatus({ path: { id: identificationId }, body: { approved } });
}

/** A customer after identification and signing. */
export async function activeCustomer(iron: IronClient, type: 'Person' | 'Business' = 'Person'): Promise<Iron.Customer> {
  const customer = await newCustomer(iron, type);
  const identification = await iron.customer.createCustomerIdentificationV2({
    path: { id: customer.id },
    body: { type: 'Link' },
  });
  await approve(iron, identification.id);
  await signAllRequired(iron, customer.id);
  return await iron.customer.getCustomerById({ path: { id: customer.id } });
}

export const privateKey: Uint8Array = new Uint8Array(32).fill(7);

/** The address of a private key, lower case. */
export function addressOf(key: Uint8Array = privateKey): string {
  return `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(key, false).slice(1)).slice(-20))}`;
}

/** A signature as wallets make it with `personal_sign`. */
export function personalSign(message: string, key: Uint8Array = privateKey): string {
  const text = utf8ToBytes(message);
  const hash = keccak_256(new Uint8Array([...utf8ToBytes(`\x19Ethereum Signed Message:\n${text.length}`), ...text]));
  const signature = secp256k1.sign(hash, key);
  return `0x${signature.toCompactHex()}${(signature.recovery + 27).toString(16)}`;
}

export async function registeredWallet(
  { iron, sandbox }: Pick<Playground, 'iron' | 'sandbox'>,
  customerId: string,
  key: Uint8Array = privateKey,
): Promise<Iron.SelfHostedWalletResponse> {
  const address = addressOf(key);
  const message = walletOwnershipMessage({ address, customerId, at: sandbox.clock.now() });
  return await iron.addresses.registerSelfHostedWalletAddress({
    body: { customer_id: customerId, blockchain: 'Ethereum', address, message, signature: personalSign(message, key) },
  });
}

export const euro: Iron.Currency = { type: 'Fiat', code: 'EUR' };
export const usdc: Iron.Currency = { type: 'Crypto', token: 'USDC', blockchain: 'Ethereum' };

export const bankDetails: Iron.RecipientBankAccountInput = {
  recipient: { type: 'Individual', given_name: 'Ada', family_name: 'Lovelace' },
  provider_name: 'Example Bank',
  provider_country: { code: 'DE' },
  account_identifier: { type: 'SEPA', iban: 'DE89370400440532013000' },
  address: {
    street: '12 St James Square',
    city: 'London',
    state: 'England',
    country: { code: 'GB' },
    postal_code: 'SW1Y 4JH',
  },
  is_third_party: false,
};

/** An active customer with an approved autoramp from EUR to USDC, without a quote. */
export async function onramp(
  playground: Playground,
  body: Partial<Iron.CreateAutorampParameters> = {},
): Promise<Iron.Autoramp> {
  const { iron } = playground;
  const customer = await activeCustomer(iron);
  const { address } = await registeredWallet(playground, customer.id);
  const autoramp = await iron.autoramp.createAutoramp({
    body: {
      customer_id: customer.id,
      source_currencies: [euro],
      destination_currency: usdc,
      recipient_account: { type: 'Crypto', chain: 'Ethereum', address },
      ...body,
    },
  });
  return await iron.sandbox.updateSandboxAutorampStatus({ path: { id: autoramp.id }, body: 'Approved' });
}

export async function transactionOf(iron: IronClient, id: string): Promise<Iron.AutorampTransaction> {
  const page = await iron.autoramp.getAutorampTransactionsByIds({ query: { ids: [id] } });
  const [transaction] = page.items;
  if (!transaction) throw new Error(`There is no transaction ${id}.`);
  return transaction;
}
