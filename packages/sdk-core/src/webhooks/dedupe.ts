import { type Clock, systemClock } from '../clock.ts';
import { Deadline, Stop } from '../deadline.ts';
import { ConfigurationError, TimeoutError } from '../errors.ts';

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
  /** Lets a lease end `ms` milliseconds from now. Returns false, and does nothing, if it is not `token`'s any more. */
  renew(id: string, token: string, ms: number): boolean | PromiseLike<boolean>;
  /**
   * Marks an id as handled for `ms` milliseconds. It holds even when the lease ended meanwhile: the work was done. With a
   * `group`, the id of that group that was handled before is forgotten, unless it is this one.
   */
  done(id: string, token: string, ms: number, group?: string): void | PromiseLike<void>;
  /** Gives a lease back, so that the next delivery is handled. Does nothing if the lease is not `token`'s any more. */
  release(id: string, token: string): void | PromiseLike<void>;
}

/** The name under which an event is remembered. Of a group, only the event that was handled last is. */
export type DedupeKey = string | { readonly id: string; readonly group: string };

export interface DedupeOptions {
  /** Where handled deliveries are remembered. Without one, every delivery is handled. */
  readonly dedupeStore?: DedupeStore | undefined;
  /**
   * Milliseconds for which an event is leased. The lease is renewed while the handler runs, so this is how long an event
   * stays locked after its process died. 60,000.
   */
  readonly lease?: number | undefined;
  /**
   * Milliseconds after which the lease of a running handler is not renewed any more, so that one that hangs does not
   * keep its event for ever. A handler that takes longer may run a second time. 3,600,000 (1 hour).
   */
  readonly maxLease?: number | undefined;
  /** Milliseconds that a handled event is remembered; more than the sender keeps sending. 259,200,000 (3 days). */
  readonly retention?: number | undefined;
  /** Default: the real time. */
  readonly clock?: Clock | undefined;
}

/** An event that was claimed, or why it was not. */
export interface Claim {
  /** `received`: it is ours to handle; `duplicate`: it was handled before; `busy`: another worker is handling it. */
  readonly outcome: 'received' | 'duplicate' | 'busy';
  /** Renews the lease until the returned function is called. */
  keep(): () => void;
  /** It was handled: its duplicates are not handled any more. */
  done(): Promise<void>;
  /** It was not handled: its next delivery is. */
  release(): Promise<void>;
}

const OUTCOMES: Readonly<Record<string, Claim['outcome']>> = { leased: 'received', done: 'duplicate', busy: 'busy' };

/** The options, checked and complete. */
export interface CheckedDedupe {
  readonly dedupeStore: DedupeStore | undefined;
  readonly lease: number;
  readonly maxLease: number;
  readonly retention: number;
  readonly clock: Clock;
}

/** Checks the options and fills in defaults. Throws `ConfigurationError`. */
export function checkDedupe(options: DedupeOptions): CheckedDedupe {
  const { dedupeStore, lease = 60_000, maxLease = 3_600_000, retention = 259_200_000, clock = systemClock } = options;
  for (const [name, ms] of Object.entries({ lease, maxLease, retention })) checkMs(name, ms);
  const methods = ['lease', 'renew', 'done', 'release'] as const;
  if (dedupeStore !== undefined && methods.some((name) => typeof dedupeStore?.[name] !== 'function')) {
    throw new ConfigurationError(`Option 'dedupeStore' needs the methods lease, renew, done and release.`);
  }
  const times = ['now', 'monotonic', 'setTimeout', 'clearTimeout'] as const;
  if (times.some((name) => typeof clock?.[name] !== 'function')) {
    throw new ConfigurationError(`Option 'clock' must have the methods now, monotonic, setTimeout and clearTimeout.`);
  }
  return { dedupeStore, lease, maxLease, retention, clock };
}

/** Throws `ConfigurationError` unless an option is a positive number of milliseconds, and not more than `most`. */
export function checkMs(name: string, ms: number, most: number = Number.MAX_VALUE): void {
  if (typeof ms === 'number' && ms > 0 && ms <= most) return;
  const limit = most === Number.MAX_VALUE ? '' : ` up to ${most}`;
  throw new ConfigurationError(`Option '${name}' must be a positive number of milliseconds${limit} (got ${ms}).`);
}

/** Claims an event for handling, unless it was handled before or another worker is handling it. */
export async function claim(key: DedupeKey, options: DedupeOptions): Promise<Claim> {
  const { id, group } = typeof key === 'string' ? { id: key, group: undefined } : key;
  const checked = checkDedupe(options);
  const { dedupeStore, lease, retention, clock } = checked;
  const taken = dedupeStore && (await inTime(dedupeStore.lease(id, lease), clock));
  const outcome = dedupeStore ? OUTCOMES[taken?.state ?? 'none'] : 'received';
  if (!outcome) throw new ConfigurationError(`The dedupe store's lease must return state 'leased', 'busy' or 'done'.`);
  const token = taken?.state === 'leased' ? taken.token : undefined;
  return {
    outcome,
    keep: () => (token === undefined ? () => {} : keepLeased(id, token, checked)),
    done: async () => {
      if (token === undefined) return;
      const grouped = group === undefined ? [] : ([group] as const);
      await inTime(dedupeStore?.done(id, token, retention, ...grouped), clock);
    },
    release: async () => {
      if (token !== undefined) await inTime(dedupeStore?.release(id, token), clock);
    },
  };
}

/** Milliseconds that a store has for an answer: the sender of a delivery waits for it. */
const STORE_TIMEOUT = 5_000;

/** Throws `TimeoutError` where a store does not respond. */
async function inTime<T>(work: T | PromiseLike<T>, clock: Clock, limit: number = STORE_TIMEOUT): Promise<T> {
  const result = await new Deadline(clock, limit, undefined).race(Promise.resolve(work));
  if (!(result instanceof Stop)) return result;
  const message = `Timed out after ${limit} ms waiting for the dedupe store. The sender will send the delivery again.`;
  throw new TimeoutError(message, { kind: 'attempt', ms: limit });
}

/** The longest that a timer takes, in milliseconds. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

/**
 * Renews a lease after each third of it, until it is lost or `maxLease` is over. A renewal that fails is not reported:
 * the next one may succeed, and if the lease is lost the work still counts once it is done.
 *
 * @returns a function that ends the renewing, and takes its timer away
 */
function keepLeased(id: string, token: string, { dedupeStore, lease, maxLease, clock }: CheckedDedupe): () => void {
  const endsAt = clock.monotonic() + maxLease;
  let ended = false;
  let timer: unknown;
  const renew = async (): Promise<void> => {
    const left = endsAt - clock.monotonic();
    if (left <= 0) return;
    let ours: boolean | undefined;
    try {
      // A store that does not answer must leave time for the next renewal.
      const limit = Math.min(STORE_TIMEOUT, lease / 6);
      ours = await inTime(dedupeStore?.renew(id, token, Math.min(lease, left)), clock, limit);
    } catch {
      ours = undefined;
    }
    if (ours !== false && !ended) schedule();
  };
  const schedule = (): void => {
    timer = clock.setTimeout(renew, Math.min(lease / 3, LONGEST_TIMER));
  };
  schedule();
  return () => {
    ended = true;
    clock.clearTimeout(timer);
  };
}

/**
 * Runs `work` unless the event was handled before or another worker is handling it. The event counts as handled only
 * after the work succeeded. Its lease is renewed while the work runs; where a process dies in between, the lease ends and
 * the next delivery is handled.
 *
 * @throws whatever `work` throws, after giving the lease back
 */
export async function handleOnce(
  key: DedupeKey,
  options: DedupeOptions,
  work: () => unknown,
): Promise<'handled' | 'duplicate' | 'busy'> {
  const taken = await claim(key, options);
  if (taken.outcome !== 'received') return taken.outcome;
  const stop = taken.keep();
  try {
    await work();
  } catch (error) {
    // A store that fails here must not hide why the work failed; the lease ends by itself.
    await taken.release().catch(() => {});
    throw error;
  } finally {
    stop();
  }
  // Once more where the store fails. After that the delivery still counts as handled: if it were reported as failed, the
  // sender would send it again, and it would be handled twice for certain.
  await taken.done().catch(() => taken.done().catch(() => {}));
  return 'handled';
}
