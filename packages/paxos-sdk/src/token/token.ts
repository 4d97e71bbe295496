/** An access token and the time in which it is good. Times are in milliseconds since 1970. */
export interface Token {
  readonly value: string;
  /** From here on a new one is got in the background. */
  readonly renewAt: number;
  /** From here on it is not sent any more: it could end on the way. */
  readonly endsAt: number;
}

/** Renewed this long before its end, so that no call has to wait for a new one. */
const EARLY = 60_000;
/** What a request may take until Paxos looks at its token. */
const ON_THE_WAY = 5_000;
/** For a token that does not say how long it lives. */
const UNSTATED = 300_000;

/**
 * Makes a token of what the server says.
 *
 * @param asked when the request went out: the server cannot have counted from any earlier moment
 * @param seconds how long it lives; undefined if the server does not say
 */
export function tokenOf(value: string, asked: number, seconds: number | undefined): Token {
  const life = seconds === undefined ? UNSTATED : seconds * 1000;
  return {
    value,
    renewAt: asked + life - Math.min(EARLY, life / 4),
    endsAt: asked + life - Math.min(ON_THE_WAY, life / 10),
  };
}

/** A token as a store keeps it. */
export function writeToken({ value, renewAt, endsAt }: Token): string {
  return JSON.stringify({ value, renewAt, endsAt });
}

/** What a store kept; undefined for nothing, and for what is no token. */
export function readToken(text: string | undefined): Token | undefined {
  try {
    const { value, renewAt, endsAt } = JSON.parse(text ?? 'null') as Token;
    return value && typeof value === 'string' && Number.isFinite(renewAt) && Number.isFinite(endsAt)
      ? { value, renewAt, endsAt }
      : undefined;
  } catch {
    return undefined;
  }
}
