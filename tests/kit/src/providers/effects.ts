// The provider's own count of what was carried out, which decides whether a client reported the truth.
import { createHash } from 'node:crypto';
import type { ProviderRequest } from './provider.ts';

/** What the provider knows of one call. */
export interface CallEffects {
  /** Ids of what the call created: more than one is a double payment. */
  readonly created: string[];
  /** How often the call deleted something. */
  deleted: number;
  /** How many of its requests came. */
  requests: number;
  /** The different ways in which it was sent: a hash of method, URL, key and body. */
  readonly fingerprints: Set<string>;
  /** The idempotency keys that came with it. */
  readonly keys: Set<string>;
}

export interface Effects {
  of(call: string): CallEffects;
  /** Counts a request that came, whether or not it is carried out. */
  count(request: ProviderRequest): CallEffects;
}

export function createEffects(): Effects {
  const calls = new Map<string, CallEffects>();
  const of = (call: string): CallEffects => {
    const known = calls.get(call);
    if (known) return known;
    const fresh = { created: [], deleted: 0, requests: 0, fingerprints: new Set<string>(), keys: new Set<string>() };
    calls.set(call, fresh);
    return fresh;
  };
  return {
    of,
    count: ({ call, method, url, headers, body }) => {
      const effects = of(call);
      const key = `${headers['idempotency-key'] ?? /"ref_id":"([^"]+)"/.exec(body)?.[1] ?? ''}`;
      effects.requests += 1;
      effects.fingerprints.add(createHash('sha256').update(`${method} ${url} ${key} ${body}`).digest('base64'));
      if (key) effects.keys.add(key);
      return effects;
    },
  };
}
