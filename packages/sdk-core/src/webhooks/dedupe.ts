import { ConfigurationError } from '../errors.ts';

/** What a store returns when a delivery is to be leased. */
export type Lease =
  /** Ours until the lease ends; `token` tells it from another worker's lease of the same id. */
  | { readonly state: 'leased'; readonly token: string }
  /** Another worker holds it, and has not finished. */
  | { readonly state: 'busy' }
  /** It was handled before. */
  | { readonly state: 'done' };

/** Remembers which deliveries were handled, over restarts and processes where the store does. Each method must be atomic. */
export interface DedupeStore {
  /** Takes an id for `ms` milliseconds, unless it is done or somebody else's lease of it has not ended. */
  lease(id: string, ms: number): Lease | PromiseLike<Lease>;
  /** Marks an id as handled for `ms` milliseconds. It holds even when the lease ended meanwhile: the work was done. */
  done(id: string, token: string, ms: number): void | PromiseLike<void>;
  /** Gives a lease back, so that the next delivery is handled. Does nothing if the lease is not `token`'s any more. */
  release(id: string, token: string): void | PromiseLike<void>;
}

export interface DedupeOptions {
  /** Where handled deliveries are remembered. Without one, every delivery is handled. */
  readonly dedupeStore?: DedupeStore | undefined;
  /** Milliseconds that a handler may take; then a delivery of the same event is handled again. 60,000. */
  readonly lease?: number | undefined;
  /** Milliseconds that a handled event is remembered; more than the sender keeps sending. 259,200,000 (3 days). */
  readonly retention?: number | undefined;
}

/** An event that was claimed, or why it was not. */
export interface Claim {
  /** `received`: it is ours to handle; `duplicate`: it was handled before; `busy`: another worker is handling it. */
  readonly outcome: 'received' | 'duplicate' | 'busy';
  /** It was handled: its duplicates are not handled any more. */
  done(): Promise<void>;
  /** It was not handled: its next delivery is. */
  release(): Promise<void>;
}

const OUTCOMES: Readonly<Record<string, Claim['outcome']>> = { leased: 'received', done: 'duplicate', busy: 'busy' };

/** Checks the options and fills in defaults. Throws `ConfigurationError`. */
export function checkDedupe(options: DedupeOptions): {
  dedupeStore: DedupeStore | undefined;
  lease: number;
  retention: number;
} {
  const { dedupeStore, lease = 60_000, retention = 259_200_000 } = options;
  for (const [name, ms] of Object.entries({ lease, retention })) {
    if (!Number.isFinite(ms) || ms <= 0) {
      throw new ConfigurationError(`Option '${name}' must be a positive number of milliseconds (got ${ms}).`);
    }
  }
  const methods = ['lease', 'done', 'release'] as const;
  if (dedupeStore !== undefined && methods.some((name) => typeof dedupeStore?.[name] !== 'function')) {
    throw new ConfigurationError(`Option 'dedupeStore' needs the methods lease, done and release.`);
  }
  return { dedupeStore, lease, retention };
}

/** Claims an event for handling, unless it was handled before or another worker is handling it. */
export async function claim(id: string, options: DedupeOptions): Promise<Claim> {
  const { dedupeStore, lease, retention } = checkDedupe(options);
  const taken = dedupeStore && (await dedupeStore.lease(id, lease));
  const outcome = dedupeStore ? OUTCOMES[taken?.state ?? 'none'] : 'received';
  if (!outcome) throw new ConfigurationError(`The dedupe store's lease must return state 'leased', 'busy' or 'done'.`);
  const token = taken?.state === 'leased' ? taken.token : undefined;
  return {
    outcome,
    done: async () => {
      if (token !== undefined) await dedupeStore?.done(id, token, retention);
    },
    release: async () => {
      if (token !== undefined) await dedupeStore?.release(id, token);
    },
  };
}

/**
 * Runs `work` unless the event was handled before or another worker is handling it. The event counts as handled only
 * after the work succeeded: where a process dies in between, the lease ends and the next delivery is handled.
 *
 * @throws whatever `work` throws, after giving the lease back
 */
export async function handleOnce(
  id: string,
  options: DedupeOptions,
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
