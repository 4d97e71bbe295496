import { TerminalStateError, type WaitOptions, waitFor } from '@org/sdk-core';

/** Where something stands, for whoever waits for it. */
export type Standing =
  | { readonly at: 'goal' | 'way' }
  /** It ended otherwise, and stays so. */
  | { readonly at: 'end'; readonly why: string }
  /** It goes on only when a person has done something. */
  | { readonly at: 'hold'; readonly why: string };

/** How to wait for something at Paxos. */
export interface PaxosWaitOptions extends WaitOptions {
  /**
   * What to do when Paxos waits for a person: `stop` with a `TerminalStateError` that says who must do what, or `wait`
   * until it is done. Default `stop`.
   */
  readonly whenHeld?: 'stop' | 'wait' | undefined;
}

export const GOAL: Standing = { at: 'goal' };
export const WAY: Standing = { at: 'way' };

/** Waits for the goal. Throws `TerminalStateError` at another end, and where a person is needed. */
export async function waitUntil<T>(
  what: string,
  read: (signal: AbortSignal) => PromiseLike<T>,
  standingOf: (value: T) => Standing,
  { whenHeld = 'stop', ...options }: PaxosWaitOptions,
): Promise<T> {
  const stops = ({ at }: Standing): boolean => at !== 'way' && (at !== 'hold' || whenHeld === 'stop');
  const value = await waitFor(read, (one) => stops(standingOf(one)), options);
  const standing = standingOf(value);
  if (!('why' in standing)) return value;
  const advice = standing.at === 'hold' ? ` Then wait again, or wait on meanwhile with { whenHeld: 'wait' }.` : '';
  const error = new TerminalStateError<T>(`${what} ${standing.why}${advice}`, undefined, {
    held: standing.at === 'hold',
  });
  // Not enumerable, so that no log shows a person's data.
  throw Object.defineProperty(error, 'last', { value });
}
