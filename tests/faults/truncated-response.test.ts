// Responses that break off in the middle of the body, and responses that are not HTTP.
import { breakOff, notHttp } from '@org/test-kit/faults';
import { dataOf, expectSameBytes } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test('a read is retried after half a body', async () => {
    const { read, inject, seen } = await startClient(client);
    inject(breakOff, breakOff);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(3);
  });

  test('a create whose every response breaks off happened once and reports that it may have', async () => {
    const { create, ids, inject, seen, effects } = await startClient(client);
    inject(breakOff, breakOff, breakOff);
    const error = await failureOf(create());
    expect(error).toMatchObject({
      name: 'ConnectionError',
      reason: 'body',
      notSent: false,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed: the connection broke off inside the response (UND_ERR_SOCKET). The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expectSameBytes(seen, 3);
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
  });

  test('a response that is not HTTP is a ConnectionError', async () => {
    const { read, ids, inject, seen } = await startClient(client);
    inject(notHttp, notHttp, notHttp);
    const error = await failureOf(read());
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network' });
    expect(error.message).toMatch(
      /failed: the connection failed \((HPE_\w+|HTTPParserError)\)\. It is safe to retry\.$/,
    );
    expect(error.operation).toBe(ids.read);
    expect(seen).toHaveLength(3);
  });
});
