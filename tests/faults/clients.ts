// One client of a misbehaving provider: both providers, with operation methods and with path methods.
import { type CallOptions, createIronClient, isSdkError, type SdkError } from '@org/iron-sdk';
import { createIronPathClient } from '@org/iron-sdk/paths';
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosPathClient } from '@org/paxos-sdk/paths';
import { rejectionOf } from '@org/test-kit/outcomes';
import {
  type FakeServer,
  type FakeServerOptions,
  IRON_KEY,
  PAXOS_ID,
  PAXOS_SECRET,
  RECORD_ID,
  startFakeIron,
  startFakePaxos,
} from '@org/test-kit/providers';
import { expect } from 'vitest';

export const CLIENTS = ['Iron operations', 'Iron paths', 'Paxos operations', 'Paxos paths'] as const;
export type ClientName = (typeof CLIENTS)[number];
export const OPERATION_CLIENTS = ['Iron operations', 'Paxos operations'] as const;
export const PATH_CLIENTS = ['Iron paths', 'Paxos paths'] as const;
export const IRON_CLIENTS = ['Iron operations', 'Iron paths'] as const;
export const PAXOS_CLIENTS = ['Paxos operations', 'Paxos paths'] as const;

export type Call = (options?: CallOptions) => PromiseLike<unknown>;

interface Calls {
  /** Creates a customer or a transfer. Its first idempotency key is `00000000-0000-4000-8000-000000000001`. */
  readonly create: Call;
  /** Reads the first record of the list. */
  readonly read: Call;
  /** Deletes an address or an account. */
  readonly remove: Call;
  /** A POST without a key: it happens twice if it is sent twice. */
  readonly risk: Call;
  /** How errors name the four operations. */
  readonly ids: Readonly<Record<'create' | 'read' | 'remove' | 'risk', string>>;
}

export interface FaultyClient extends FakeServer, Calls {
  /** Forgets all access tokens of Paxos, so that the next request is refused. */
  revokeTokens(): void;
}

export interface FaultyClientOptions extends FakeServerOptions {
  readonly apiKey?: string | (() => Promise<string>);
  /** The address that the client is given for the API; that of the fake provider unless given. */
  readonly elsewhere?: string;
}

/** Starts a fake provider and makes a client of it. Both are gone when the test is over. */
export async function startClient(name: ClientName, options: FaultyClientOptions = {}): Promise<FaultyClient> {
  if (name.startsWith('Iron')) {
    const server = await startFakeIron(options);
    const api = { baseUrl: `${options.elsewhere ?? server.origin}/api`, apiKey: options.apiKey ?? IRON_KEY };
    return { ...server, ...ironCalls(name, { ...server.options, ...api }), revokeTokens: () => {} };
  }
  const server = await startFakePaxos(options);
  const api = { baseUrl: `${options.elsewhere ?? server.origin}/v2`, tokenUrl: `${server.origin}/oauth2/token` };
  return { ...server, ...paxosCalls(name, { ...server.options, ...api }), revokeTokens: server.paxos.revoke };
}

/** The error with which a call fails. Anything but one of the SDKs' own fails the test, and so does a success. */
export async function failureOf(call: PromiseLike<unknown>): Promise<SdkError> {
  const error = await rejectionOf<SdkError>(call);
  expect(isSdkError(error), `${error} is an SdkError`).toBe(true);
  return error;
}

const CUSTOMER = { customer_type: 'Person', name: 'Zoë Łukasz', email: 'zoe@example.com' } as const;
const ADDRESS = { customer_id: RECORD_ID, fiat_address_id: 'address-1' };

function ironCalls(name: ClientName, options: Parameters<typeof createIronClient>[0]): Calls {
  const id = RECORD_ID;
  if (name === 'Iron operations') {
    const { customer, addresses } = createIronClient(options);
    return {
      ids: {
        create: 'createCustomer',
        read: 'getCustomerById',
        remove: 'deleteFiatAddress',
        risk: 'retryFiatAddressAuth',
      },
      create: (more) => customer.createCustomer({ body: CUSTOMER }, more),
      read: (more) => customer.getCustomerById({ path: { id } }, more),
      remove: (more) => addresses.deleteFiatAddress({ path: ADDRESS }, more),
      risk: (more) => addresses.retryFiatAddressAuth({ path: { id } }, more),
    };
  }
  const iron = createIronPathClient(options);
  return {
    // To keep Iron's path client small, its table has no names: errors name operations by method and path.
    ids: {
      create: 'createCustomer',
      read: 'getCustomerById',
      remove: 'deleteFiatAddress',
      risk: 'retryFiatAddressAuth',
    },
    create: (more) => iron.POST('/customers', { body: CUSTOMER, ...(more as object) }),
    read: (more) => iron.GET('/customers/{id}', { params: { path: { id } }, ...(more as object) }),
    remove: (more) =>
      iron.DELETE('/addresses/fiat/{customer_id}/{fiat_address_id}', {
        params: { path: ADDRESS },
        ...(more as object),
      }),
    risk: (more) => iron.POST('/addresses/fiat/{id}/retry-auth', { params: { path: { id } }, ...(more as object) }),
  };
}

const TRANSFER = { from_profile_id: 'from', to_profile_id: 'to', amount: '12.50', asset: 'USD' };

function paxosCalls(name: ClientName, options: Partial<Parameters<typeof createPaxosClient>[0]>): Calls {
  const complete = {
    ...options,
    clientId: PAXOS_ID,
    clientSecret: PAXOS_SECRET,
    rateLimit: false,
    scopes: [
      'transfer:write_internal_transfer',
      'transfer:read_transfer',
      'transfer:write_fiat_account',
      'funding:write_profile',
    ],
  } satisfies Parameters<typeof createPaxosClient>[0];
  const id = RECORD_ID;
  const ids = {
    create: 'createInternalTransfer',
    read: 'getTransfer',
    remove: 'deleteFiatAccount',
    risk: 'createProfile',
  };
  if (name === 'Paxos operations') {
    const { internalTransfers, transfers, fiatTransfers, profiles } = createPaxosClient(complete);
    return {
      ids,
      create: (more) => internalTransfers.createInternalTransfer({ body: TRANSFER }, more),
      read: (more) => transfers.getTransfer({ path: { id } }, more),
      remove: (more) => fiatTransfers.deleteFiatAccount({ path: { id: 'account-1' } }, more),
      risk: (more) => profiles.createProfile({ body: { nickname: 'savings' } }, more),
    };
  }
  const paxos = createPaxosPathClient(complete);
  return {
    ids,
    // Path methods send what they are given: a ref_id is the caller's own.
    create: (more) =>
      paxos.POST('/transfer/internal', {
        body: { ...TRANSFER, ref_id: '00000000-0000-4000-8000-000000000001' },
        ...(more as object),
      }),
    read: (more) => paxos.GET('/transfer/transfers/{id}', { params: { path: { id } }, ...(more as object) }),
    remove: (more) =>
      paxos.DELETE('/transfer/fiat-accounts/{id}', { params: { path: { id: 'account-1' } }, ...(more as object) }),
    risk: (more) => paxos.POST('/profiles', { body: { nickname: 'savings' }, ...(more as object) }),
  };
}
