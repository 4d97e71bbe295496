// Errors that are no JSON: a proxy's page, nothing at all, and the beginning of a body.
import { describe, expect, test } from 'vitest';
import { DOORS, NAMED, openBench, PATHS } from './support/bench.ts';
import { emptyError, proxyPage, proxyPageBefore, say } from './support/faults.ts';
import { answerOf, dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

const MAYBE = `It may have been carried out: call again with idempotencyKey 'key-1'.`;
const broken = say({ status: 422, headers: { 'content-type': 'application/json' }, body: '{"message":"amount is n' });

describe.each(DOORS)('%s', (door) => {
  test.each([
    ["a proxy's page", proxyPageBefore(502)],
    ["a proxy's page of a gateway that waited too long", proxyPageBefore(504)],
    ['an empty 500', emptyError(500)],
  ])('%s is got over', async (_what, act) => {
    const { create, script, seen, ledger } = await openBench(door);
    script(act, act);
    const { id } = (await dataOf(create())) as { id: string };
    expectSameBytes(seen, 3);
    expect(ledger.of(seen[0]?.call ?? '').made).toEqual([id]);
  });

  test("a proxy's page instead of a success is no success, though it says 200", async () => {
    const { create, ids, script, seen } = await openBench(door);
    script(proxyPage(200));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'DecodeError', status: 200, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: answered 200 with a body that is HTML of a proxy or login page; this error's 'start' shows how it begins. ${MAYBE}`,
    );
    expect((error as { start?: string }).start).toMatch(/^<!DOCTYPE html>/);
    expect(JSON.stringify(error)).not.toContain('DOCTYPE');
    expect(seen).toHaveLength(1);
  });
});

describe.each(NAMED)('%s', (door) => {
  test("a proxy's page each time says that it was a proxy", async () => {
    const { create, ids, script } = await openBench(door);
    script(proxyPageBefore(502), proxyPageBefore(502), proxyPageBefore(502));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 502, requestId: undefined, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: answered 502 after 3 attempts: the body is HTML, so a proxy answered rather than the API. ${MAYBE}`,
    );
  });

  test('an empty 500 each time says that there is no body', async () => {
    const { create, ids, script } = await openBench(door);
    script(emptyError(500), emptyError(500), emptyError(500));
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 500, body: undefined });
    expect(error.message).toBe(`${ids.create}: answered 500 after 3 attempts: there is no body. ${MAYBE}`);
  });

  test('a broken JSON body of an error is told as it came', async () => {
    const { create, ids, script, seen } = await openBench(door);
    script(broken);
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ApiError', status: 422, body: '{"message":"amount is n' });
    expect(error.message).toBe(
      `${ids.create}: answered 422: the body is broken JSON: {"message":"amount is n. Correct the request and call again, with a fresh idempotency key.`,
    );
    expect(seen).toHaveLength(1);
  });

  test('.result() gives the same without throwing', async () => {
    const { create, script } = await openBench(door);
    script(broken);
    const result = await (create() as unknown as { result(): Promise<object> }).result();
    expect(result).toMatchObject({ ok: false, status: 422, error: '{"message":"amount is n' });
  });
});

describe.each(PATHS)('%s', (door) => {
  test('each of them is the error of its answer', async () => {
    const { create, script } = await openBench(door);
    script(broken);
    expect(await answerOf(create())).toEqual({ status: 422, error: '{"message":"amount is n' });
    script(emptyError(500), emptyError(500), emptyError(500));
    expect((await answerOf(create())).status).toBe(500);
    script(proxyPageBefore(502), proxyPageBefore(502), proxyPageBefore(502));
    expect(await answerOf(create())).toMatchObject({ status: 502, error: expect.stringMatching(/^<!DOCTYPE html>/) });
  });
});
