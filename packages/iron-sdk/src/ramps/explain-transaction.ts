// Where the money of a transaction is, and what happens next.
import type { AutorampTransaction, AutorampTransactionStatus, Customer } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { checkRecord, checkStatus, type Known, row, type WithStatus } from '../onboarding/known.ts';

/**
 * Where the money is.
 *
 * - `iron`: with Iron, before its conversion is over
 * - `network`: on its way, with a bank or a blockchain
 * - `recipient`: handed over to the recipient's bank or blockchain
 * - `returned`: it goes back to where it came from
 * - `unclear`: no page of Iron says; ask Iron's support
 */
export type MoneyIs = 'iron' | 'network' | 'recipient' | 'returned' | 'unclear';

export interface TransactionExplanation {
  /** As Iron sent it. */
  readonly status: string;
  /** True when the transaction cannot change any more. */
  readonly final: boolean;
  readonly money: MoneyIs;
  /** Where the money is, in a sentence or two for people. */
  readonly where: string;
  /** What happens next, in a sentence or two for people. */
  readonly next: string;
  /** Whether a page of Iron says so, or only the name of the status does. */
  readonly basis: 'documented' | 'inferred';
  /** True if the transaction waits for the customer to hand in more, because of a limit. */
  readonly paused: boolean;
  /**
   * Until when the customer has to have handed in, ISO 8601. Iron gives 24 hours from the pause; it is reckoned from
   * `created_at`, which is never later. Undefined unless it is paused.
   */
  readonly pausedUntil: string | undefined;
  /** The payout's transaction on its blockchain. */
  readonly transactionHash: string | undefined;
  /** References for tracing the payout at banks, by name as Iron sends them. */
  readonly tracking: Readonly<Record<string, string>>;
}

export interface ExplainOptions {
  /** The transaction's customer: tells whether the transaction is paused by a limit. */
  readonly customer?: WithStatus<Pick<Customer, 'status'>> | undefined;
}

type Row = readonly [
  final: boolean,
  money: MoneyIs,
  where: string,
  next: string,
  basis: TransactionExplanation['basis'],
];

const STATES: Readonly<Record<Known<AutorampTransactionStatus>, Row>> = {
  FundsReviewInProgress: [
    false,
    'iron',
    'Iron has received the deposit and checks it.',
    'The check is usually short; then it is converted.',
    'documented',
  ],
  ConversionInProgress: [
    false,
    'iron',
    'Iron has cleared the deposit and converts it.',
    'Then it is paid out.',
    'documented',
  ],
  PayoutInProgress: [
    false,
    'network',
    'Iron has sent the payout to a bank or a blockchain.',
    'How long it takes depends on that network.',
    'documented',
  ],
  Completed: [
    true,
    'recipient',
    "The payout was handed over to the recipient's bank or blockchain.",
    'Nothing more happens at Iron. Where it matters, check the arrival by the hash or the references.',
    'documented',
  ],
  Failed: [
    true,
    'unclear',
    'The deposit or the payout failed by an error in processing.',
    "No page says whether the money is returned by itself: ask Iron's support, with the id of the transaction.",
    'inferred',
  ],
  RejectedAml: [
    true,
    'returned',
    'The deposit did not pass the compliance checks.',
    'The money is returned to the sender; support may ask for documents first.',
    'documented',
  ],
  RejectedFraud: [
    true,
    'unclear',
    'The deposit was refused on suspicion of fraud.',
    "No page says what becomes of the money: ask Iron's support, with the id of the transaction.",
    'inferred',
  ],
  RejectedMinAmount: [
    true,
    'returned',
    'The payout would have been below the minimum.',
    'The money is returned, except crypto worth less than 1 EUR, which is neither processed nor returned.',
    'documented',
  ],
};

const UNKNOWN: Row = [
  false,
  'unclear',
  'The status is newer than this SDK.',
  'Update the SDK to learn what it means.',
  'inferred',
];

const PAUSED = {
  where: 'Iron holds the deposit: the customer has reached a limit.',
  next: 'Once the customer has handed in what is missing, it goes on. If that takes longer than 24 hours, it is rejected and the money is returned.',
};

/**
 * Says where the money of a transaction is, and what happens next. Only `Completed` means that it was paid out; that its
 * autoramp is `Approved` says nothing about money.
 *
 * Documented: the statuses, the return of what is below the minimum or fails the compliance checks of a virtual account,
 * the 24 hours. Inferred: that a transaction which is not over is the paused one while its customer is asked for more.
 *
 * @throws {InvalidRequestError} if it is not a transaction, or not a customer
 * @example
 * const { where, next, paused } = explainTransaction(transaction, { customer });
 * @see https://docs.iron.xyz/transaction-status
 * @see https://docs.iron.xyz/limits-and-minimum
 */
export function explainTransaction(
  transaction: WithStatus<AutorampTransaction>,
  options: ExplainOptions = {},
): TransactionExplanation {
  checkRecord('transaction', transaction, 'getAutorampTransactionsByIds');
  checkStatus('transaction.status', transaction.status);
  const { customer } = options;
  if (customer !== undefined) checkRecord('customer', customer, 'getCustomerById');
  const { status, created_at, payout_crypto_transaction, payment_tracking } = transaction;
  const [final, money, where, next, basis] = row(STATES, status) ?? UNKNOWN;
  const paused = money === 'iron' && customer?.status === 'IdentificationRequired';
  const tracking = Object.entries(payment_tracking ?? {}).filter((entry): entry is [string, string] => !!entry[1]);
  return {
    status,
    final,
    money,
    where,
    next,
    basis,
    ...(paused && { ...PAUSED, basis: 'inferred' }),
    paused,
    pausedUntil: paused ? aDayAfter(created_at) : undefined,
    transactionHash: payout_crypto_transaction?.transaction_hash,
    tracking: Object.fromEntries(tracking),
  };
}

function aDayAfter(time: string): string {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new InvalidRequestError(`'transaction.created_at' must be an RFC 3339 date-time.`);
  return new Date(ms + 86_400_000).toISOString();
}
