import type { TokenFailure } from '@org/sdk-core/internal';
import { requestToken, type TokenRequestConfig } from './request-token.ts';
import type { SharedTokenStore } from './share-token.ts';
import type { Token } from './token.ts';

export interface TokenSourceConfig extends TokenRequestConfig {
  /** Shares the token with other processes. */
  readonly store?: SharedTokenStore | undefined;
}

/** Where calls get their access token. */
export interface TokenSource {
  /** The present token, or a promise of one where none is good. */
  get(): string | Promise<string | TokenFailure>;
  /** After a 401 with this token: whether there is another one now. */
  renew(refused: string): Promise<boolean | TokenFailure>;
}

/** Milliseconds without another try after an early renewal failed. The present token is still good then. */
const REST = 10_000;
/**
 * Milliseconds for which a token is kept that was obtained because its predecessor was refused. An operation that always
 * answers 401 would otherwise use up what the token endpoint allows, for all.
 */
const KEPT = 30_000;

/**
 * Keeps one access token: one request for any number of callers at a time, because Paxos takes one a second and then
 * blocks the address, and a new one in the background before the old one ends.
 *
 * @see https://docs.paxos.com/developer/credentials
 */
export function createTokenSource(config: TokenSourceConfig): TokenSource {
  const { store, engine } = config;
  const { clock, random } = engine.config;
  let token: Token | undefined;
  let refused: string | undefined;
  let pending: Promise<Token | TokenFailure> | undefined;
  let restUntil = Number.NEGATIVE_INFINITY;
  let keptUntil = Number.NEGATIVE_INFINITY;

  const request = (): Promise<Token | TokenFailure> => requestToken(config);
  const alive = (one: Token | undefined): one is Token => one !== undefined && clock.monotonic() < one.endsAt;
  /** While ours is good, another process's is of use only if it need not be renewed itself. */
  const usable = (one: Token): boolean =>
    one.value !== refused && clock.monotonic() < (alive(token) ? one.renewAt : one.endsAt);
  const key = keyOf(config);
  // A function, so that no rendering of what a store is given shows it.
  const secret = (): string => config.clientSecret;

  const refresh = (): Promise<Token | TokenFailure> => {
    pending ??= (store ? store.getOrRefresh({ key, secret, clock, random, request, usable }) : request())
      .then((fresh) => {
        if (!('kind' in fresh)) token = fresh;
        return fresh;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    get() {
      if (!alive(token)) return refresh().then((fresh) => ('kind' in fresh ? fresh : fresh.value));
      const now = clock.monotonic();
      if (now >= token.renewAt && now >= restUntil) {
        const rest = (): void => {
          restUntil = clock.monotonic() + REST;
        };
        refresh().then((fresh) => 'kind' in fresh && rest(), rest);
      }
      return token.value;
    },
    async renew(value) {
      // Another call may have brought a new one meanwhile, which nobody refused.
      if (token && token.value !== value) return true;
      if (!pending) {
        if (clock.monotonic() < keptUntil) return false;
        refused = value;
      }
      // The old one stays until there is a new one: it may be refused by one operation only.
      const fresh = await refresh();
      if ('kind' in fresh) return fresh;
      if (refused === value) keptUntil = clock.monotonic() + KEPT;
      return fresh.value !== value;
    },
  };
}

/** Clients may share a token if they have the same credentials and request the same. */
function keyOf({ tokenUrl, clientId, scopes }: TokenRequestConfig): string {
  return JSON.stringify([tokenUrl, clientId, ...[...scopes].sort()]);
}
