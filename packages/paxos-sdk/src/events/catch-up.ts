import type { Event, ListEventsResponse, operations } from '@org/paxos-types';
import { type DedupeOptions, handleOnce } from '@org/sdk-core/webhooks';
import { type Batch, type FollowOptions, follow } from '../follow.ts';
import { type PaxosEvent, toPaxosEvent } from './event.ts';
import { dedupeKeyOf } from './receive.ts';

type Query = NonNullable<operations['ListEvents']['parameters']['query']>;

/** The part of a client that lists events. It needs the scope `events:read_event`. */
export interface EventLister {
  readonly events: {
    listEvents(args: { query: Query }, options: { signal: AbortSignal }): PromiseLike<ListEventsResponse>;
  };
}

/** Which events to read, and from where on. */
export interface CatchUpOptions extends FollowOptions {
  /** Only one type of events, or the test events. */
  readonly query?: Pick<Query, 'type' | 'is_test'> | undefined;
}

/**
 * Reads the events that arose since the checkpoint, oldest first, in batches, and ends when there are no more. It is for
 * what deliveries missed: Paxos gives up after 24 hours. Handle a batch, store its `checkpoint`, and pass that the next
 * time: nothing is left out, and no event is returned twice. Transient failures are ridden out until the deadline.
 *
 * @param options `since` for the first run, `checkpoint` for all others; `overlap` in milliseconds (60,000), `query`;
 *   `deadline` and `interval` in milliseconds (600,000 and 5,000), `signal`
 * @throws {ConfigurationError} if there is neither `since` nor a checkpoint of events
 * @throws {WaitTimeoutError} when the deadline came first; go on from the last checkpoint
 * @throws {AbortedError} when the signal fires
 * @example
 * for await (const { items, checkpoint } of catchUpEvents(paxos, { since: launch, checkpoint: await load() })) {
 *   for (const event of items) await handleEventOnce(event, { dedupeStore }, handle);
 *   await save(checkpoint);
 * }
 * @see https://docs.paxos.com/guides/webhooks/retries-and-limits (documented; that an event becomes visible within the
 *   overlap is inferred)
 */
export function catchUpEvents(
  client: EventLister,
  options: CatchUpOptions,
): AsyncGenerator<Batch<PaxosEvent>, void, undefined> {
  const { query, ...rest } = options;
  return follow(
    {
      name: 'events',
      keyOf: ({ id }) => id,
      timeOf,
      read: async (from, cursor, signal) => {
        const page: Query = {
          ...query,
          'created_at.gte': from,
          order: 'ASC',
          limit: 100,
          ...(cursor && { page_cursor: cursor }),
        };
        const { events = [], next_page_cursor } = await client.events.listEvents({ query: page }, { signal });
        return { items: events.map(toPaxosEvent), cursor: next_page_cursor };
      },
    },
    rest,
    true,
  );
}

function timeOf(event: PaxosEvent): string | undefined {
  const { created_at }: Pick<Event, 'created_at'> = event.type === 'unknown' ? event.event : event;
  return created_at;
}

/**
 * Handles an event unless a webhook's handler with the same store did, or does. For events that were not delivered.
 *
 * @param options `dedupeStore`, the one of the webhook; `lease`, `maxLease` and `retention` in milliseconds
 * @returns `handled`, `duplicate`, or `busy` where another worker is handling it
 * @throws what the handler throws; then the event counts as not handled
 * @example
 * await handleEventOnce(event, { dedupeStore: redisDedupeStore(redis, { consumer: 'accounting' }) }, handle);
 */
export function handleEventOnce(
  event: PaxosEvent,
  options: DedupeOptions,
  handler: (event: PaxosEvent) => unknown,
): Promise<'handled' | 'duplicate' | 'busy'> {
  return handleOnce(dedupeKeyOf(event.id), options, () => handler(event));
}
