// The isolated state of each credential: plain data, so that a snapshot is a copy and parallel tests need no reset.
import type { Reply } from './provider.ts';
import type { Delivery, Subscription } from './webhooks.ts';

export interface IsolatedState<Records> {
  records: Records;
  /** State of the generator of ids. */
  random: number;
  /** Stored responses by idempotency key, each behind a prefix. */
  idempotency: Record<string, StoredReply>;
  /** How many responses are stored. */
  stored: number;
  /** What happens later, in the order of its time. */
  readonly jobs: Job[];
  readonly subscriptions: Subscription[];
  readonly deliveries: Delivery[];
}

export interface StoredReply {
  /** Of the request that the key was first used with. */
  readonly fingerprint: string;
  readonly reply: Reply;
  readonly expires: number;
}

export interface Job {
  readonly at: number;
  readonly kind: string;
  readonly data: unknown;
}

export interface States<Records> {
  of(account: string): IsolatedState<Records>;
  has(account: string): boolean;
  all(): Iterable<readonly [string, IsolatedState<Records>]>;
  /** A copy of all states, or of that of one credential. */
  snapshot(account?: string): Record<string, IsolatedState<Records>>;
  /** Replaces all states, or that of one credential. */
  restore(snapshot: Readonly<Record<string, IsolatedState<Records>>>, account?: string): void;
  /** Forgets all states, or that of one credential. */
  reset(account?: string): void;
}

/** Credentials with a state at once; the one that was used least recently is forgotten. Bounds what requests can allocate. */
const maxStates = 1000;

export function createStates<Records>(empty: (account: string) => Records, seed: number): States<Records> {
  let states = new Map<string, IsolatedState<Records>>();
  let latest: string | undefined;
  return {
    of(account) {
      const known = states.get(account);
      if (known && account === latest) return known;
      const state = known ?? {
        records: empty(account),
        random: hash(account, seed),
        idempotency: {},
        stored: 0,
        jobs: [],
        subscriptions: [],
        deliveries: [],
      };
      latest = account;
      states.delete(account);
      states.set(account, state);
      const [oldest] = states.keys();
      if (states.size > maxStates && oldest !== undefined) states.delete(oldest);
      return state;
    },
    has: (account) => states.has(account),
    all: () => states,
    snapshot(account) {
      const chosen = [...states].filter(([name]) => account === undefined || name === account);
      return structuredClone(Object.fromEntries(chosen));
    },
    restore(snapshot, account) {
      const copy = structuredClone(snapshot);
      latest = undefined;
      if (account === undefined) {
        states = new Map(Object.entries(copy));
        return;
      }
      const state = Object.hasOwn(copy, account) ? copy[account] : undefined;
      if (state) states.set(account, state);
      else states.delete(account);
    },
    reset(account) {
      latest = undefined;
      if (account === undefined) states.clear();
      else states.delete(account);
    },
  };
}

/** A UUID from the state's own generator: the same seed and requests, the same ids. */
export function nextId(state: { random: number }): string {
  let hex = '';
  for (let word = 0; word < 4; word += 1) hex += nextWord(state).toString(16).padStart(8, '0');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A number from 0 to 1 from the state's own generator. */
export function nextFraction(state: { random: number }): number {
  return nextWord(state) / 2 ** 32;
}

// 32 bits by mulberry32.
function nextWord(state: { random: number }): number {
  state.random = (state.random + 0x6d2b79f5) | 0;
  let bits = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return (bits ^ (bits >>> 14)) >>> 0;
}

/** FNV-1a: spreads the seeds of different credentials. */
export function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}
