// Errors that are not JSON: a proxy's page, an empty body, and the beginning of a body.
import { emptyError, proxyPage, proxyPageBefore, respondWith } from '@org/test-kit/faults';
import { dataOf, expectSameBytes, pathResultOf } from '@org/test-kit/outcomes';
import { describe, expect, test } from 'vitest';
import { CLIENTS, failureOf, OPERATION_CLIENTS, PATH_CLIENTS, startClient } from './clients.ts';

const MAYBE = `The request may have succeeded. Retry with idempotencyKey '00000000-0000-4000-8000-000000000001'.`;
const broken = respondWith({
  status: 422,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"amount is n',
});

describe.each(CLIENTS)('%s', (client) => {
  test.each([
    ["a proxy's page", proxyPageBefore(502)],
    ["a proxy's page of a gateway that waited too long", proxyPageBefore(504)],
    ['an empty 500', emptyError(500)],
  ])('a create succeeds after %s twice', async (_what, fault) => {
    const { create, inject, seen, effects } = await startClient(client);
    inject(fault, fault);
    const { id } = (await dataOf(create())) as { id: string };
    expectSameBytes(seen, 3);
    expect(effects.of(seen[0]?.call ?? '').created).toEqual([id]);
  });

  test("a proxy's page with status 200 on every attempt is a DecodeError", async () => {
    const { create, ids, inject, seen } = await startClient(client);
    inject(proxyPage(200), proxyPage(200), proxyPage(200));
    const error = await failureOf(create());
    expect(error).toMatchObject({
      name: 'DecodeError',
      status: 200,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed: 200 OK with an HTML page, probably from a proxy or login screen. See error.bodyPreview. ${MAYBE}`,
    );
    expect((error as { bodyPreview?: string }).bodyPreview).toMatch(/^<!DOCTYPE html>/);
    expect(JSON.stringify(error)).not.toContain('DOCTYPE');
    expectSameBytes(seen, 3);
  });
});

describe.each(OPERATION_CLIENTS)('%s', (client) => {
  test("a proxy's page on every attempt is reported as one", async () => {
    const { create, ids, inject } = await startClient(client);
    inject(proxyPageBefore(502), proxyPageBefore(502), proxyPageBefore(502));
    const error = await failureOf(create());
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 502,
      requestId: undefined,
      idempotencyKey: '00000000-0000-4000-8000-000000000001',
    });
    expect(error.message).toBe(
      `${ids.create} failed after 3 attempts: 502 Bad Gateway: an HTML page, probably from a proxy or login screen. ${MAYBE}`,
    );
  });

  test('an empty 500 on every attempt is reported as one', async () => {
    const { create, ids, inject } = await startClient(client);
    inject(emptyError(500), emptyError(500), emptyError(500));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 500, body: undefined });
    expect(error.message).toBe(`${ids.create} failed after 3 attempts: 500 Internal Server Error. ${MAYBE}`);
  });

  test('an error whose body is broken JSON has the body as text', async () => {
    const { create, ids, inject, seen } = await startClient(client);
    inject(broken);
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 422, body: '{"message":"amount is n' });
    expect(error.message).toBe(
      `${ids.create} failed: 422 Unprocessable Entity. See error.body. Correct the request and retry with a new idempotency key.`,
    );
    expect(seen).toHaveLength(1);
  });

  test('result() resolves with broken JSON of an error as text', async () => {
    const { create, inject } = await startClient(client);
    inject(broken);
    const result = await (create() as unknown as { result(): Promise<object> }).result();
    expect(result).toMatchObject({ ok: false, status: 422, error: '{"message":"amount is n' });
  });
});

describe.each(PATH_CLIENTS)('%s', (client) => {
  test('a path method resolves with such errors', async () => {
    const { create, inject } = await startClient(client);
    inject(broken);
    expect(await pathResultOf(create())).toEqual({ status: 422, error: '{"message":"amount is n' });
    inject(emptyError(500), emptyError(500), emptyError(500));
    expect((await pathResultOf(create())).status).toBe(500);
    inject(proxyPageBefore(502), proxyPageBefore(502), proxyPageBefore(502));
    expect(await pathResultOf(create())).toMatchObject({
      status: 502,
      error: expect.stringMatching(/^<!DOCTYPE html>/),
    });
  });
});
