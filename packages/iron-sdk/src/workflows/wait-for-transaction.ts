import type { AutorampTransaction, AutorampTransactionStatus } from '@org/iron-types';
import { type CallOptions, type WaitState, waitFor } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';
import { type IronWaitOptions, waitStateOf } from './wait-options.ts';

/** The part of a client that reads transactions by id. */
export interface ReadsTransactions {
  readonly autoramp: {
    getAutorampTransactionsByIds(
      args: { query: { ids: string[] } },
      options?: CallOptions,
    ): PromiseLike<{ items: AutorampTransaction[] }>;
  };
}

const STATES: Readonly<Record<Known<AutorampTransactionStatus>, WaitState>> = {
  FundsReviewInProgress: 'pending',
  ConversionInProgress: 'pending',
  PayoutInProgress: 'pending',
  Completed: 'succeeded',
  Failed: { failed: 'the transaction failed.' },
  RejectedAml: { failed: 'the transaction was rejected by the AML checks.' },
  RejectedFraud: { failed: 'the transaction was rejected on suspicion of fraud.' },
  RejectedMinAmount: { failed: 'the transaction was rejected: the amount is below the minimum.' },
};

/**
 * Waits until a transaction is `Completed`: the money has been paid out. A transaction that cannot be found yet is waited
 * for.
 *
 * @returns the completed transaction
 * @throws {TerminalStateError} if it is `Failed`, `RejectedAml`, `RejectedFraud` or `RejectedMinAmount`
 * @throws {WaitTimeoutError} if the deadline comes first; `last` is undefined if it was never found
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const transaction = await waitForTransaction(iron, event.data.message.TransactionStatus.id, { deadline: 600_000 });
 * @see https://docs.iron.xyz/transaction-status
 */
export async function waitForTransaction(
  iron: ReadsTransactions,
  transactionId: string,
  options: IronWaitOptions = {},
): Promise<AutorampTransaction> {
  assertId('transactionId', transactionId);
  const args = { query: { ids: [transactionId] } };
  const found = await waitFor(
    async (signal) => {
      const page = await iron.autoramp.getAutorampTransactionsByIds(args, { ...options.call, signal });
      return page.items.find(({ id }) => id === transactionId);
    },
    (transaction) => (transaction ? waitStateOf(STATES, transaction.status) : 'pending'),
    options,
  );
  return found as AutorampTransaction;
}
