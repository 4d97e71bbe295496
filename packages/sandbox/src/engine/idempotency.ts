// Stored replies by idempotency key: the same request is replayed, another one with the same key is refused.
import { createHash } from 'node:crypto';
import type { Provider, Reply } from './provider.ts';
import type { IsolatedState } from './state.ts';

/** Stored replies of one credential at most. Expired ones are forgotten first, then the oldest. */
export const maxStored = 10_000;

type IdempotencyRules = NonNullable<Provider<unknown>['idempotency']>;

type Stored = { readonly kind: 'replay'; readonly reply: Reply } | { readonly kind: 'conflict' };

/** What a request is compared by: method, address and body, without keeping them. */
export function fingerprintOf(method: string, address: string, bytes: Uint8Array): string {
  return createHash('sha256').update(`${method} ${address}\n`).update(bytes).digest('base64');
}

/** Replays the reply stored under a key, or carries the request out and stores its reply. */
export function carryOutOnce(
  state: IsolatedState<unknown>,
  { key, fingerprint, now }: { readonly key: string; readonly fingerprint: string; readonly now: number },
  rules: IdempotencyRules,
  carryOut: () => Reply,
): { readonly reply: Reply; readonly replayed: boolean } {
  const known = findStored(state, key, fingerprint, now);
  if (known?.kind === 'conflict') return { reply: rules.conflict(), replayed: false };
  if (known) return { reply: known.reply, replayed: true };
  const reply = carryOut();
  store(state, key, { fingerprint, reply, expires: now + rules.lifetime }, now);
  return { reply, replayed: false };
}

/** The reply stored under a key, or undefined where the key is new or has expired. */
function findStored(
  { idempotency }: IsolatedState<unknown>,
  key: string,
  fingerprint: string,
  now: number,
): Stored | undefined {
  const known = idempotency[nameOf(key)];
  if (!known || known.expires <= now) return undefined;
  return known.fingerprint === fingerprint ? { kind: 'replay', reply: known.reply } : { kind: 'conflict' };
}

export function store(
  state: IsolatedState<unknown>,
  key: string,
  entry: { readonly fingerprint: string; readonly reply: Reply; readonly expires: number },
  now: number,
): void {
  const name = nameOf(key);
  if (!Object.hasOwn(state.idempotency, name)) state.stored += 1;
  state.idempotency[name] = entry;
  if (state.stored <= maxStored) return;
  const valid = Object.entries(state.idempotency).filter(([, { expires }]) => expires > now);
  // A tenth at once, so that the work is not done again with each request.
  const kept = valid.length > maxStored ? valid.slice(maxStored / 10) : valid;
  state.idempotency = Object.fromEntries(kept);
  state.stored = kept.length;
}

// A key may be any text, `__proto__` included; and one of digits would be listed before those that are older.
function nameOf(key: string): string {
  return `key ${key}`;
}
