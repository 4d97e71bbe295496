// Both APIs in one object, without a port: `sandbox.iron.fetch` and `sandbox.paxos.fetch` take a Request as the network would.
import { readFileSync } from 'node:fs';
import { type Api, type ApiOptions, createApi } from './engine/api.ts';
import { type ClockOptions, createClock, milliseconds } from './engine/clock.ts';
import { createDisturbances } from './engine/disturbances.ts';
import { createFaults, type Faults } from './engine/faults.ts';
import { createLog, type Log, type RequestEntry } from './engine/log.ts';
import { checkSnapshot, type Snapshot } from './engine/snapshot.ts';
import { checkNames, didYouMean } from './engine/suggest.ts';
import { createTimeline } from './engine/timeline.ts';
import { createWebhooks, type Webhooks } from './engine/webhook-control.ts';
import { createIronProvider } from './iron/provider.ts';
import { createPaxosProvider } from './paxos/provider.ts';

export interface SandboxOptions {
  /** Time at the start, and whether it passes by itself. By default it is the present, and passes. */
  readonly clock?: ClockOptions | undefined;
  /** Starts the generator of ids: the same seed and requests give the same ids. By default another one each time. */
  readonly seed?: number | undefined;
  /** `false` answers every operation from the examples of its contract, and keeps nothing. By default the sandbox remembers. */
  readonly memory?: boolean | undefined;
  /** `true` enforces Paxos's rate limits per endpoint. That of its token endpoint always holds. */
  readonly rateLimits?: boolean | undefined;
  /** What the sandbox remembers at the start: a snapshot, or the path of a JSON file with one. */
  readonly data?: Snapshot | string | undefined;
}

/** One provider's API. */
export interface SandboxApi {
  /**
   * Answers a request; to be passed as a client's `fetch`. Rejects only as a network does: where the request is aborted,
   * or a fault resets the connection.
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** Whose state is meant; all of it by default. */
export interface Part {
  readonly provider?: 'iron' | 'paxos' | undefined;
  /** The API key (Iron) or client id (Paxos). */
  readonly account?: string | undefined;
}

/** A step for which the provider has no operation. */
export interface Step {
  readonly provider: 'iron' | 'paxos';
  /** The API key (Iron) or client id (Paxos). */
  readonly account: string;
  readonly action: string;
  /** Of the record. */
  readonly id: string;
  /** What the provider's people say to it. */
  readonly comment?: string | undefined;
}

export interface Sandbox {
  readonly iron: SandboxApi;
  readonly paxos: SandboxApi;
  readonly clock: {
    /** The present, in the sandbox. */
    now(): Date;
    /**
     * Moves time forward: `'24h'`, `'90s'`, or milliseconds. Carries out what becomes due, each at its time, and resolves
     * when the deliveries of webhooks that this started are done.
     */
    advance(duration: string | number): Promise<void>;
  };
  readonly webhooks: Webhooks;
  /**
   * What goes wrong with the next requests.
   *
   * @example
   * sandbox.faults.add({ operation: 'createCustomer', times: 1, fault: { kind: 'reset', when: 'after' } });
   */
  readonly faults: Faults;
  /**
   * Takes a step for which the provider has no operation, as its people or a customer do.
   *
   * @example
   * await sandbox.act({ provider: 'iron', account: apiKey, action: 'identification.decline', id, comment: 'Blurred.' });
   */
  act(step: Step): Promise<void>;
  /** The last 1,000 requests, oldest first. */
  requests(filter?: Part): readonly RequestEntry[];
  /** Resolves when the deliveries that are under way are done. */
  settled(): Promise<void>;
  snapshot(part?: Part): Snapshot;
  /** Replaces what the sandbox remembers, and sets its clock; with a part, replaces only that and leaves the clock. */
  restore(snapshot: Snapshot, part?: Part): void;
  /** Forgets everything, or a part. */
  reset(part?: Part): void;
}

/** What the server needs beyond the public interface. */
export interface Internals {
  readonly apis: Readonly<Record<'iron' | 'paxos', Api>>;
  readonly log: Log;
  /** Calls `listener` when something that was due has run, or was begun. */
  onRun(listener: () => void): void;
  /** Ends what would run by itself later. */
  close(): void;
}

/**
 * Makes a local Iron and a local Paxos.
 *
 * @example
 * const sandbox = createSandbox();
 * const iron = createIronClient({ environment: 'sandbox', apiKey: 'test', fetch: sandbox.iron.fetch });
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return composeSandbox(options).sandbox;
}

type MakeApi = (options: ApiOptions) => Api;

const remembering = (rateLimits: boolean): Record<'iron' | 'paxos', MakeApi> => ({
  iron: (options) => createApi(createIronProvider(), options),
  paxos: (options) => createApi(createPaxosProvider({ rateLimits }), options),
});

const forgetful: Record<'iron' | 'paxos', MakeApi> = {
  iron: (options) => createApi({ ...createIronProvider(), handlers: {} }, options),
  paxos: (options) => createApi({ ...createPaxosProvider(), handlers: {} }, options),
};

/** A sandbox of any two providers, so that tests of the engine need none of the real ones. */
export function composeSandbox(
  options: SandboxOptions,
  make: Record<'iron' | 'paxos', MakeApi> = options.memory === false
    ? forgetful
    : remembering(options.rateLimits === true),
): { readonly sandbox: Sandbox; readonly internals: Internals } {
  checkNames('createSandbox', options, ['clock', 'seed', 'memory', 'rateLimits', 'data']);
  checkNames('clock', options.clock ?? {}, ['start', 'stopped']);
  const { seed = Math.floor(Math.random() * 2 ** 32), data } = options;
  const listeners = new Set<() => void>();
  const clock = createClock(options.clock);
  const timeline = createTimeline(clock, () => {
    for (const listener of listeners) listener();
  });
  const log = createLog();
  const disturbances = createDisturbances();
  const operations: Record<string, ReadonlySet<string>> = {};
  const faults = createFaults(operations);
  const shared = { clock, timeline, log, disturbances, faults, delivered: () => wasDelivered() };
  const iron = make.iron({ ...shared, seed });
  const paxos = make.paxos({ ...shared, seed: seed + 1 });
  const apis = [iron, paxos];
  for (const { name, contract } of apis) {
    operations[name] = new Set([...contract.operations.keys(), ...(name === 'paxos' ? ['requestToken'] : [])]);
  }
  const wasDelivered = (): void => {
    delivered();
    for (const listener of listeners) listener();
  };
  const { webhooks, delivered, forget } = createWebhooks(apis, timeline, disturbances);
  const chosen = (part: Part): Api[] => {
    checkNames('A part of the sandbox', part, ['provider', 'account']);
    const found = apis.filter(({ name }) => (part.provider ?? name) === name);
    if (found.length === 0) {
      throw new TypeError(`Unknown provider '${part.provider}'${didYouMean(String(part.provider), ['iron', 'paxos'])}`);
    }
    return found;
  };

  const sandbox: Sandbox = {
    iron: { fetch: iron.fetch },
    paxos: { fetch: paxos.fetch },
    clock: {
      now: () => new Date(clock.now()),
      advance: (duration) => timeline.advance(milliseconds(duration)),
    },
    webhooks,
    faults: { add: faults.add, list: faults.list, clear: faults.clear },
    requests({ provider, account } = {}) {
      return log.list(account).filter((entry) => (provider ?? entry.provider) === entry.provider);
    },
    async act({ provider, account, action, id, comment }) {
      const api = provider === 'iron' ? iron : paxos;
      api.act(account, action, id, { comment });
      await timeline.settled();
    },
    settled: () => timeline.settled(),
    snapshot(part = {}) {
      const states = { iron: {}, paxos: {} };
      for (const api of chosen(part)) states[api.name] = api.states.snapshot(part.account);
      return { format: 1, now: clock.now(), ...states };
    },
    restore(snapshot, part) {
      checkSnapshot(snapshot);
      if (!part) clock.advance(snapshot.now - clock.now());
      for (const api of chosen(part ?? {})) api.restore(snapshot[api.name], part?.account);
      forget(part ?? {});
    },
    reset(part = {}) {
      for (const api of chosen(part)) api.reset(part.account);
      forget(part);
      if (part.provider !== undefined || part.account !== undefined) return;
      faults.clear();
      disturbances.clear();
      log.clear();
    },
  };
  if (data !== undefined) sandbox.restore(typeof data === 'string' ? readSnapshot(data) : data);
  return {
    sandbox,
    internals: {
      apis: { iron, paxos },
      log,
      close: timeline.close,
      onRun(listener) {
        listeners.add(listener);
      },
    },
  };
}

/** Reads a snapshot from a file. Throws where the file has none. */
export function readSnapshot(file: string): Snapshot {
  const snapshot: unknown = JSON.parse(readFileSync(file, 'utf8'));
  checkSnapshot(snapshot);
  return snapshot;
}
