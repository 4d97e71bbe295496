import type { ListTransfersResponse, operations, Transfer } from '@org/paxos-types';
import { type Batch, type FollowOptions, follow } from '../follow.ts';

type Query = NonNullable<operations['ListTransfers']['parameters']['query']>;

/** The part of a client that lists transfers. */
export interface TransferLister {
  readonly transfers: {
    listTransfers(args: { query: Query }, options: { signal: AbortSignal }): PromiseLike<ListTransfersResponse>;
  };
}

/** Which transfers to follow, and from where on. */
export interface FollowTransfersOptions extends FollowOptions {
  /** Only some of them. Paxos takes one of these filters at a time. */
  readonly query?: Pick<Query, 'account_ids' | 'identity_ids' | 'profile_ids' | 'type'> | undefined;
  /** Ends when all changes so far were returned. Default false: it looks again after each `interval`. */
  readonly once?: boolean | undefined;
}

/**
 * Follows transfers: each new one and each change, in the order of `updated_at`, in batches. Handle a batch, store its
 * `checkpoint`, and pass that the next time: nothing is left out over a restart, and no change is returned twice. Store it
 * in one transaction with your work, and each change is handled exactly once. Transient failures are ridden out until the
 * deadline.
 *
 * Scope: `transfer:read_transfer`.
 *
 * @param options `since` for the first run, `checkpoint` for all others; `overlap` in milliseconds (60,000), `query`,
 *   `once`; `interval` in milliseconds (5,000), `deadline` in milliseconds (none, or 600,000 with `once`), `signal`
 * @throws {ConfigurationError} if there is neither `since` nor a checkpoint of transfers
 * @throws {WaitTimeoutError} when the deadline came during an outage; `cause` is the last failure
 * @throws {AbortedError} when the signal fires
 * @example
 * for await (const { items, checkpoint } of followTransfers(paxos, { since: launch, checkpoint: await load() })) {
 *   await database.transaction(async (store) => {
 *     for (const transfer of items) await book(store, transfer);
 *     await store.save(checkpoint);
 *   });
 * }
 * @see https://docs.paxos.com/api-reference/endpoints/transfers/list-transfers (documented: order and filters; that a change
 *   becomes visible within the overlap is inferred)
 */
export function followTransfers(
  client: TransferLister,
  options: FollowTransfersOptions,
): AsyncGenerator<Batch<Transfer>, void, undefined> {
  const { query, once = false, ...rest } = options;
  return follow(
    {
      name: 'transfers',
      keyOf: ({ id, updated_at }) => `${id} ${updated_at}`,
      timeOf: ({ updated_at }) => updated_at,
      read: async (from, cursor, signal) => {
        const page: Query = {
          ...query,
          'updated_at.gte': from,
          order_by: 'UPDATED_AT',
          order: 'ASC',
          limit: 100,
          ...(cursor && { page_cursor: cursor }),
        };
        const { items = [], next_page_cursor } = await client.transfers.listTransfers({ query: page }, { signal });
        return { items, cursor: next_page_cursor };
      },
    },
    rest,
    once,
  );
}
