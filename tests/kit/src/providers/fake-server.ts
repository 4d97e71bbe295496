// A fake provider on a real server, with the options that a client needs to call it.
import { onTestFinished } from 'vitest';
import { type ManualClock, manualClock } from '../clock.ts';
import { openServer, type Reply, type ScriptedServer } from '../server.ts';
import { createEffects, type Effects } from './effects.ts';
import { fakeIron } from './fake-iron.ts';
import { type FakePaxos, fakePaxos } from './fake-paxos.ts';
import { type Exchange, type Fault, type Provider, type ProviderRequest, serve } from './provider.ts';

/**
 * Replies as a provider does.
 *
 * @param faultOf says how a request is played
 */
export function replyAs(provider: Provider, effects: Effects, faultOf: (exchange: Exchange) => Fault): Reply {
  return (response, request, socket) => {
    const call = `${request.headers['x-call'] ?? `${request.method} ${request.url}`}`;
    const seen: ProviderRequest = { ...request, call };
    const nth = effects.count(seen).requests;
    const exchange: Exchange = { seen, nth, response, socket, handle: (fail) => provider.handle(seen, fail) };
    faultOf(exchange)(exchange);
  };
}

export interface FakeServer {
  /** Without a path. */
  readonly origin: string;
  readonly effects: Effects;
  /** The requests to the API that came, without those for tokens. */
  readonly seen: readonly ProviderRequest[];
  /** What every client of this server is given: time stands still, no jitter, and keys are UUIDs that end in 1, 2, … */
  readonly options: { readonly clock: ManualClock; readonly random: () => number; readonly createKey: () => string };
  readonly clock: ManualClock;
  /** Plays the next requests with these faults, one each. All that follow are served. */
  inject(...faults: Fault[]): void;
  /** The same for requests for a token. */
  injectIntoTokens(...faults: Fault[]): void;
  /** Resolves when `count` requests to the API have come. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface FakeServerOptions {
  /** Timers below this pass at once, so backoffs do and timeouts do not; 0 to move the clock by hand only. */
  readonly skipBelow?: number;
}

/** Iron, until the test is over. */
export async function startFakeIron(options: FakeServerOptions = {}): Promise<FakeServer> {
  const effects = createEffects();
  return startProvider(fakeIron(effects), effects, options);
}

/** Paxos and its token endpoint, until the test is over. */
export async function startFakePaxos(options: FakeServerOptions = {}): Promise<FakeServer & { paxos: FakePaxos }> {
  const effects = createEffects();
  const paxos = fakePaxos(effects);
  return { ...(await startProvider(paxos, effects, options)), paxos };
}

/** Longer than the longest backoff, shorter than the timeout of an attempt. */
const BACKOFFS = 9_000;

async function startProvider(
  provider: Provider,
  effects: Effects,
  { skipBelow = BACKOFFS }: FakeServerOptions,
): Promise<FakeServer> {
  const seen: ProviderRequest[] = [];
  let faults: Fault[] = [];
  let tokenFaults: Fault[] = [];
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server: ScriptedServer = await openServer(
    replyAs(provider, effects, (exchange) => {
      if (exchange.seen.path === '/oauth2/token') return tokenFaults.shift() ?? serve;
      const fault = faults.shift() ?? serve;
      seen.push(exchange.seen);
      return (one) => {
        fault(one);
        for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
        waiting = waiting.filter(({ count }) => seen.length < count);
      };
    }),
  );
  onTestFinished(() => server.close());
  const clock = manualClock();
  clock.skipBelow(skipBelow);
  let keys = 0;
  const createKey = (): string => {
    keys += 1;
    return `00000000-0000-4000-8000-${`${keys}`.padStart(12, '0')}`;
  };
  return {
    origin: server.url,
    effects,
    seen,
    clock,
    options: { clock, random: () => 1, createKey },
    inject: (...next) => {
      faults = next;
    },
    injectIntoTokens: (...next) => {
      tokenFaults = next;
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () => server.close(),
  };
}
