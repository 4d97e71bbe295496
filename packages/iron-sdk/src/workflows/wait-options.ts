import type { CallOptions, WaitOptions, WaitState } from '@org/sdk-core';
import { lookup } from '@org/sdk-core/internal';

/** Options for each call of a workflow that needs several: one idempotency key cannot serve them all. */
export type SharedCallOptions = Omit<CallOptions, 'idempotencyKey'>;

/** How long to wait, how often to read, and options for each call. */
export interface IronWaitOptions extends WaitOptions {
  /** For each call. Its end comes with that of the wait, by `signal` or `deadline`. */
  readonly call?: Omit<SharedCallOptions, 'signal'> | undefined;
}

/** The wait state of a status; one that this version does not know may still change, so it is `pending`. */
export function waitStateOf(states: Readonly<Record<string, WaitState>>, status: unknown): WaitState {
  return lookup(states, status) ?? 'pending';
}
