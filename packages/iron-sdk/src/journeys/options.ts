// What journeys can be given, and what they check before anything is sent.
import { type CallOptions, ConfigError, type WaitOptions } from '@org/sdk-core';

export type { WaitOptions } from '@org/sdk-core';

/** Options for every call of a journey that reads, or writes more than once: one idempotency key cannot serve them all. */
export type SharedCallOptions = Omit<CallOptions, 'idempotencyKey'>;

/** How long to wait, how often to look, and options for each call. */
export interface JourneyOptions extends WaitOptions {
  /** For each call; `signal` is that of the wait if none is given here. */
  readonly call?: SharedCallOptions | undefined;
}

/** What a state means to whoever waits. */
export type Verdict = 'wait' | 'done' | { readonly failed: string };

/** The options of each call of a wait. */
export function callOptions({ call, signal }: JourneyOptions): SharedCallOptions {
  return { ...(signal && { signal }), ...call };
}

/** Refuses an id that cannot be one, before it becomes part of a path. */
export function checkId(name: string, id: unknown): void {
  if (typeof id === 'string' && id.trim()) return;
  throw new ConfigError(`'${name}' must be an id as the API gives it, a string that is not empty. Nothing was sent.`);
}

/** The verdict of a table; a state that this version does not know may still change, so it is waited for. */
export function verdictOf(table: Readonly<Record<string, Verdict>>, status: string): Verdict {
  return Object.hasOwn(table, status) ? (table[status] ?? 'wait') : 'wait';
}
