// A copy of everything that the sandbox remembers.
import type { IsolatedState } from './state.ts';

/** Plain data, which may be stored as JSON. It holds API keys, where those are the names of credentials. */
export interface Snapshot {
  readonly format: 1;
  /** The sandbox's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly iron: Readonly<Record<string, IsolatedState<unknown>>>;
  readonly paxos: Readonly<Record<string, IsolatedState<unknown>>>;
}

/** Throws where a value is not a snapshot. */
export function checkSnapshot(value: unknown): asserts value is Snapshot {
  const { format, now, iron, paxos } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Snapshot>;
  if (format !== 1 || typeof now !== 'number' || !Number.isFinite(now)) {
    throw new TypeError('This is not a snapshot of this version of the sandbox: pass what snapshot() returned.');
  }
  for (const [name, states] of Object.entries({ iron, paxos })) {
    if (typeof states !== 'object' || states === null) throw new TypeError(`The snapshot has no states of ${name}.`);
    for (const state of Object.values(states)) checkState(name, state);
  }
}

const lists = ['jobs', 'subscriptions', 'deliveries'] as const;

function checkState(name: string, state: Partial<IsolatedState<unknown>> | null): void {
  const { records, random, idempotency, stored } = state ?? {};
  const plain = [records, idempotency].every((part) => typeof part === 'object' && part !== null);
  const counted = [random, stored].every((part) => Number.isInteger(part));
  if (!plain || !counted || !lists.every((key) => Array.isArray(state?.[key]))) {
    throw new TypeError(`The snapshot has a state of ${name} that is not whole.`);
  }
}
