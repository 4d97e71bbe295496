// `sandbox.webhooks`: receivers, deliveries, events on demand, and what a test expects.
import type { Api } from './api.ts';
import type { Disturbance, Disturbances } from './disturbances.ts';
import { expectation, matches, type Where } from './expectation.ts';
import type { Receiver } from './send.ts';
import type { Timeline } from './timeline.ts';
import { type Attempt, isHttp, type Subscription } from './webhooks.ts';

export interface SubscribeOptions {
  readonly provider: 'iron' | 'paxos';
  /** Whose events: the API key (Iron) or the client id (Paxos) of the client. */
  readonly account: string;
  /** Where deliveries go; or `handler`. */
  readonly url?: string | undefined;
  /** A function of this process that receives deliveries, as a server would. */
  readonly handler?: Receiver | undefined;
  /** Types of events; all of them by default. */
  readonly types?: readonly string[] | undefined;
  /** What deliveries are signed with (Iron), or carry as API key (Paxos). By default a new one, which is returned. */
  readonly secret?: string | undefined;
}

/** A delivery, as a receiver and a test see it. */
export interface DeliveryInfo {
  readonly id: string;
  readonly provider: 'iron' | 'paxos';
  readonly account: string;
  readonly subscription: string;
  readonly type: string;
  readonly event: string;
  readonly state: 'pending' | 'held' | 'delivered' | 'failed';
  readonly attempts: readonly Attempt[];
  /** When the next attempt is due, while there is one. */
  readonly nextAt: Date | undefined;
  /** What the last attempt sent, as JSON; undefined before the first. */
  readonly body: unknown;
}

export interface ExpectOptions {
  readonly type: string;
  /** What the delivered body has: a part of it, or a function that is given it. */
  readonly where?: Where | undefined;
  readonly account?: string | undefined;
  /** Milliseconds of real time to wait for it. 1,000. */
  readonly timeout?: number | undefined;
}

export interface TriggerOptions {
  readonly provider?: 'iron' | 'paxos' | undefined;
  readonly account?: string | undefined;
  /** Which of your records, by kind and id: `{ customer: id }`. */
  readonly [reference: string]: string | undefined;
}

export interface Webhooks {
  /** Adds a receiver of a credential's events. */
  subscribe(options: SubscribeOptions): Subscription;
  /** Removes a receiver; what is due to it fails. */
  unsubscribe(id: string): void;
  /** Every delivery that is remembered, with every attempt, oldest first. */
  list(filter?: { readonly account?: string | undefined; readonly type?: string | undefined }): DeliveryInfo[];
  /** Delivers once more, and resolves with the delivery after the attempt. */
  redeliver(id: string): Promise<DeliveryInfo>;
  /**
   * Sends the event of this type for one of your records.
   *
   * @example
   * await sandbox.webhooks.trigger('identification_status', { customer: customer.id });
   */
  trigger(type: string, options: TriggerOptions): Promise<void>;
  /**
   * Resolves with the first delivery of this type that a receiver has accepted and that no earlier `expect` returned.
   * Rejects with what was delivered instead.
   *
   * @example
   * await sandbox.webhooks.expect({ type: 'customer_status', where: { data: { customer_id: customer.id } } });
   */
  expect(options: ExpectOptions): Promise<DeliveryInfo>;
  /**
   * Delivers the next events twice, late, or out of order.
   *
   * @example
   * sandbox.webhooks.disturb({ kind: 'duplicate', times: 1, type: 'identification_status' });
   */
  disturb(disturbance: Disturbance): void;
}

interface Forgotten {
  readonly provider?: 'iron' | 'paxos' | undefined;
  readonly account?: string | undefined;
}

/** `forget` is called when state is replaced: ids are given anew, so that what `expect` returned counts no longer. */
export function createWebhooks(
  apis: readonly Api[],
  timeline: Timeline,
  disturbances: Disturbances,
): { readonly webhooks: Webhooks; delivered(): void; forget(part: Forgotten): void } {
  const waiting = new Set<() => void>();
  // By delivery, whose it was.
  const returned = new Map<string, Pick<DeliveryInfo, 'provider' | 'account'>>();

  const webhooks: Webhooks = {
    subscribe({ provider, account, url, handler, types, secret }) {
      const api = apis.find(({ name }) => name === provider);
      if (!api) throw new TypeError(`'provider' must be 'iron' or 'paxos' (got ${JSON.stringify(provider)}).`);
      if (typeof account !== 'string' || account === '') {
        throw new TypeError(`'account' must be the API key (Iron) or client id (Paxos) whose events are delivered.`);
      }
      if ((url === undefined) === (handler === undefined)) throw new TypeError(`Pass either 'url' or 'handler'.`);
      if (url !== undefined && !isHttp(url)) {
        throw new TypeError(`'url' must be an http or https address.`);
      }
      return api.subscribe(account, { url, types, secret }, handler);
    },
    unsubscribe(id) {
      for (const api of apis) api.unsubscribe(id);
    },
    list: ({ account, type } = {}) =>
      apis
        .flatMap((api) => api.deliveries())
        .filter((delivery) => (account ?? delivery.account) === delivery.account)
        .filter((delivery) => (type ?? delivery.type) === delivery.type),
    async redeliver(id) {
      if (!apis.some((api) => api.redeliver(id))) throw new TypeError(`There is no delivery ${JSON.stringify(id)}.`);
      await timeline.settled();
      const delivery = webhooks.list().find((entry) => entry.id === id);
      if (!delivery) throw new TypeError(`The delivery ${JSON.stringify(id)} was forgotten.`);
      return delivery;
    },
    async trigger(type, { provider, account, ...reference }) {
      const chosen = apis.filter(({ name }) => (provider ?? name) === name);
      const reasons: string[] = [];
      if (!chosen.some((api) => api.trigger(account, type, reference as Record<string, string>, reasons))) {
        const why = reasons.length > 0 ? ` ${[...new Set(reasons)].join(' ')}` : '';
        throw new TypeError(`No record for the event '${type}' with ${JSON.stringify(reference)}.${why}`);
      }
      await timeline.settled();
    },
    expect(options) {
      const { type, where, account, timeout = 1000 } = options;
      const find = (): DeliveryInfo | undefined => {
        const found = webhooks
          .list({ type, account })
          .find((entry) => entry.state === 'delivered' && !returned.has(entry.id) && matches(where, entry));
        if (found) returned.set(found.id, found);
        return found;
      };
      return expectation(find, () => unmet(options), { waiting, timeline, timeout });
    },
    disturb: (disturbance) => disturbances.add(disturbance),
  };
  return {
    webhooks,
    delivered() {
      for (const look of waiting) look();
    },
    forget({ provider, account }) {
      for (const [id, owner] of returned) {
        if ((provider ?? owner.provider) !== owner.provider || (account ?? owner.account) !== owner.account) continue;
        returned.delete(id);
      }
    },
  };

  function unmet({ type, account }: ExpectOptions): Error {
    const came = webhooks.list({ account });
    if (came.length === 0) {
      return new Error(
        `Expected a delivery of '${type}', and nothing was delivered. Subscribe first: sandbox.webhooks.subscribe({ provider, account, handler }).`,
      );
    }
    const lines = came.slice(-20).map(({ type: other, state, attempts, body }) => {
      const last = attempts.at(-1);
      return `  ${other}: ${state} (${last?.status ?? last?.error ?? 'not sent yet'}) ${JSON.stringify(body ?? null)}`;
    });
    return new Error(`Expected a delivery of '${type}' that matches. Instead:\n${lines.join('\n')}`);
  }
}
