import { type WaitOptions, type WaitState, waitFor } from '@org/sdk-core';

/** Waits for a record, whose name begins what its wait states say. */
export function waitForRecord<T>(
  record: string,
  read: (signal: AbortSignal) => PromiseLike<T>,
  stateOf: (value: T) => WaitState,
  options: WaitOptions,
): Promise<T> {
  const named = (value: T): WaitState => {
    const state = stateOf(value);
    if (typeof state === 'string') return state;
    return 'failed' in state ? { failed: `${record} ${state.failed}` } : { blocked: `${record} ${state.blocked}` };
  };
  return waitFor(read, named, options);
}
