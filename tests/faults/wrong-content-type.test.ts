// Successes that are truncated, or that have a wrong content type or encoding.
import { isDecodeError } from '@org/iron-sdk';
import { truncate, withContentType, withEncoding } from '@org/test-kit/faults';
import { dataOf } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, startClient } from './clients.ts';

describe.each(CLIENTS)('%s', (client) => {
  test.each([
    ['without a content type', withContentType(undefined)],
    ['as HTML', withContentType('text/html')],
    ['as bytes', withContentType('application/octet-stream')],
    ['as Latin-1 while it is UTF-8', withContentType('application/json; charset=iso-8859-1')],
  ])('JSON that is sent %s is read as JSON', async (_what, fault) => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(fault);
    const data = (await dataOf(create())) as { id: string; name?: string };
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([data.id]);
    if (client.startsWith('Iron')) expect(data.name).toBe('Zoë Łukasz');
    expect(seen).toHaveLength(1);
  });

  test('a success whose JSON is truncated reports that the create may have happened, and is not retried', async () => {
    const { create, ids, inject, seen, effects } = await startClient(client);
    inject(truncate);
    const error = await failureOf(create());
    expect(isDecodeError(error)).toBe(true);
    const status = client.startsWith('Iron') ? 201 : 200;
    expect(error).toMatchObject({ status, idempotencyKey: '00000000-0000-4000-8000-000000000001' });
    expect(error.message).toBe(
      `${ids.create}: answered ${status} with a body that is broken; this error's 'start' shows how it begins. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  test('a response in UTF-16 is a DecodeError', async () => {
    const { read, ids, inject } = await startClient(client);
    inject(withEncoding('utf-16le', 'utf16le'));
    const error = await failureOf(read());
    expect(error.name).toBe('DecodeError');
    expect(error.message).toBe(
      `${ids.read}: answered 200 with a body that is broken; this error's 'start' shows how it begins. It is safe to retry.`,
    );
  });
});

test.each(['Iron operations', 'Iron paths'] as const)('%s: a response in Latin-1 is a DecodeError', async (client) => {
  const { create, inject, ids } = await startClient(client);
  inject(withEncoding('iso-8859-1', 'latin1'));
  const error = await failureOf(create());
  expect(error.message).toBe(
    `${ids.create}: answered 201 with a body that is not UTF-8; this error's 'start' shows how it begins. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
  );
});
