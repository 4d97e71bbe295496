import { ConfigError } from '../errors.ts';
import type { ReplayStore } from './replay-store.ts';

export interface OnceOptions {
  /** Where handled deliveries are remembered. Without one, every delivery is handled. */
  readonly replayStore?: ReplayStore | undefined;
  /** Milliseconds that a handler may take; then a delivery of the same event is handled again. 60,000. */
  readonly lease?: number | undefined;
  /** Milliseconds that a handled event is remembered; more than the sender goes on trying. 259,200,000 (3 days). */
  readonly keep?: number | undefined;
}

/** Whether an event is to be handled. */
export type Once = 'received' | 'duplicate' | 'busy';

/** An event that was taken, or why it was not. */
export interface Claim {
  /** `received`: it is ours to handle; `duplicate`: it was handled before; `busy`: another worker is at it. */
  readonly outcome: Once;
  /** It was handled: its duplicates are not handled any more. */
  done(): Promise<void>;
  /** It was not handled: its next delivery is. */
  release(): Promise<void>;
}

const OUTCOMES: Readonly<Record<string, Once>> = { leased: 'received', done: 'duplicate', busy: 'busy' };

/** The options with their defaults. Throws `ConfigError` for times that make no sense, and for a store that is none. */
export function checkOnce(options: OnceOptions): { replayStore: ReplayStore | undefined; lease: number; keep: number } {
  const { replayStore, lease = 60_000, keep = 259_200_000 } = options;
  for (const [name, ms] of Object.entries({ lease, keep })) {
    if (!Number.isFinite(ms) || ms <= 0) {
      throw new ConfigError(`Option '${name}' must be a number of milliseconds above 0, not ${ms}.`);
    }
  }
  const methods = ['lease', 'done', 'release'] as const;
  if (replayStore !== undefined && methods.some((name) => typeof replayStore?.[name] !== 'function')) {
    throw new ConfigError(`Option 'replayStore' needs the methods lease, done and release.`);
  }
  return { replayStore, lease, keep };
}

/** Takes an event for handling, unless it was handled before or another worker is at it. Throws `ConfigError`. */
export async function claim(id: string, options: OnceOptions): Promise<Claim> {
  const { replayStore, lease, keep } = checkOnce(options);
  const taken = replayStore && (await replayStore.lease(id, lease));
  const outcome = replayStore ? OUTCOMES[taken?.state ?? 'none'] : 'received';
  if (!outcome) throw new ConfigError(`The replay store's lease gave no state: 'leased', 'busy' or 'done'.`);
  const token = taken?.state === 'leased' ? taken.token : undefined;
  return {
    outcome,
    done: async () => {
      if (token !== undefined) await replayStore?.done(id, token, keep);
    },
    release: async () => {
      if (token !== undefined) await replayStore?.release(id, token);
    },
  };
}

/**
 * Runs `work` unless the event was handled before or another worker is at it. The event counts as handled only after
 * the work succeeded: where a process dies in between, the lease ends and the next delivery is handled.
 *
 * @throws whatever `work` throws, after giving the lease back
 */
export async function handleOnce(
  id: string,
  options: OnceOptions,
  work: () => unknown,
): Promise<'handled' | 'duplicate' | 'busy'> {
  const taken = await claim(id, options);
  if (taken.outcome !== 'received') return taken.outcome;
  try {
    await work();
  } catch (error) {
    // A store that fails here must not hide why the work failed; the lease ends by itself.
    await taken.release().catch(() => {});
    throw error;
  }
  await taken.done();
  return 'handled';
}
