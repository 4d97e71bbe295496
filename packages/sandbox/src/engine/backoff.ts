// When a delivery that failed is repeated.
//
// Paxos: about 5 s, then exponentially with jitter, up to 24 hours (documented,
// https://docs.paxos.com/guides/webhooks). Iron: exponentially, without numbers (documented,
// https://docs.iron.xyz/webhooks); the same numbers are inferred.

const first = 5_000;
const longest = 24 * 3_600_000;
/** Largest part of a delay that is added at random. */
const jitter = 0.25;

/**
 * Milliseconds until the next attempt, or undefined where there is none: 24 hours after the event.
 *
 * @param attempts attempts so far
 * @param age milliseconds since the event
 * @param random from 0 to 1
 */
export function retryDelay(attempts: number, age: number, random: number): number | undefined {
  const delay = Math.round(first * 2 ** (attempts - 1) * (1 + jitter * random));
  return age + delay > longest ? undefined : delay;
}
