// Both APIs in one object, without a port: `sandbox.iron.fetch` and `sandbox.paxos.fetch` take a Request as the network would.
import { type Clock, type ClockOptions, createClock, milliseconds } from './engine/clock.ts';
import { createContexts, createHandler, runJobs } from './engine/handler.ts';
import type { Provider } from './engine/provider.ts';
import { createStates, type IsolatedState } from './engine/state.ts';
import { createIronProvider } from './iron/provider.ts';
import { createPaxosProvider } from './paxos/provider.ts';

export interface SandboxOptions {
  /** Time at the start, and whether it passes by itself. By default it is the present, and passes. */
  readonly clock?: ClockOptions;
  /** Starts the generator of ids: the same seed and requests give the same ids. By default another one each time. */
  readonly seed?: number;
}

/** One provider's API. */
export interface SandboxApi {
  /** Answers a request; to be passed as a client's `fetch`. Never rejects. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
}

/** A copy of everything that the sandbox remembers; plain data, which may be stored as JSON. */
export interface Snapshot {
  readonly now: number;
  readonly iron: Record<string, IsolatedState<unknown>>;
  readonly paxos: Record<string, IsolatedState<unknown>>;
}

export interface Sandbox {
  readonly iron: SandboxApi;
  readonly paxos: SandboxApi;
  readonly clock: {
    /** The present, in the sandbox. */
    now(): Date;
    /** Moves time forward, and carries out what became due: `'24h'`, `'90s'`, or milliseconds. */
    advance(duration: string | number): Promise<void>;
  };
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Forgets everything. */
  reset(): void;
}

/**
 * Makes a local Iron and a local Paxos.
 *
 * @example
 * const sandbox = createSandbox();
 * const iron = createIronClient({ environment: 'sandbox', apiKey: 'test', fetch: sandbox.iron.fetch });
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const clock = createClock(options.clock);
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  const iron = createApi(createIronProvider(), clock, seed);
  const paxos = createApi(createPaxosProvider(), clock, seed + 1);
  return {
    iron,
    paxos,
    clock: {
      now: () => new Date(clock.now()),
      async advance(duration) {
        clock.advance(milliseconds(duration));
        iron.runDue();
        paxos.runDue();
      },
    },
    snapshot: () => ({ now: clock.now(), iron: iron.states.snapshot(), paxos: paxos.states.snapshot() }) as Snapshot,
    restore(snapshot) {
      clock.advance(snapshot.now - clock.now());
      iron.states.restore(snapshot.iron as never);
      paxos.states.restore(snapshot.paxos as never);
    },
    reset() {
      iron.states.reset();
      paxos.states.reset();
    },
  };
}

function createApi<Records>(provider: Provider<Records>, clock: Clock, seed: number) {
  const states = createStates<Records>(provider.emptyRecords, seed);
  const options = { provider, states, clock, emitted: () => {} };
  const handle = createHandler(options);
  const contextOf = createContexts(options);
  return {
    states,
    fetch: (input: string | URL | Request, init?: RequestInit) => handle(new Request(input, init)),
    runDue() {
      for (const [account, state] of states.all()) runJobs(provider, contextOf(account), state, clock.now());
    },
  };
}
