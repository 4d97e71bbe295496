// Requests that the provider rejects: 429 and 503, with and without Retry-After.
import { STATUS_CODES } from 'node:http';
import { isApiError } from '@org/iron-sdk';
import { rejectWith } from '@org/test-kit/faults';
import { dataOf, expectSameBytes, pathResultOf } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import {
  CLIENTS,
  failureOf,
  IRON_CLIENTS,
  OPERATION_CLIENTS,
  PATH_CLIENTS,
  PAXOS_CLIENTS,
  startClient,
} from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test.each([503, 408, 425] as const)(
    'a create succeeds after %i twice, with a backoff that doubles',
    async (status) => {
      const { create, inject, seen, clock, effects } = await startClient(client);
      inject(rejectWith(status), rejectWith(status));
      const { id } = (await dataOf(create())) as { id: string };
      expect(clock.fired).toEqual([500, 1000]);
      expectSameBytes(seen, 3);
      expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
    },
  );

  test.each([429, 503] as const)('Retry-After in seconds of a %i is waited for, with jitter', async (status) => {
    const { create, inject, seen, clock } = await startClient(client);
    inject(rejectWith(status, '7'), rejectWith(status, '3'));
    expect(await dataOf(create())).toHaveProperty('id');
    expect(clock.fired).toEqual([8_750, 3_750]);
    expectSameBytes(seen, 3);
  });

  test('Retry-After as a date is waited for, with jitter', async () => {
    const { read, inject, clock } = await startClient(client);
    inject(rejectWith(503, new Date(clock.now() + 4_000).toUTCString()));
    expect(await dataOf(read())).toHaveProperty('id');
    expect(clock.fired).toEqual([5_000]);
  });

  test('Retry-After beyond the deadline ends the call at once', async () => {
    const { read, inject, seen, clock } = await startClient(client);
    inject(rejectWith(503, '121'));
    await read({ deadline: 120_000 }).then(undefined, () => {});
    expect(seen).toHaveLength(1);
    expect(clock.fired).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });
});

describe.each(OPERATION_CLIENTS)('%s', (client) => {
  test.each([429, 503] as const)(
    'a %i with a Retry-After beyond the deadline reports when to retry',
    async (status) => {
      const { create, ids, inject, clock } = await startClient(client);
      const until = new Date(clock.now() + 300_000).toUTCString();
      inject(rejectWith(status, until));
      const error = await failureOf(create());
      expect(isApiError(error)).toBe(true);
      expect(error).toMatchObject({
        status,
        retryAfter: 300_000,
        idempotencyKey: '00000000-0000-4000-8000-000000000001',
        body: 'busy',
      });
      expect(error.message).toContain(`${ids.create} failed: ${status} ${STATUS_CODES[status]}`);
      expect(error.message).toMatch(/(in|after) 300 s/);
    },
  );

  test('a 503 to every attempt is reported with each attempt', async () => {
    const { create, ids, inject, seen } = await startClient(client);
    inject(rejectWith(503), rejectWith(503), rejectWith(503));
    const error = await failureOf(create());
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 503,
      body: 'busy',
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    // A JSON string is an error body of Iron's only.
    const said = client.startsWith('Iron') ? ': busy' : '';
    expect(error.message).toBe(
      `${ids.create} failed after 3 attempts: 503 Service Unavailable${said}. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(error.failures).toEqual([
      { attempt: 1, status: 503, reason: '503 Service Unavailable', notSent: false, delay: 500 },
      { attempt: 2, status: 503, reason: '503 Service Unavailable', notSent: false, delay: 1000 },
      { attempt: 3, status: 503, reason: '503 Service Unavailable', notSent: false },
    ]);
    expectSameBytes(seen, 3);
  });
});

test.each(PATH_CLIENTS)('%s: a 503 to every attempt is the result', async (client) => {
  const { create, inject, seen } = await startClient(client);
  inject(rejectWith(503), rejectWith(503), rejectWith(503));
  expect(await pathResultOf(create())).toEqual({ status: 503, error: 'busy' });
  expectSameBytes(seen, 3);
});

test.each(IRON_CLIENTS)('%s: a create is retried after a 429 without Retry-After, with a backoff', async (client) => {
  const { create, inject, seen, clock } = await startClient(client);
  inject(rejectWith(429), rejectWith(429));
  expect(await dataOf(create())).toHaveProperty('id');
  expect(clock.fired).toEqual([500, 1000]);
  expectSameBytes(seen, 3);
});

test.each(PAXOS_CLIENTS)(
  '%s: a call is not retried after a 429 without Retry-After, since Paxos would block the address',
  async (client) => {
    const { create, read, inject, seen, clock } = await startClient(client);
    inject(rejectWith(429), rejectWith(429));
    if (client === 'Paxos paths') {
      expect(await pathResultOf(create())).toMatchObject({ status: 429 });
      expect(await pathResultOf(read())).toMatchObject({ status: 429 });
    } else {
      const error = await failureOf(create());
      expect(error).toMatchObject({ name: 'ApiError', status: 429, retryAfter: undefined, body: 'busy' });
      expect(error.message).toBe('createInternalTransfer failed: 429 Too Many Requests. Reduce your request rate.');
      expect((await failureOf(read())).message).toBe(
        'getTransfer failed: 429 Too Many Requests. Reduce your request rate.',
      );
    }
    expect(seen).toHaveLength(2);
    expect(clock.fired).toEqual([]);
  },
);
