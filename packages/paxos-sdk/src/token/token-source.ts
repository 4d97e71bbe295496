import { TimeoutError } from '@org/sdk-core';
import type { Limiter } from '../rate-limit/limiter.ts';
import { TOKEN_CLASS } from '../rate-limit/rate-class.ts';
import { pause } from '../timed.ts';
import { requestToken, SHARE, type TokenRequestConfig } from './request-token.ts';
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
  get(): string | Promise<string>;
  /** Forgets a token that was refused, if it still is the present one. */
  drop(token: string): void;
}

/** Milliseconds that a request for a token may take at most; shorter than a lock of the token store lasts. */
const LONGEST = 10_000;
/** Milliseconds without another try after an early renewal failed. The present token is still good then. */
const REST = 10_000;
/** Milliseconds for which Paxos blocks who asks for tokens too fast. */
const BLOCKED = 300_000;

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
  let pending: Promise<Token> | undefined;
  let restUntil = 0;

  const request = async (): Promise<Token> => {
    const until = clock.now() + timeout;
    const closed = await limiter?.take(
      TOKEN_CLASS,
      () => until - clock.now(),
      (ms) => pause(ms, clock),
    );
    if (closed) {
      throw new TimeoutError(
        `no access token: ${new URL(config.tokenUrl).host} may not be asked for another ${Math.ceil(closed.wait / 1000)} s, because it was asked too often. ${SHARE}`,
        undefined,
        { kind: 'deadline', ms: timeout, retryAfter: closed.wait },
      );
    }
    try {
      return await requestToken({ ...config, timeout });
    } catch (error) {
      if ((error as { status?: number }).status === 429) limiter?.close(TOKEN_CLASS, BLOCKED);
      throw error;
    }
  };
  const alive = (one: Token | undefined): one is Token => one !== undefined && clock.now() < one.endsAt;
  /** While ours is good, another process's is of use only if it need not be renewed itself. */
  const usable = (one: Token): boolean =>
    one.value !== refused && clock.now() < (alive(token) ? one.renewAt : one.endsAt);
  const key = keyOf(config);

  const renew = (): Promise<Token> => {
    pending ??= (store ? store.take({ key, clock, random, request, usable }) : request())
      .then((fresh) => {
        token = fresh;
        return fresh;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };

  return {
    get() {
      if (!alive(token)) return renew().then(({ value }) => value);
      const now = clock.now();
      if (now >= token.renewAt && now >= restUntil) {
        renew().catch(() => {
          restUntil = clock.now() + REST;
        });
      }
      return token.value;
    },
    drop(value) {
      // Another call may have brought a new one meanwhile, which nobody refused.
      if (token?.value !== value) return;
      refused = value;
      token = undefined;
    },
  };
}

/** Clients may share a token if they have the same credentials and ask for the same. */
function keyOf({ tokenUrl, clientId, scopes }: TokenRequestConfig): string {
  return JSON.stringify([tokenUrl, clientId, ...[...scopes].sort()]);
}
