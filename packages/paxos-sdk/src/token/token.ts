/** An access token and the time in which it is good. Times are monotonic, in milliseconds. */
export interface Token {
  readonly value: string;
  /** From here on a new one is requested in the background. */
  readonly renewAt: number;
  /** From here on it is not sent any more: it could expire on the way. */
  readonly endsAt: number;
}

/** Renewed this long before its end, so that no call has to wait for a new one. */
const EARLY = 60_000;
/** What a request may take until Paxos looks at its token. */
const ON_THE_WAY = 5_000;
/** For a token that does not say how long it lives. */
const UNSTATED = 300_000;
/** The longest that a token is used, whatever the server says. Paxos's live an hour. */
export const LONGEST_LIFE = 86_400_000;

/** True for what can be a token: anything else could not be sent in a header, and an error of that would show it. */
export function isTokenValue(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value);
}

/**
 * Makes a token of what the server says.
 *
 * @param requested the monotonic time at which the request went out: the server cannot have counted from an earlier moment
 * @param seconds how long it lives; undefined if the server does not say
 */
export function tokenOf(value: string, requested: number, seconds: number | undefined): Token {
  const life = seconds === undefined ? UNSTATED : Math.min(seconds * 1000, LONGEST_LIFE);
  return {
    value,
    renewAt: requested + life - Math.min(EARLY, life / 4),
    endsAt: requested + life - Math.min(ON_THE_WAY, life / 10),
  };
}
