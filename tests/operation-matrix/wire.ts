// What a call must look like on the wire, worked out from the contract alone.

import type { SeenRequest } from '@org/test-kit/server';
import { expect } from 'vitest';
import type { Operation } from './contract.ts';
import type { Args } from './samples.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function expectOnWire(
  operation: Operation,
  args: Args,
  recorded: SeenRequest,
  credentials: [string, RegExp] | undefined,
): void {
  expect(recorded.method).toBe(operation.method);
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(args.path?.[name])),
  );
  expect(recorded.path).toBe(path);
  expect(recorded.query).toBe(queryOf(operation, args));
  for (const [name, value] of Object.entries(args.header ?? {}))
    expect(recorded.headers[name.toLowerCase()]).toBe(String(value));

  const [header, pattern] = credentials ?? [];
  if (operation.secured && header && pattern) expect(recorded.headers[header]).toMatch(pattern);
  if (operation.parameters.some(({ name }) => name === 'IDEMPOTENCY-KEY')) {
    expect(recorded.headers['idempotency-key']).toMatch(UUID);
  }
  expect(recorded.headers['user-agent']).toMatch(/^(iron|paxos)-sdk\/\d+\.\d+\.\d+/);
  if (args.body === undefined) {
    expect(recorded.body).toBe('');
    expect(recorded.headers['content-type']).toBeUndefined();
  } else {
    expect(recorded.headers['content-type']).toBe('application/json');
    expect(withoutMadeKey(JSON.parse(recorded.body), args.body)).toEqual(args.body);
  }
}

/** Takes out the `ref_id` that the SDK made because the caller gave none. */
function withoutMadeKey(sent: unknown, given: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { ref_id, ...rest } = sent as { ref_id?: string; account?: unknown };
  const { ref_id: own, account } = given as { ref_id?: string; account?: unknown };
  if (ref_id !== undefined && own === undefined) expect(ref_id).toMatch(UUID);
  return {
    ...rest,
    ...(own !== undefined && { ref_id }),
    ...(account !== undefined && { account: withoutMadeKey(rest.account, account) }),
  };
}

/** `form` style: an array repeats its key, or is joined by commas where the contract says `explode: false`. */
export function queryOf(operation: Operation, args: Args): string {
  const parts = Object.entries(args.query ?? {}).flatMap(([name, value]) => {
    const encode = (one: unknown): string => encodeURIComponent(String(one));
    if (!Array.isArray(value)) return [`${name}=${encode(value)}`];
    const parameter = operation.parameters.find((entry) => entry.name === name);
    if (parameter?.explode === false) return [`${name}=${value.map(encode).join(',')}`];
    return value.map((one) => `${name}=${encode(one)}`);
  });
  return parts.join('&');
}
