/** What waits for each signal to fire. One listener serves all: Node 20 warns of a leak from the eleventh on. */
const waiting = new WeakMap<AbortSignal, { runs: Set<() => void>; listener: () => void }>();

/**
 * Runs `run` when `signal` fires.
 *
 * @returns a function that forgets `run`; the signal keeps no listener when nothing waits for it
 */
export function onAbort(signal: AbortSignal | null | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  let entry = waiting.get(signal);
  if (!entry) {
    const runs = new Set<() => void>();
    const listener = (): void => {
      for (const one of [...runs]) one();
    };
    entry = { runs, listener };
    waiting.set(signal, entry);
    signal.addEventListener('abort', listener);
  }
  const { runs, listener } = entry;
  runs.add(run);
  return () => {
    runs.delete(run);
    if (runs.size > 0 || waiting.get(signal)?.runs !== runs) return;
    waiting.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

/** True for what can be used as an `AbortSignal`. An `AbortController` passed by mistake is not one. */
export function isSignal(value: unknown): value is AbortSignal {
  const signal = value as Partial<AbortSignal> | null | undefined;
  return (
    typeof signal?.aborted === 'boolean' &&
    typeof signal.addEventListener === 'function' &&
    typeof signal.removeEventListener === 'function'
  );
}
