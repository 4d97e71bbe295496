/** Milliseconds: the limit of the first delay, and of any. */
const FIRST = 500;
const LONGEST = 8000;

/**
 * A random delay before a retry: anything up to a limit that doubles, so that many callers do not come back at once.
 *
 * @param retries how many retries there were before, from 0
 * @param random gives numbers from 0 to 1
 * @returns milliseconds
 */
export function backoff(retries: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST, FIRST * 2 ** retries));
}

/**
 * The delay for a `Retry-After`: never earlier than asked for, and up to a quarter later (at least up to 250 ms, at most
 * up to 5 s), because all callers that were turned away were told the same moment.
 */
export function withJitter(retryAfter: number, random: () => number): number {
  return retryAfter + Math.round(random() * Math.min(5000, Math.max(250, retryAfter / 4)));
}

/** The only date form that senders may produce (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`. */
const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What `Retry-After` asks for: seconds, decimals included, or a date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds from now, at least 0; undefined without the header or where it is neither
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  if (!IMF_DATE.test(value)) return undefined;
  const ms = Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
