// One provider's API with all that belongs to it: states, jobs, deliveries, the handler. Its records are known to the
// provider only.
import { readBody } from './body.ts';
import type { Clock } from './clock.ts';
import { createContexts, createJobs } from './context.ts';
import { createDeliveries } from './deliveries.ts';
import type { Disturbances } from './disturbances.ts';
import type { FaultStore } from './faults.ts';
import { createHandler, type Incoming, type Outgoing } from './handler.ts';
import type { Log } from './log.ts';
import type { Provider, Reply } from './provider.ts';
import { wireOf } from './replies.ts';
import type { Receiver } from './send.ts';
import { createStates, type IsolatedState, nextId, type States } from './state.ts';
import { didYouMean } from './suggest.ts';
import type { createTimeline } from './timeline.ts';
import type { DeliveryInfo } from './webhook-control.ts';
import type { Delivery, Subscription } from './webhooks.ts';

export interface ApiOptions {
  readonly clock: Clock;
  readonly timeline: ReturnType<typeof createTimeline>;
  readonly faults: FaultStore;
  readonly log: Log;
  readonly disturbances: Disturbances;
  readonly seed: number;
  /** Called after each attempt to deliver. */
  delivered(): void;
}

export interface Api {
  readonly name: 'iron' | 'paxos';
  readonly contract: Provider<unknown>['contract'];
  readonly states: Pick<States<unknown>, 'all' | 'has' | 'snapshot'>;
  restore(snapshot: Readonly<Record<string, IsolatedState<unknown>>>, account?: string): void;
  reset(account?: string): void;
  handle(incoming: Incoming): Promise<Outgoing>;
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Carries out an operation for a credential, as a request of it would; it is not logged. */
  perform(account: string, operation: string, args: PerformArgs): Promise<Reply>;
  /** Names of the steps that no operation does. */
  readonly actions: readonly string[];
  /** Takes such a step for a record. */
  act(account: string, action: string, id: string, input: { readonly comment?: string | undefined }): void;
  subscribe(
    account: string,
    options: Omit<Subscription, 'id' | 'secret' | 'url'> & NewReceiver,
    to?: Receiver,
  ): Subscription;
  unsubscribe(id: string): void;
  deliveries(): DeliveryInfo[];
  /** Whether there is such a delivery. */
  redeliver(id: string): boolean;
  /** Whether a credential has the record that is meant. */
  trigger(
    account: string | undefined,
    type: string,
    reference: Readonly<Record<string, string>>,
    reasons: string[],
  ): boolean;
}

interface NewReceiver {
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
}

export interface PerformArgs {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
}

export function createApi<Records>(provider: Provider<Records>, options: ApiOptions): Api {
  const { clock, timeline, faults, log, disturbances, seed, delivered } = options;
  const { name, contract } = provider;
  const states = createStates<Records>(provider.emptyRecords, seed);
  const receivers = new Map<string, Receiver>();
  const due = (at: number): void => timeline.due(at);
  const deliveries = createDeliveries<Records>({
    provider,
    states,
    clock,
    disturbances,
    receivers,
    due,
    attempted: delivered,
  });
  const contextOf = createContexts<Records>({ states, clock, scheduled: due, emitted: deliveries.queue });
  const jobs = createJobs(provider, states, contextOf, (kind, error) => {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const at = new Date(clock.now());
    log.add({ at, provider: name, method: 'JOB', path: kind, duration: 0, replayed: false, unused: [], failure });
  });
  // Jobs first: what they emit is delivered in the same run.
  timeline.add(jobs);
  timeline.add(deliveries);
  const handle = createHandler<Records>({ provider, states, clock, timeline, faults, log, contextOf });

  return {
    name,
    contract,
    states,
    restore(snapshot, account) {
      states.restore(snapshot as Readonly<Record<string, IsolatedState<Records>>>, account);
      timeline.refresh();
    },
    reset(account) {
      states.reset(account);
      const left = new Set([...states.all()].flatMap(([, state]) => state.subscriptions.map(({ id }) => id)));
      for (const id of receivers.keys()) if (!left.has(id)) receivers.delete(id);
      timeline.refresh();
    },
    handle,
    async fetch(input, init) {
      const request = input instanceof Request && !init ? input : new Request(input, init);
      request.signal.throwIfAborted();
      const bytes = await readBody(request.body);
      const { method, headers } = request;
      const answered = handle({ method, url: new URL(request.url), headers, bytes });
      return responseOf(await untilAborted(answered, request.signal));
    },
    async perform(account, operationId, { path = {}, query = {}, body }) {
      const operation = contract.operations.get(operationId);
      if (!operation) throw new TypeError(`${name} has no operation '${operationId}'.`);
      const filled = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path[key] ?? ''));
      const headers = new Headers({ 'content-type': 'application/json' });
      if (operation.idempotencyHeader) headers.set(operation.idempotencyHeader, crypto.randomUUID());
      const { reply } = await handle({
        method: operation.method,
        url: new URL(`http://sandbox.invalid${provider.basePath}${filled}?${new URLSearchParams(query)}`),
        headers,
        bytes: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
        as: { account, scopes: scopesOf(operation.scopes) },
      });
      return reply.text === undefined ? reply : { ...reply, body: parsed(reply.text) };
    },
    actions: Object.keys(provider.actions ?? {}),
    act(account, action, id, input) {
      const known = provider.actions ?? {};
      const run = Object.hasOwn(known, action) ? known[action] : undefined;
      if (!run) throw new TypeError(`Unknown action '${action}'${didYouMean(action, Object.keys(known))}`);
      run(contextOf(account), id, input);
      timeline.run();
    },
    subscribe(account, { url, types, secret }, to) {
      const state = states.of(account);
      const id = nextId(state);
      const subscription: Subscription = {
        id,
        ...(url !== undefined && { url }),
        ...(types && { types: [...types] }),
        secret: secret ?? nextId(state),
      };
      state.subscriptions.push(subscription);
      if (to) receivers.set(id, to);
      return subscription;
    },
    unsubscribe(id) {
      receivers.delete(id);
      for (const [, { subscriptions }] of states.all()) {
        const at = subscriptions.findIndex((subscription) => subscription.id === id);
        if (at >= 0) subscriptions.splice(at, 1);
      }
    },
    deliveries: () =>
      [...states.all()].flatMap(([account, state]) => state.deliveries.map((entry) => infoOf(name, account, entry))),
    redeliver(id) {
      for (const [, state] of states.all()) {
        const delivery = state.deliveries.find((entry) => entry.id === id);
        if (!delivery) continue;
        deliveries.again(delivery);
        return true;
      }
      return false;
    },
    trigger(account, type, reference, reasons) {
      if (!provider.trigger) return false;
      const accounts = account === undefined ? [...states.all()].map(([known]) => known) : [account];
      for (const candidate of accounts) {
        const context = contextOf(candidate);
        try {
          const event = provider.trigger(context, type, reference);
          if (!event) continue;
          context.emit(event);
          return true;
        } catch (error) {
          reasons.push(error instanceof Error ? error.message : String(error));
        }
      }
      return false;
    },
  };
}

function scopesOf(scopes: readonly (readonly string[])[] | undefined): string[] {
  return [...new Set(scopes?.flat())];
}

function infoOf(provider: 'iron' | 'paxos', account: string, delivery: Delivery): DeliveryInfo {
  const { id, subscription, event, state, attempts, nextAt, body } = delivery;
  return {
    id,
    provider,
    account,
    subscription,
    type: event.type,
    event: event.id,
    state,
    attempts: [...attempts],
    nextAt: state === 'pending' ? new Date(nextAt) : undefined,
    body: body === undefined ? undefined : parsed(body),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function responseOf({ reply, truncated }: Outgoing): Response {
  const { content, headers } = wireOf(reply);
  if (!truncated || content === undefined) return new Response(content ?? null, { status: reply.status, headers });
  const bytes = new TextEncoder().encode(content);
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) controller.error(new TypeError('terminated', { cause: new Error('other side closed') }));
      else controller.enqueue(bytes.subarray(0, bytes.length / 2));
      sent = true;
    },
  });
  return new Response(body, { status: reply.status, headers: { ...headers, 'content-length': String(bytes.length) } });
}

/** What is answered, unless the caller gives up first. The work is done either way, as at a real server. */
function untilAborted<Answered>(answered: Promise<Answered>, signal: AbortSignal): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason as Error);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    answered.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
