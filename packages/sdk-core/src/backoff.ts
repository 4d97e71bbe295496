/** Milliseconds of the first backoff at most, and of any. */
const FIRST = 500;
const LONGEST = 8000;

/**
 * A random time before another try: anything up to a limit that doubles, so that many callers do not come back at once.
 *
 * @param retries how many retries there were before, from 0
 * @param random gives numbers from 0 to 1
 * @returns milliseconds
 */
export function backoff(retries: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST, FIRST * 2 ** retries));
}

/**
 * What `Retry-After` asks for, given in seconds or as a date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds from now, at least 0; undefined without the header or when it makes no sense
 */
export function retryAfter({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(value) ? +value * 1000 : Math.max(0, Date.parse(value) - now);
  return ms >= 0 ? ms : undefined;
}
