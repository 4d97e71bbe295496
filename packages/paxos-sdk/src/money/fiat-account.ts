import type { FiatAccount } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads bank accounts. */
export interface FiatAccountReader {
  readonly fiatTransfers: {
    getFiatAccount(args: { path: { id: string } }, options: { signal: AbortSignal }): PromiseLike<FiatAccount>;
  };
}

/**
 * Waits until a bank account is approved, before which nothing can be withdrawn to it. Every change of the account starts
 * the review again.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 5,000), `signal`
 * @returns the approved account
 * @throws {TerminalStateError} when it was rejected; `last` is the account
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * await waitForFiatAccount(paxos, account.id, { deadline: 86_400_000, interval: 60_000 });
 * @see https://docs.paxos.com/guides/developer/fiat-transfers/statuses (documented)
 */
export async function waitForFiatAccount(
  client: FiatAccountReader,
  id: string,
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<FiatAccount> {
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<FiatAccount> =>
    client.fiatTransfers.getFiatAccount({ path: { id } }, { signal });
  return waitForRecord(`Fiat account ${id}`, read, stateOf, { interval: 5_000, ...options });
}

function stateOf({ status }: FiatAccount): WaitState {
  if (status === 'APPROVED') return 'succeeded';
  return status === 'REJECTED'
    ? { failed: 'was rejected by Paxos. Check its details, then update it or create another one.' }
    : 'pending';
}
