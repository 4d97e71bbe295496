// One client before one misbehaving server, the same for both providers and both doors.
import { type CallOptions, createIronClient } from '@org/iron-sdk';
import { createIronPathClient } from '@org/iron-sdk/paths';
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosPathClient } from '@org/paxos-sdk/paths';
import { onTestFinished } from 'vitest';
import { type Act, type Seen, serve } from './exchange.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { IRON_KEY, ironBooks } from './iron-books.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { PAXOS_ID, PAXOS_SECRET, type PaxosBooks, paxosBooks } from './paxos-books.ts';
import { startServer } from './server.ts';
import { SHELF } from './shelf.ts';

/** Both providers, by both doors. */
export const DOORS = ['Iron by name', 'Iron by path', 'Paxos by name', 'Paxos by path'] as const;
export type DoorName = (typeof DOORS)[number];
export const NAMED = ['Iron by name', 'Paxos by name'] as const;
export const PATHS = ['Iron by path', 'Paxos by path'] as const;

/** Backoffs are shorter than this and pass at once; timeouts are longer and pass when the test says so. */
const INSTANT = 9_000;

export type Call = (options?: CallOptions) => PromiseLike<unknown>;

export interface Bench {
  /** Makes a customer or a transfer. Its first idempotency key is `key-1`. */
  readonly create: Call;
  /** Reads the first thing of the list. */
  readonly read: Call;
  /** Deletes an address or an account. */
  readonly remove: Call;
  /** Does something a second time if it is sent twice: a POST without any key. */
  readonly risk: Call;
  /** The operationIds of the four, as errors name them. */
  readonly ids: Readonly<Record<'create' | 'read' | 'remove' | 'risk', string>>;
  readonly clock: HandClock;
  readonly ledger: Ledger;
  readonly paxos: PaxosBooks;
  /** The API's requests that came, without those for tokens. */
  readonly seen: readonly Seen[];
  readonly origin: string;
  /** How the next requests are played, one each; all that follow are served. */
  script(...acts: Act[]): void;
  /** How the next requests for a token are played. */
  scriptTokens(...acts: Act[]): void;
  /** Resolves when that many requests have come. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface BenchOptions {
  /** Timers below this pass at once; 0 to move the clock by hand only. */
  readonly instant?: number;
  readonly apiKey?: string | (() => Promise<string>);
  /** Where the API is said to be, if not on this server; tokens still are. */
  readonly elsewhere?: string;
}

/** Starts a server and makes a client; both are gone when the test is over. */
export async function openBench(name: DoorName, options: BenchOptions = {}): Promise<Bench> {
  const ledger = createLedger();
  const paxos = paxosBooks(ledger);
  const iron = ironBooks(ledger);
  const isIron = name.startsWith('Iron');
  const seen: Seen[] = [];
  const waiting = new Map<number, () => void>();
  let acts: Act[] = [];
  let tokenActs: Act[] = [];
  const server = await startServer(isIron ? iron : paxos, ledger, (exchange) => {
    if (exchange.seen.url === '/oauth2/token') return tokenActs.shift() ?? serve;
    const act = acts.shift() ?? serve;
    seen.push(exchange.seen);
    return (one) => {
      act(one);
      waiting.get(seen.length)?.();
    };
  });
  onTestFinished(() => server.close());
  const api = options.elsewhere ?? server.origin;
  const clock = handClock(options.instant ?? INSTANT);
  let keys = 0;
  const common = {
    clock,
    random: () => 1,
    createKey: () => {
      keys += 1;
      return `key-${keys}`;
    },
  };
  const calls = isIron
    ? ironCalls(name, { ...common, baseUrl: `${api}/api`, apiKey: options.apiKey ?? IRON_KEY })
    : paxosCalls(name, { ...common, baseUrl: `${api}/v2`, tokenUrl: `${server.origin}/oauth2/token` });
  return {
    ...calls,
    clock,
    ledger,
    paxos,
    seen,
    origin: server.origin,
    script: (...next) => {
      acts = next;
    },
    scriptTokens: (...next) => {
      tokenActs = next;
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.set(count, resolve);
      }),
    close: () => server.close(),
  };
}

type Calls = Pick<Bench, 'create' | 'read' | 'remove' | 'risk' | 'ids'>;

const CUSTOMER = { customer_type: 'Person', name: 'Zoë Łukasz', email: 'zoe@example.com' } as const;
const [{ id: ID } = { id: '' }] = SHELF;
const ADDRESS = { customer_id: ID, fiat_address_id: 'address-1' };

function ironCalls(name: DoorName, options: Parameters<typeof createIronClient>[0]): Calls {
  const ids = {
    create: 'createCustomer',
    read: 'getCustomerById',
    remove: 'deleteFiatAddress',
    risk: 'retryFiatAddressAuth',
  };
  if (name === 'Iron by name') {
    const { customer, addresses } = createIronClient(options);
    return {
      ids,
      create: (more) => customer.createCustomer({ body: CUSTOMER }, more),
      read: (more) => customer.getCustomerById({ path: { id: ID } }, more),
      remove: (more) => addresses.deleteFiatAddress({ path: ADDRESS }, more),
      risk: (more) => addresses.retryFiatAddressAuth({ path: { id: ID } }, more),
    };
  }
  const iron = createIronPathClient(options);
  return {
    // To keep Iron's path door small, its table has no names: operations are called by method and path there.
    ids: {
      create: 'POST /customers',
      read: 'GET /customers/{id}',
      remove: 'DELETE /addresses/fiat/{customer_id}/{fiat_address_id}',
      risk: 'POST /addresses/fiat/{id}/retry-auth',
    },
    create: (more) => iron.POST('/customers', { body: CUSTOMER, ...(more as object) }),
    read: (more) => iron.GET('/customers/{id}', { params: { path: { id: ID } }, ...(more as object) }),
    remove: (more) =>
      iron.DELETE('/addresses/fiat/{customer_id}/{fiat_address_id}', {
        params: { path: ADDRESS },
        ...(more as object),
      }),
    risk: (more) => iron.POST('/addresses/fiat/{id}/retry-auth', { params: { path: { id: ID } }, ...(more as object) }),
  };
}

const TRANSFER = { from_profile_id: 'from', to_profile_id: 'to', amount: '12.50', asset: 'USD' };

function paxosCalls(name: DoorName, options: Parameters<typeof createPaxosClient>[0]): Calls {
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
  const ids = {
    create: 'CreateInternalTransfer',
    read: 'GetTransfer',
    remove: 'DeleteFiatAccount',
    risk: 'CreateProfile',
  };
  if (name === 'Paxos by name') {
    const { internalTransfers, transfers, fiatTransfers, profiles } = createPaxosClient(complete);
    return {
      ids,
      create: (more) => internalTransfers.createInternalTransfer({ body: TRANSFER }, more),
      read: (more) => transfers.getTransfer({ path: { id: ID } }, more),
      remove: (more) => fiatTransfers.deleteFiatAccount({ path: { id: 'account-1' } }, more),
      risk: (more) => profiles.createProfile({ body: { nickname: 'savings' } }, more),
    };
  }
  const paxos = createPaxosPathClient(complete);
  return {
    ids,
    // The path door sends what it is given: a ref_id is the caller's own.
    create: (more) => paxos.POST('/transfer/internal', { body: { ...TRANSFER, ref_id: 'key-1' }, ...(more as object) }),
    read: (more) => paxos.GET('/transfer/transfers/{id}', { params: { path: { id: ID } }, ...(more as object) }),
    remove: (more) =>
      paxos.DELETE('/transfer/fiat-accounts/{id}', { params: { path: { id: 'account-1' } }, ...(more as object) }),
    risk: (more) => paxos.POST('/profiles', { body: { nickname: 'savings' }, ...(more as object) }),
  };
}
