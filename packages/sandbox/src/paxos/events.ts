// Events: what happened, kept for `getEvent` and announced to the subscriptions by id.
import type { Event, WebhookEventType } from '@org/paxos-types';
import type { Event as EngineEvent } from '../engine/webhooks.ts';
import { add, all, find } from './collection.ts';
import type { PaxosContext, PaxosHandlers } from './handlers.ts';
import { is, pageOf, within } from './page.ts';
import { badRequest, notFound } from './problems.ts';

/** Records an event and hands it to the subscriptions. `object` is what the contract says an event of that type holds. */
export function announce(
  context: PaxosContext,
  type: WebhookEventType,
  objectType: string,
  object: NonNullable<Event['object']>,
): void {
  context.emit(recordEvent(context, type, objectType, object));
}

/** Records an event, for `getEvent`, and returns it as the subscriptions are told of it. */
export function recordEvent(
  context: PaxosContext,
  type: WebhookEventType,
  objectType: string,
  object: NonNullable<Event['object']>,
): EngineEvent {
  const event = {
    id: context.id(),
    type,
    object_type: objectType,
    object: structuredClone(object),
    created_at: context.timestamp(),
    undelivered_webhooks: 0,
  };
  add(context.records.events, event);
  return { type, data: event };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const eventHandlers: PaxosHandlers = {
  ListEvents({ records, query }) {
    // The sandbox has no dashboard that sends test events.
    const events = query.is_test === true ? [] : all(records.events);
    const wanted = events.filter((event) => is(query.type, event.type) && within(event.created_at, query));
    const { items, ...next } = pageOf(wanted, query, { order: 'ASC', maxLimit: 100 });
    return { status: 200, body: { events: items, ...next } };
  },

  GetEvent({ records, path, query }) {
    if (!uuid.test(path.id)) throw badRequest('event id is malformed');
    const event = query.is_test === true ? undefined : find(records.events, path.id);
    if (!event) throw notFound('event is unknown');
    return { status: 200, body: event };
  },
};
