// What journeys can be given, and what they check before anything is sent.
import { type CallOptions, ConfigError, type Verdict, type WaitOptions } from '@org/sdk-core';

/** Options for each call of a journey that needs several: one idempotency key cannot serve them all. */
export type SharedCallOptions = Omit<CallOptions, 'idempotencyKey'>;

/** How long to wait, how often to look, and options for each call. */
export interface JourneyOptions extends WaitOptions {
  /** For each call. Its end comes with that of the wait, by `signal` or `deadline`. */
  readonly call?: Omit<SharedCallOptions, 'signal'> | undefined;
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
