// Successes that are truncated, or that have a wrong content type or encoding.
import { STATUS_CODES } from 'node:http';
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

  test('a response in UTF-16 is a DecodeError', async () => {
    const { read, ids, inject } = await startClient(client);
    const utf16 = withEncoding('utf-16le', 'utf16le');
    inject(utf16, utf16, utf16);
    const error = await failureOf(read());
    expect(error.name).toBe('DecodeError');
    expect(error.message).toBe(
      `${ids.read} failed: 200 OK with malformed JSON. See error.bodyPreview. It is safe to retry.`,
    );
  });
});

test.each(['Iron operations', 'Iron paths'] as const)('%s: a response in Latin-1 is a DecodeError', async (client) => {
  const { create, inject, ids } = await startClient(client);
  const latin = withEncoding('iso-8859-1', 'latin1');
  inject(latin, latin, latin);
  const error = await failureOf(create());
  expect(error.message).toBe(
    `${ids.create} failed: 201 Created with a body that is not UTF-8. See error.bodyPreview. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
  );
});

test.each(['Iron operations', 'Iron paths'] as const)(
  '%s: a success whose JSON is truncated on every attempt reports that the create may have happened',
  async (client) => {
    const { create, ids, inject, seen, effects } = await startClient(client);
    inject(truncate, truncate, truncate);
    const error = await failureOf(create());
    expect(isDecodeError(error)).toBe(true);
    const status = 201;
    expect(error).toMatchObject({ status, idempotencyKey: '00000000-0000-4000-8000-000000000001' });
    expect(error.message).toBe(
      `${ids.create} failed: ${status} ${STATUS_CODES[status]} with malformed JSON. See error.bodyPreview. The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`,
    );
    expect(effects.of(seen[0]?.call ?? '').created).toHaveLength(1);
    expect(seen.length).toBeGreaterThan(1);
  },
);

test.each(['Paxos operations', 'Paxos paths'] as const)(
  '%s: a create whose truncated success is retried resolves with the one record that was created',
  async (client) => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(truncate);
    const { id } = (await dataOf(create())) as { id: string };
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
  },
);
