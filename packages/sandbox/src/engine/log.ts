// The last requests: what they were, what became of them, and what nothing read in them. Never a value that was sent.

export interface RequestEntry {
  /** Counts up from 1. */
  readonly number: number;
  /** On the sandbox's clock. */
  readonly at: Date;
  readonly provider: 'iron' | 'paxos';
  /** Whose request: a label of the credential, never the credential. Undefined where none was accepted. */
  account?: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Operation of the contract; undefined where none fits. */
  operation?: string;
  /** Undefined where the connection was reset. */
  status?: number;
  /** Milliseconds of real time. */
  duration: number;
  idempotencyKey?: string;
  /** The response was stored under the idempotency key, and nothing was done. */
  replayed: boolean;
  /** Kind of the fault that was asked for. */
  fault?: string;
  /** Fields that the request sent and nothing used: `query.limit`, `body.nmae`. */
  unused: readonly string[];
  /** Why the sandbox itself failed. */
  failure?: string;
}

/** What is learned of a request on the way, for the log. */
export interface Notes extends Omit<RequestEntry, 'number'> {
  /** The credential itself, which is not logged. */
  credential?: string;
}

export interface Log {
  /** `account` is the credential itself, which is not part of the entry. */
  add(entry: Omit<RequestEntry, 'number'>, account?: string): void;
  /** All entries, or those of one credential. */
  list(account?: string): readonly RequestEntry[];
  /** Calls `listener` with each entry from now on; returns a function that ends it. */
  subscribe(listener: (entry: RequestEntry) => void): () => void;
  clear(): void;
}

/** Entries that are kept. */
export const maxEntries = 1000;

export function createLog(): Log {
  const entries: RequestEntry[] = [];
  // Several credentials may have one label.
  const accounts = new WeakMap<RequestEntry, string>();
  const listeners = new Set<(entry: RequestEntry) => void>();
  let last = 0;
  return {
    add(entry, account) {
      last += 1;
      const numbered = { number: last, ...entry };
      entries.push(numbered);
      if (account !== undefined) accounts.set(numbered, account);
      if (entries.length > maxEntries) entries.shift();
      for (const listener of listeners) listener(numbered);
    },
    list: (account) => entries.filter((entry) => account === undefined || accounts.get(entry) === account),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      entries.length = 0;
    },
  };
}
