// The server's own count of what was carried out, which decides whether a client told the truth.
import { createHash } from 'node:crypto';
import type { Seen } from './exchange.ts';

/** What the server knows of one call. */
export interface Entry {
  /** Ids of what the call made: more than one is a double payment. */
  readonly made: string[];
  /** How often the call deleted something. */
  deleted: number;
  /** How many of its requests came. */
  requests: number;
  /** The different ways in which it was sent: method, URL, key and body. */
  readonly prints: Set<string>;
  /** The idempotency keys that came with it. */
  readonly keys: Set<string>;
}

export interface Ledger {
  of(call: string): Entry;
  /** Notes a request that came, whether or not it is carried out. */
  came(seen: Seen): Entry;
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>();
  const of = (call: string): Entry => {
    const entry = entries.get(call) ?? { made: [], deleted: 0, requests: 0, prints: new Set(), keys: new Set() };
    entries.set(call, entry);
    return entry;
  };
  return {
    of,
    came: ({ call, method, url, headers, body }) => {
      const entry = of(call);
      const key = `${headers['idempotency-key'] ?? /"ref_id":"([^"]+)"/.exec(body)?.[1] ?? ''}`;
      entry.requests += 1;
      entry.prints.add(createHash('sha256').update(`${method} ${url} ${key} ${body}`).digest('base64'));
      if (key) entry.keys.add(key);
      return entry;
    },
  };
}
