// Deliveries of one provider's events: one at a time to each subscription, in order, with retries on the sandbox's clock.
import { retryDelay } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Disturbances } from './disturbances.ts';
import type { Provider } from './provider.ts';
import { type Receiver, send } from './send.ts';
import { type IsolatedState, nextFraction, nextId, type States } from './state.ts';
import type { Source } from './timeline.ts';
import { type Attempt, type Delivery, type Event, handlerUrl, type Subscription } from './webhooks.ts';

/** Deliveries of one credential that are kept; finished ones go first, the oldest first. */
export const maxDeliveries = 1000;

export interface DeliveriesOptions<Records> {
  readonly provider: Provider<Records>;
  readonly states: States<Records>;
  readonly clock: Clock;
  readonly disturbances: Disturbances;
  /** Receivers that are functions of this process, by subscription. */
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Called with the time at which a delivery is due. */
  due(at: number): void;
  /** Called after each attempt. */
  attempted(account: string, delivery: Delivery): void;
}

export interface Deliveries extends Source {
  /** Queues a delivery of the event to each subscription that asks for it. */
  queue(account: string, state: IsolatedState<unknown>, event: Event): void;
  /** Delivers once more, now. */
  again(delivery: Delivery): void;
}

export function createDeliveries<Records>(options: DeliveriesOptions<Records>): Deliveries {
  const { provider, states, clock, disturbances, receivers, due, attempted } = options;
  const running = new Map<string, Promise<void>>();

  const deliveries: Deliveries = {
    queue(account, state, event) {
      const at = clock.now();
      const id = nextId(state);
      for (const subscription of state.subscriptions) {
        if (!asksFor(subscription, event)) continue;
        const disturbance = disturbances.take(account, event.type);
        const copies = disturbance?.kind === 'duplicate' ? 2 : 1;
        for (let copy = 0; copy < copies; copy += 1) {
          state.deliveries.push({
            id: nextId(state),
            subscription: subscription.id,
            event: { ...structuredClone(event), id, at },
            attempts: [],
            state: disturbance?.kind === 'reorder' ? 'held' : 'pending',
            nextAt: at + (disturbance?.delay ?? 0),
          });
        }
        due(at);
      }
      forgetOldest(state.deliveries);
    },
    again(delivery) {
      delivery.state = 'pending';
      delivery.nextAt = clock.now();
      due(delivery.nextAt);
    },
    next() {
      let next: number | undefined;
      for (const [, state] of states.all()) {
        for (const { state: stage, subscription, nextAt } of state.deliveries) {
          // The end of a running attempt looks for the next one itself.
          if (stage === 'pending' && !running.has(subscription) && (next === undefined || nextAt < next)) next = nextAt;
        }
      }
      return next;
    },
    run(now) {
      for (const [account, state] of states.all()) {
        for (const delivery of firstDue(state.deliveries, now)) start(account, state, delivery);
      }
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
  return deliveries;

  /** Of each subscription without a running attempt, the delivery that is due first. */
  function firstDue(all: readonly Delivery[], now: number): Iterable<Delivery> {
    const first = new Map<string, Delivery>();
    for (const delivery of all) {
      const { subscription, nextAt } = delivery;
      if (delivery.state !== 'pending' || nextAt > now || running.has(subscription)) continue;
      if (nextAt < (first.get(subscription)?.nextAt ?? Number.POSITIVE_INFINITY)) first.set(subscription, delivery);
    }
    return first.values();
  }

  function start(account: string, state: IsolatedState<Records>, delivery: Delivery): void {
    const { subscription } = delivery;
    const work = attempt(state, delivery).then(() => {
      running.delete(subscription);
      attempted(account, delivery);
      const now = clock.now();
      // After a reset or a restore there is another state, to which this one's deliveries do not belong.
      if (![...states.all()].some(([, one]) => one === state)) return deliveries.run(now);
      release(state, delivery);
      for (const next of firstDue(state.deliveries, now)) start(account, state, next);
      if (delivery.state === 'pending') due(delivery.nextAt);
    });
    running.set(subscription, work);
  }

  async function attempt(state: IsolatedState<Records>, delivery: Delivery): Promise<void> {
    const at = clock.now();
    const subscription = state.subscriptions.find(({ id }) => id === delivery.subscription);
    if (!subscription) {
      delivery.attempts.push({ at, error: 'the subscription was removed' });
      delivery.state = 'failed';
      return;
    }
    const made = await attemptOf(delivery, subscription, at);
    delivery.attempts.push(made);
    if (made.status !== undefined && made.status >= 200 && made.status < 300) {
      delivery.state = 'delivered';
      return;
    }
    const delay = retryDelay(delivery.attempts.length, at - delivery.event.at, nextFraction(state));
    if (delay === undefined) delivery.state = 'failed';
    else delivery.nextAt = at + delay;
  }

  async function attemptOf(delivery: Delivery, subscription: Subscription, at: number): Promise<Attempt> {
    try {
      const { body, headers } = await provider.deliver(delivery, subscription, at);
      delivery.body = body;
      const to = receivers.get(subscription.id) ?? subscription.url;
      if (to === undefined) throw new Error('handler is not part of a snapshot');
      const status = await send(to, subscription.url ?? handlerUrl(subscription.id), body, headers);
      return { at, status };
    } catch (error) {
      return { at, error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** What waited for this delivery is due now. */
  function release(state: IsolatedState<Records>, done: Delivery): void {
    for (const delivery of state.deliveries) {
      if (delivery.state === 'held' && delivery !== done && delivery.subscription === done.subscription) {
        deliveries.again(delivery);
      }
    }
  }
}

function asksFor({ id, types }: Subscription, event: Event): boolean {
  if (event.subscription !== undefined) return event.subscription === id;
  return types === undefined || types.includes(event.type);
}

function forgetOldest(deliveries: Delivery[]): void {
  while (deliveries.length > maxDeliveries) {
    const finished = deliveries.findIndex(({ state }) => state === 'delivered' || state === 'failed');
    deliveries.splice(Math.max(0, finished), 1);
  }
}
