// How tests look at the end of a call, and at what stood on the wire.
import { isSdkError, type SdkError } from '@org/iron-sdk';
import { expect } from 'vitest';
import type { Seen } from './exchange.ts';

/** The error with which a call fails. Anything but one of the SDKs' own fails the test, and so does a success. */
export async function failureOf(call: PromiseLike<unknown>): Promise<SdkError> {
  const error = await call.then(
    (value) => expect.fail(`it succeeded with ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  expect(isSdkError(error), `${error} is an SdkError`).toBe(true);
  return error as SdkError;
}

/** What the path door resolves with. */
export interface PathAnswer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** Status and error of an answer by the path door, which throws only where there is none. */
export async function answerOf(call: PromiseLike<unknown>): Promise<{ status: number; error: unknown }> {
  const { response, error } = (await call) as PathAnswer;
  return { status: response.status, error };
}

/** The data, by whichever door. */
export async function dataOf(call: PromiseLike<unknown>): Promise<unknown> {
  const value = (await call) as PathAnswer | undefined;
  return value?.response instanceof Response ? value.data : value;
}

/** The idempotency key as it stood on the wire. */
export function keyOf({ headers, body }: Seen): string | undefined {
  const key = headers['idempotency-key'] ?? (JSON.parse(body || '{}') as { ref_id?: string }).ref_id;
  return key?.toString();
}

/** Expects that every one of the requests was the same: line, key and each byte of the body. */
export function expectSameBytes(seen: readonly Seen[], count: number): void {
  expect(seen.map(keyOf)).toEqual(Array.from({ length: count }, () => 'key-1'));
  const lines = seen.map(({ method, url, body, headers }) => `${method} ${url} ${headers['content-type']} ${body}`);
  expect(new Set(lines).size).toBe(1);
  expect(seen[0]?.body.length).toBeGreaterThan(50);
}
