import { type Clock, ConfigurationError } from '@org/sdk-core';
import { Deadline, Stop, type TokenFailure } from '@org/sdk-core/internal';
import { tokenFailure } from './request-token.ts';
import { createTokenSealer } from './sealed-token.ts';
import type { Token } from './token.ts';
import type { TokenStore } from './token-store.ts';

export interface ShareConfig {
  /** Under which the token is kept. */
  readonly key: string;
  /** Returns the client secret, under which the token is sealed. */
  readonly secret: () => string;
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

export interface ShareOptions {
  /**
   * Milliseconds for which a process that died while it got a token keeps the others waiting. Longer than a request for a
   * token takes. Default 15,000.
   */
  readonly lockTtl?: number | undefined;
}

/**
 * Lets clients share one access token through a store. The store gets sealed text only: AES-256-GCM, under a key derived
 * from the client secret. What it returns and cannot be opened is discarded, and replaced by a fresh token. Separate from
 * the client, so that only those who share it bundle it.
 *
 * @throws {ConfigurationError} if a method of the store is missing, or `lockTtl` is malformed
 * @example
 * const paxos = createPaxosClient({ environment: 'sandbox', scopes, tokenStore: shareTokens({ get, set, lock }) });
 */
export function shareTokens(store: TokenStore, { lockTtl = LOCK }: ShareOptions = {}): SharedTokenStore {
  if (!Number.isInteger(lockTtl) || lockTtl <= 0) {
    throw new ConfigurationError(`Option 'lockTtl' must be a positive integer of milliseconds (got ${lockTtl}).`);
  }
  for (const method of ['get', 'set', 'lock'] as const) {
    if (typeof store?.[method] !== 'function')
      throw new ConfigurationError(`A token store needs the method '${method}'.`);
  }
  return {
    get: (key) => store.get(key),
    set: (key, value, ttl, expected) => store.set(key, value, ttl, expected),
    lock: (key, ttl) => store.lock(key, ttl),
    lockName: (key) => store.lockName?.(key) ?? key,
    getOrRefresh: (config) => shareToken(store, config, lockTtl),
  };
}

/** Milliseconds that a store has for an answer. */
const STORE_TIMEOUT = 2_000;
/** Milliseconds after which a lock ends: longer than a request for a token may take. */
const LOCK = 15_000;
/** Milliseconds beyond a lock's time for which a process waits for it. */
const PATIENCE = 5_000;
/** Milliseconds between two looks at the store, on average, while another process gets the token. */
const LOOK = 200;

/** The store did not do what it was asked. */
class StoreFailure extends Error {}

/**
 * Takes the token that other processes share, or requests one for all of them: the process with the lock asks Paxos, the
 * others wait until it is there, or until the lock ends. If the store fails, the process requests a token of its own.
 */
async function shareToken(store: TokenStore, config: ShareConfig, lockTtl: number): Promise<Token | TokenFailure> {
  try {
    return await viaStore(store, config, lockTtl);
  } catch (error) {
    if (error instanceof StoreFailure) return config.request();
    throw error;
  }
}

/** A lock that comes after its time is given back: it would keep all processes waiting. */
function lockOf(store: TokenStore, key: string, ttl: number, clock: Clock): ReturnType<TokenStore['lock']> {
  const givenUpAt = clock.monotonic() + STORE_TIMEOUT;
  return store.lock(key, ttl).then((release) => {
    if (release && clock.monotonic() >= givenUpAt) release().then(undefined, () => {});
    return release;
  });
}

async function viaStore(
  store: TokenStore,
  { key, secret, clock, random, request, usable }: ShareConfig,
  lockTtl: number,
): Promise<Token | TokenFailure> {
  const sealer = createTokenSealer(secret(), key, clock);
  const patience = lockTtl + PATIENCE;
  const givesUpAt = clock.monotonic() + patience;
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
    const token = await sealer.open(text);
    return { text, found: token && usable(token) ? token : undefined };
  };

  for (;;) {
    const before = await look();
    if (before.found) return before.found;
    const release = await ask(() => lockOf(store, key, lockTtl, clock));
    if (release) {
      try {
        // Its last holder may have stored a token between our look and our lock.
        const { text, found } = await look();
        if (found) return found;
        const fresh = await request();
        if ('kind' in fresh) return fresh;
        const ttl = Math.ceil(fresh.endsAt - clock.monotonic());
        const keep = async (): Promise<boolean> => {
          const sealed = await sealer.seal(fresh);
          return ask(() => store.set(key, sealed, ttl, text));
        };
        const kept = ttl > 0 && (await keep().catch(() => true));
        // Somebody else was faster, because our lock had ended: one token for all is better than two.
        return kept ? fresh : ((await look()).found ?? fresh);
      } finally {
        ask(release).catch(() => {});
      }
    }
    if (clock.monotonic() >= givesUpAt) return stuck(store.lockName?.(key) ?? key, patience);
    const pause = LOOK * (0.5 + random());
    await new Deadline(clock, pause, undefined).sleep(pause);
  }
}

/** A lock that does not end is not one of ours: it is named, and left to a person. */
function stuck(name: string, ms: number): TokenFailure {
  const message = `The lock '${name}' of the shared access token was not free for ${ms} ms, longer than a request for a token takes. If no process is requesting one, delete that key from the token store.`;
  return tokenFailure(message, false);
}
