import type { QuoteExecution } from '@org/paxos-types';
import type { WaitOptions } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads quote executions. */
export interface QuoteExecutionReader {
  readonly quoteExecutions: {
    getQuoteExecution(
      args: { path: { profile_id: string; id: string } },
      options: { signal: AbortSignal },
    ): PromiseLike<QuoteExecution>;
  };
}

/**
 * Waits until a quote execution is settled, which is its only other state: a trade that was made does not fail.
 *
 * @param path the profile and the execution, as `getQuoteExecution` takes them
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `signal`
 * @returns the settled execution
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if an id is empty
 * @example
 * await waitForQuoteExecution(paxos, { profile_id: execution.profile_id, id: execution.id });
 */
export async function waitForQuoteExecution(
  client: QuoteExecutionReader,
  path: { readonly profile_id: string; readonly id: string },
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<QuoteExecution> {
  const { profile_id, id } = path ?? {};
  assertId('profile_id', profile_id);
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<QuoteExecution> =>
    client.quoteExecutions.getQuoteExecution({ path: { profile_id, id } }, { signal });
  return waitForRecord(
    `Quote execution ${id}`,
    read,
    ({ status }) => (status === 'SETTLED' ? 'succeeded' : 'pending'),
    options,
  );
}
