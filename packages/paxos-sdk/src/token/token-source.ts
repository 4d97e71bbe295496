import { Deadline, Stop, type TokenFailure } from '@org/sdk-core/internal';
import type { Limiter } from '../rate-limit/limiter.ts';
import { BLOCK, TOKEN_CLASS } from '../rate-limit/store.ts';
import { takeTurn } from '../rate-limit/turn.ts';
import { requestToken, SHARE, type TokenRequestConfig, tokenFailure } from './request-token.ts';
import type { SharedTokenStore } from './share-token.ts';
import type { Token } from './token.ts';

export interface TokenSourceConfig extends TokenRequestConfig {
  readonly random: () => number;
  /** Shares the token with other processes. */
  readonly store?: SharedTokenStore | undefined;
  /** Keeps to what the token endpoint allows. */
  readonly limiter?: Limiter | undefined;
}

/** Where calls get their access token. */
export interface TokenSource {
  /** The present token, or a promise of one where none is good. */
  get(): string | Promise<string | TokenFailure>;
  /** After a 401 with this token: whether there is another one now. */
  renew(refused: string): Promise<boolean | TokenFailure>;
}

/** Milliseconds that a request for a token may take at most; shorter than a lock of the token store lasts. */
const LONGEST = 10_000;
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
  const { clock, random, store, limiter } = config;
  const timeout = Math.min(config.timeout, LONGEST);
  let token: Token | undefined;
  let refused: string | undefined;
  let pending: Promise<Token | TokenFailure> | undefined;
  let restUntil = Number.NEGATIVE_INFINITY;
  let keptUntil = Number.NEGATIVE_INFINITY;

  const request = async (): Promise<Token | TokenFailure> => {
    const turn = limiter && (await takeTurn(limiter, TOKEN_CLASS, new Deadline(clock, timeout, undefined)));
    if (turn && (turn instanceof Stop || 'wait' in turn)) return withheld(config.tokenUrl, turn);
    const fresh = await requestToken({ ...config, timeout });
    const failed = 'kind' in fresh;
    if (failed && fresh.status === 429) limiter?.block(fresh.retryAfter ?? BLOCK, TOKEN_CLASS);
    return fresh;
  };
  const alive = (one: Token | undefined): one is Token => one !== undefined && clock.monotonic() < one.endsAt;
  /** While ours is good, another process's is of use only if it need not be renewed itself. */
  const usable = (one: Token): boolean =>
    one.value !== refused && clock.monotonic() < (alive(token) ? one.renewAt : one.endsAt);
  const key = keyOf(config);

  const refresh = (): Promise<Token | TokenFailure> => {
    pending ??= (store ? store.getOrRefresh({ key, clock, random, request, usable }) : request())
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

function withheld(tokenUrl: string, turn: Stop | { readonly wait: number }): TokenFailure {
  const { host } = new URL(tokenUrl);
  const wait = turn instanceof Stop ? 0 : turn.wait;
  const message = `${host} may not be asked for an access token for another ${Math.ceil(wait / 1000)} s, because it was asked too often. ${SHARE}`;
  return tokenFailure(message, true, { retryAfter: wait });
}

/** Clients may share a token if they have the same credentials and request the same. */
function keyOf({ tokenUrl, clientId, scopes }: TokenRequestConfig): string {
  return JSON.stringify([tokenUrl, clientId, ...[...scopes].sort()]);
}
