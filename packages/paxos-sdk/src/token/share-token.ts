import { type Clock, ConfigurationError } from '@org/sdk-core';
import { Deadline, Stop, type TokenFailure } from '@org/sdk-core/internal';
import { readToken, type Token, writeToken } from './token.ts';
import type { TokenStore } from './token-store.ts';

export interface ShareConfig {
  /** Under which the token is kept. */
  readonly key: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Requests a token from Paxos. */
  readonly request: () => Promise<Token | TokenFailure>;
  /** Whether a token that another process obtained is what this one needs. */
  readonly usable: (token: Token) => boolean;
}

/** A token store that clients can use: `tokenStore: shareTokens(store)`. */
export interface SharedTokenStore extends TokenStore {
  /** For the client: the token that all share, or a new one for all. */
  getOrRefresh(config: ShareConfig): Promise<Token | TokenFailure>;
}

/**
 * Lets clients share one access token through a store. Separate from the client, so that only those who share it bundle it.
 *
 * @throws {ConfigurationError} if a method of the store is missing
 * @example
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, tokenStore: shareTokens({ get, set, lock }) });
 */
export function shareTokens(store: TokenStore): SharedTokenStore {
  for (const method of ['get', 'set', 'lock'] as const) {
    if (typeof store?.[method] !== 'function')
      throw new ConfigurationError(`A token store needs the method '${method}'.`);
  }
  return {
    get: (key) => store.get(key),
    set: (key, value, ttl, expected) => store.set(key, value, ttl, expected),
    lock: (key, ttl) => store.lock(key, ttl),
    getOrRefresh: (config) => shareToken(store, config),
  };
}

/** Milliseconds that a store has for an answer. */
const STORE_TIMEOUT = 2_000;
/** Milliseconds after which a lock ends: longer than a request for a token may take. */
const LOCK = 15_000;
/** Milliseconds between two looks at the store, on average, while another process gets the token. */
const LOOK = 200;

/** The store did not do what it was asked. */
class StoreFailure extends Error {}

/**
 * Takes the token that other processes share, or requests one for all of them: the process with the lock asks Paxos, the
 * others wait until it is there, or until the lock ends. A store that fails is done without.
 */
async function shareToken(store: TokenStore, config: ShareConfig): Promise<Token | TokenFailure> {
  try {
    return await viaStore(store, config);
  } catch (error) {
    if (error instanceof StoreFailure) return config.request();
    throw error;
  }
}

async function viaStore(
  store: TokenStore,
  { key, clock, random, request, usable }: ShareConfig,
): Promise<Token | TokenFailure> {
  const ask = async <T>(question: () => PromiseLike<T>): Promise<T> => {
    try {
      const answer = await new Deadline(clock, STORE_TIMEOUT, undefined).race(question());
      if (!(answer instanceof Stop)) return answer;
    } catch (cause) {
      throw new StoreFailure('the token store failed', { cause });
    }
    throw new StoreFailure('the token store did not answer in time');
  };
  const look = async (): Promise<{ text: string | undefined; found: Token | undefined }> => {
    const text = await ask(() => store.get(key));
    const token = readToken(text, clock);
    return { text, found: token && usable(token) ? token : undefined };
  };

  for (;;) {
    const before = await look();
    if (before.found) return before.found;
    const release = await ask(() => store.lock(key, LOCK));
    if (release) {
      try {
        // Its last holder may have stored a token between our look and our lock.
        const { text, found } = await look();
        if (found) return found;
        const fresh = await request();
        if ('kind' in fresh) return fresh;
        const ttl = Math.ceil(fresh.endsAt - clock.monotonic());
        const kept =
          ttl > 0 && (await ask(() => store.set(key, writeToken(fresh, clock), ttl, text)).catch(() => true));
        // Somebody else was faster, because our lock had ended: one token for all is better than two.
        return kept ? fresh : ((await look()).found ?? fresh);
      } finally {
        ask(release).catch(() => {});
      }
    }
    const pause = LOOK * (0.5 + random());
    await new Deadline(clock, pause, undefined).sleep(pause);
  }
}
