// What the sandbox remembers of Paxos, for one client id. Plain data: a snapshot is a copy of it.
import type {
  Account,
  AttributionAddress,
  ClaimSchedule,
  CryptoDestinationAddress,
  CryptoWithdrawalFee,
  DepositAddress,
  Event,
  FiatAccount,
  FiatDepositInstructions,
  IssuerQuoteExecution,
  MonitoringAddress,
  Orchestration,
  OrchestrationRule,
  PayoutGroup,
  Profile,
  Quote,
  QuoteExecution,
  StablecoinConversion,
  Transaction,
  Verification,
} from '@org/paxos-types';
import { type Collection, emptyCollection } from './collection.ts';
import type { DocumentRecord, IdentityRecord } from './identity/record.ts';
import type { Balances } from './money/balances.ts';
import type { TransferRecord } from './money/transfers.ts';
import type { Counts } from './rate-limit.ts';
import type { IssuerQuoteRecord } from './trading/issuer-quotes.ts';
import type { ExecutionRecord, OrderRecord } from './trading/order-record.ts';

/** A record of the contract, whose id the sandbox always fills. */
export type WithId<T> = Omit<T, 'id' | 'ref_id'> & { readonly id: string; ref_id?: string };

export interface TokenRecord {
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface PaxosRecords {
  readonly clientId: string;
  readonly access: {
    /** Tokens by the id in their text. */
    readonly tokens: Record<string, TokenRecord>;
    /** When tokens were requested in the last five minutes, in milliseconds since the epoch. */
    requests: number[];
    /** Until when requests are refused that exceeded a rate limit, in milliseconds since the epoch. */
    blockedUntil: number;
    /** Requests in the last five minutes, where rate limits are enforced. */
    readonly counts: Counts;
    credential?: { readonly id: string; readonly created_at: string; updated_at: string; disabled: boolean };
  };
  readonly identities: Collection<IdentityRecord>;
  readonly documents: Collection<DocumentRecord>;
  readonly accounts: Collection<WithId<Account>>;
  readonly profiles: Collection<WithId<Profile> & ProfileExtras>;
  readonly balances: Balances;
  readonly transfers: Collection<TransferRecord>;
  readonly depositAddresses: Collection<WithId<DepositAddress>>;
  readonly destinationAddresses: Collection<WithId<CryptoDestinationAddress>>;
  readonly fees: Collection<WithId<CryptoWithdrawalFee>>;
  readonly fiatAccounts: Collection<WithId<FiatAccount> & { deleted?: boolean }>;
  readonly depositInstructions: Collection<WithId<FiatDepositInstructions>>;
  readonly quotes: Collection<WithId<Quote>>;
  readonly quoteExecutions: Collection<WithId<QuoteExecution>>;
  readonly orders: Collection<OrderRecord>;
  readonly executions: Collection<ExecutionRecord>;
  readonly issuerQuotes: Collection<IssuerQuoteRecord>;
  readonly issuerExecutions: Collection<WithId<IssuerQuoteExecution>>;
  readonly conversions: Collection<WithId<StablecoinConversion>>;
  readonly orchestrations: Collection<WithId<Orchestration>>;
  readonly rules: Collection<WithId<OrchestrationRule>>;
  readonly settlements: Collection<WithId<Transaction>>;
  readonly verifications: Collection<WithId<Verification>>;
  readonly rewardAddresses: Collection<WithId<AttributionAddress>>;
  readonly payoutGroups: Collection<WithId<PayoutGroup>>;
  readonly claimSchedules: Collection<WithId<ClaimSchedule>>;
  readonly monitoringAddresses: Collection<WithId<MonitoringAddress>>;
  readonly events: Collection<WithId<Event>>;
}

export interface ProfileExtras {
  readonly created_at: string;
  deactivated?: boolean;
}

/** The organization that every client id of the sandbox belongs to. */
export const customerId = '0198c3c0-6273-7888-a2b0-1b7cfd588a01';

export function emptyPaxosRecords(clientId: string): PaxosRecords {
  return {
    clientId,
    access: { tokens: {}, requests: [], blockedUntil: 0, counts: {} },
    identities: emptyCollection(),
    documents: emptyCollection(),
    accounts: emptyCollection(),
    profiles: emptyCollection(),
    balances: {},
    transfers: emptyCollection(),
    depositAddresses: emptyCollection(),
    destinationAddresses: emptyCollection(),
    fees: emptyCollection(),
    fiatAccounts: emptyCollection(),
    depositInstructions: emptyCollection(),
    quotes: emptyCollection(),
    quoteExecutions: emptyCollection(),
    orders: emptyCollection(),
    executions: emptyCollection(),
    issuerQuotes: emptyCollection(),
    issuerExecutions: emptyCollection(),
    conversions: emptyCollection(),
    orchestrations: emptyCollection(),
    rules: emptyCollection(),
    settlements: emptyCollection(),
    verifications: emptyCollection(),
    rewardAddresses: emptyCollection(),
    payoutGroups: emptyCollection(),
    claimSchedules: emptyCollection(),
    monitoringAddresses: emptyCollection(),
    events: emptyCollection(),
  };
}
