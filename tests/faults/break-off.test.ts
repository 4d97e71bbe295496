// An answer that breaks off in the middle of its body, and one that is no HTTP at all.
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { breakOff, gibberish } from './support/faults.ts';
import { dataOf, expectSameBytes, failureOf } from './support/outcome.ts';

describe.each(DOORS)('%s', (door) => {
  test('half a body is no answer: a read is sent again', async () => {
    const { read, script, seen } = await openBench(door);
    script(breakOff, breakOff);
    expect(await dataOf(read())).toHaveProperty('id');
    expect(seen).toHaveLength(3);
  });

  test('a create whose every answer breaks off happened once, and says so', async () => {
    const { create, ids, script, seen, ledger } = await openBench(door);
    script(breakOff, breakOff, breakOff);
    const error = await failureOf(create());
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'body', unsent: false, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: the connection failed (body: UND_ERR_SOCKET). It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expectSameBytes(seen, 3);
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
  });

  test('what is no HTTP is a failed connection', async () => {
    const { read, ids, script, seen } = await openBench(door);
    script(gibberish, gibberish, gibberish);
    const error = await failureOf(read());
    expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network' });
    expect(error.message).toBe(
      `${ids.read}: the connection failed (network: HTTPParserError). It is safe to call again.`,
    );
    expect(seen).toHaveLength(3);
  });
});
