// Successes that are cut short, or labelled as what they are not.
import { isDecodeError } from '@org/iron-sdk';
import { describe, expect, test } from 'vitest';
import { DOORS, openBench } from './support/bench.ts';
import { encode, label, truncate } from './support/faults.ts';
import { dataOf, failureOf } from './support/outcome.ts';

describe.each(DOORS)('%s', (door) => {
  test.each([
    ['without a content type', label(undefined)],
    ['labelled as HTML', label('text/html')],
    ['labelled as bytes', label('application/octet-stream')],
    ['labelled as Latin-1, while it is UTF-8', label('application/json; charset=iso-8859-1')],
  ])('JSON %s is JSON', async (_what, act) => {
    const { create, script, seen, ledger } = await openBench(door);
    script(act);
    const data = (await dataOf(create())) as { id: string; name?: string };
    expect(ledger.of(seen[0]?.call ?? '').made).toEqual([data.id]);
    if (door.startsWith('Iron')) expect(data.name).toBe('Zoë Łukasz');
    expect(seen).toHaveLength(1);
  });

  test('a success whose JSON is cut short says that the create may have happened, and is not sent again', async () => {
    const { create, ids, script, seen, ledger } = await openBench(door);
    script(truncate);
    const error = await failureOf(create());
    expect(isDecodeError(error)).toBe(true);
    const status = door.startsWith('Iron') ? 201 : 200;
    expect(error).toMatchObject({ status, idempotencyKey: 'key-1' });
    expect(error.message).toBe(
      `${ids.create}: answered ${status} with a body that is broken; this error's 'start' shows how it begins. It may have been carried out: call again with idempotencyKey 'key-1'.`,
    );
    expect(ledger.of(seen[0]?.call ?? '').made).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  test('UTF-16 is not read as something else', async () => {
    const { read, ids, script } = await openBench(door);
    script(encode('utf-16le', 'utf16le'));
    const error = await failureOf(read());
    expect(error.name).toBe('DecodeError');
    expect(error.message).toBe(
      `${ids.read}: answered 200 with a body that is broken; this error's 'start' shows how it begins. It is safe to call again.`,
    );
  });
});

test.each(['Iron by name', 'Iron by path'] as const)('%s: Latin-1 is refused rather than misread', async (door) => {
  const { create, script, ids } = await openBench(door);
  script(encode('iso-8859-1', 'latin1'));
  const error = await failureOf(create());
  expect(error.message).toBe(
    `${ids.create}: answered 201 with a body that is not UTF-8; this error's 'start' shows how it begins. It may have been carried out: call again with idempotencyKey 'key-1'.`,
  );
});
