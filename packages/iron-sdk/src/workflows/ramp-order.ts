// What opens a ramp: the order that a caller stores, and the part of a client that it needs.
import type {
  Autoramp,
  Blockchain,
  CanCreateAutorampResponse,
  CreateAutoramp,
  CreateAutorampParameters,
  Crypto,
  CustomerAbilities,
  SignedAutorampQuote,
} from '@org/iron-types';
import { type CallOptions, InvalidRequestError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { assertDecimal } from '../decimals.ts';
import type { CheckAutorampLimitArgs, GetAutorampQuoteArgs } from '../generated/groups.ts';
import { checkRecord } from '../onboarding/known.ts';
import type { ListsWallets } from './register-wallet.ts';
import type { ReadsAutoramp } from './wait-for-autoramp.ts';
import type { ReadsCustomer } from './wait-for-customer-status.ts';
import type { ReadsFiatAddress } from './wait-for-fiat-address.ts';

type QuoteQuery = GetAutorampQuoteArgs['query'];

/**
 * Terms of a quote, as `getAutorampQuote` takes them. Give `amount_in` or `amount_out`, a decimal string. Defaults:
 * `rate_expiry_policy` `Return`, `expiry_in_hours` 1.
 */
export type QuoteTerms = Omit<
  Partial<QuoteQuery>,
  | 'customer_id'
  | 'external_id'
  | 'is_third_party'
  | 'source_currency_code'
  | 'source_currency_chain'
  | 'destination_currency_code'
  | 'destination_currency_chain'
  | 'recipient_account'
  | 'recipient_account_id'
>;

/** Further fields of an autoramp at market rates, as `createAutoramp` takes them. */
export type MarketTerms = Omit<
  CreateAutorampParameters,
  | 'customer_id'
  | 'external_id'
  | 'source_is_third_party'
  | 'source_currencies'
  | 'destination_currency'
  | 'recipient_account'
>;

interface RampOrder {
  readonly customerId: string;
  /**
   * A UUID under which the autoramp is created once: make it and store it with the order before the first call. Iron keeps
   * a key for 24 hours; after that the autoramp is found by its `externalId`.
   */
  readonly key: string;
  /** Your own, unique reference, by which the autoramp is looked up. Default: `key`. */
  readonly externalId?: string | undefined;
  /** True if somebody else than the customer pays or is paid. Default false. */
  readonly thirdParty?: boolean | undefined;
  /** To lock a rate: a quote is requested and sent. Not together with `terms`. */
  readonly quote?: QuoteTerms | undefined;
  /** For a ramp at market rates, such as `pay_by_reference` or payment references. */
  readonly terms?: MarketTerms | undefined;
}

/** Fiat to crypto. */
export interface OnRampOrder extends RampOrder {
  /** The fiat currency that is paid in, such as `EUR`. */
  readonly from: string;
  /** The token that is paid out. */
  readonly to: Crypto;
  /** The address that is paid, a registered wallet of the customer's on the token's blockchain. */
  readonly wallet: string;
}

/** Crypto to fiat. */
export interface OffRampOrder extends RampOrder {
  /** The token that is paid in. */
  readonly from: Crypto;
  /** The fiat currency that is paid out, such as `EUR`. */
  readonly to: string;
  /** The id of the bank account that is paid, a registered one of the customer's. */
  readonly fiatAddressId: string;
}

/** The part of a client that opens ramps. */
export interface OpensRamps extends ReadsCustomer, ListsWallets, ReadsFiatAddress, ReadsAutoramp {
  readonly customer: ReadsCustomer['customer'] & {
    getCustomerAbilities(args: { path: { id: string } }, options?: CallOptions): PromiseLike<CustomerAbilities>;
  };
  readonly addresses: ListsWallets['addresses'] & ReadsFiatAddress['addresses'];
  readonly autoramp: ReadsAutoramp['autoramp'] & {
    getAutorampByExternalId(args: { path: { external_id: string } }, options?: CallOptions): PromiseLike<Autoramp>;
    checkAutorampLimit(
      args: { query: CheckAutorampLimitArgs['query'] },
      options?: CallOptions,
    ): PromiseLike<CanCreateAutorampResponse>;
    getAutorampQuote(args: { query: QuoteQuery }, options?: CallOptions): PromiseLike<SignedAutorampQuote>;
    createAutoramp(args: { body: CreateAutoramp }, options?: CallOptions): PromiseLike<Autoramp>;
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws {InvalidRequestError} if an order is malformed */
export function checkOrder(order: RampOrder): void {
  checkRecord('order', order, 'its type');
  const { customerId, key, externalId, quote, terms } = order;
  assertId('customerId', customerId);
  assertId('key', key);
  if (!UUID.test(key)) throw new InvalidRequestError(`'key' must be a UUID. Nothing was sent.`);
  if (externalId !== undefined) assertId('externalId', externalId);
  if (!quote) return;
  if (terms) throw new InvalidRequestError(`'quote' and 'terms' exclude each other. Nothing was sent.`);
  const { amount_in, amount_out } = quote;
  if ((amount_in === undefined) === (amount_out === undefined)) {
    throw new InvalidRequestError(`'quote' needs either amount_in or amount_out. Nothing was sent.`);
  }
  const amount = amount_in === undefined ? 'amount_out' : 'amount_in';
  assertDecimal(`quote.${amount}`, quote[amount], 'Nothing was sent.');
}

/** A token as a currency. Throws `InvalidRequestError`. */
export function tokenOf(name: string, token: Crypto): { type: 'Crypto'; token: string; blockchain: Blockchain } {
  checkRecord(name, token, 'listCryptoCurrencies');
  assertId(`${name}.token`, token.token);
  assertId(`${name}.blockchain`, token.blockchain);
  return { type: 'Crypto', token: token.token, blockchain: token.blockchain };
}

/** A fiat code as a currency. Throws `InvalidRequestError`. */
export function fiatOf(name: string, code: string): { type: 'Fiat'; code: string } {
  assertId(name, code);
  return { type: 'Fiat', code };
}
