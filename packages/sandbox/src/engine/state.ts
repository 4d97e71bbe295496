// The isolated state of each credential: plain data, so that a snapshot is a copy and parallel tests need no reset.
import type { Reply } from './provider.ts';
import type { Delivery, Subscription } from './webhooks.ts';

export interface IsolatedState<Records> {
  records: Records;
  /** State of the generator of ids. */
  random: number;
  /** Stored responses by idempotency key. */
  readonly idempotency: Record<string, StoredReply>;
  /** What happens later, in the order of its time. */
  readonly jobs: Job[];
  readonly subscriptions: Subscription[];
  readonly deliveries: Delivery[];
}

export interface StoredReply {
  /** Method, path and body of the request that the key was first used with. */
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
  all(): readonly (readonly [string, IsolatedState<Records>])[];
  snapshot(): Record<string, IsolatedState<Records>>;
  restore(snapshot: Readonly<Record<string, IsolatedState<Records>>>): void;
  /** Forgets one credential's state, or that of all. */
  reset(account?: string): void;
}

/** Credentials with a state at once; the one that was used least recently is forgotten. Bounds what requests can allocate. */
const maxStates = 1000;

export function createStates<Records>(empty: (account: string) => Records, seed: number): States<Records> {
  let states = new Map<string, IsolatedState<Records>>();
  return {
    of(account) {
      const state = states.get(account) ?? {
        records: empty(account),
        random: hash(account, seed),
        idempotency: {},
        jobs: [],
        subscriptions: [],
        deliveries: [],
      };
      states.delete(account);
      states.set(account, state);
      const [oldest] = states.keys();
      if (states.size > maxStates && oldest !== undefined) states.delete(oldest);
      return state;
    },
    all: () => [...states],
    snapshot: () => structuredClone(Object.fromEntries(states)),
    restore(snapshot) {
      states = new Map(Object.entries(structuredClone(snapshot)));
    },
    reset(account) {
      if (account === undefined) states.clear();
      else states.delete(account);
    },
  };
}

/** A UUID from the state's own generator (mulberry32): the same seed and requests, the same ids. */
export function nextId(state: { random: number }): string {
  let hex = '';
  for (let word = 0; word < 4; word += 1) {
    state.random = (state.random + 0x6d2b79f5) | 0;
    let bits = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    hex += ((bits ^ (bits >>> 14)) >>> 0).toString(16).padStart(8, '0');
  }
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

// FNV-1a: spreads the seeds of different credentials.
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}
