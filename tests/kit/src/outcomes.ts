// How tests look at the end of a call, and at what was on the wire.
import { expect } from 'vitest';
import type { SeenRequest } from './server.ts';

/** What a call rejects with. A call that succeeds fails the test. */
export async function rejectionOf<Failure extends Error = Error>(call: PromiseLike<unknown>): Promise<Failure> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: Failure) => ({ error }),
  );
  if ('error' in outcome) return outcome.error;
  throw new Error(`the call succeeded with ${JSON.stringify(outcome.value)}`);
}

/** What a path method resolves with. */
export interface PathResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Status and error of a path method, which rejects only where there is no response. */
export async function pathResultOf(call: PromiseLike<unknown>): Promise<{ status: number; error: unknown }> {
  const { response, error } = (await call) as PathResult;
  return { status: response.status, error };
}

/** The data, of an operation method or a path method. */
export async function dataOf(call: PromiseLike<unknown>): Promise<unknown> {
  const value = (await call) as PathResult | undefined;
  return value?.response instanceof Response ? value.data : value;
}

/** The idempotency key that was on the wire. */
export function keyOf({ headers, body }: SeenRequest): string | undefined {
  const key = headers['idempotency-key'] ?? (JSON.parse(body || '{}') as { ref_id?: string }).ref_id;
  return key?.toString();
}

/** Expects that all requests were the same, with key `00000000-0000-4000-8000-000000000001`: method, URL, content type and each byte of the body. */
export function expectSameBytes(seen: readonly SeenRequest[], count: number): void {
  expect(seen.map(keyOf)).toEqual(Array.from({ length: count }, () => '00000000-0000-4000-8000-000000000001'));
  const lines = seen.map(({ method, url, body, headers }) => `${method} ${url} ${headers['content-type']} ${body}`);
  expect(new Set(lines).size).toBe(1);
  expect(seen[0]?.body.length).toBeGreaterThan(50);
}
