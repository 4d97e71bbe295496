import { expect, test } from 'vitest';
import type { Fault } from '../../src/engine/faults.ts';
import { createNote, fakeSandbox, send } from './fake.ts';

/** Status, content type and body of what comes, or what it rejects with. */
async function seen(answered: Promise<Response>): Promise<unknown[]> {
  try {
    const response = await answered;
    const body = await response.text().catch((error: Error) => `broken off: ${error.message}`);
    return [response.status, response.headers.get('content-type'), body];
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: { code?: string } };
    return [name, message, cause?.code];
  }
}

test.each<[Fault, unknown[]]>([
  [{ kind: 'status', status: 503 }, [503, 'application/json', expect.stringContaining('a fault that was asked for')]],
  [{ kind: 'status', status: 429 }, [429, 'application/json', '"a fault that was asked for"']],
  [{ kind: 'html' }, [502, 'text/html', expect.stringContaining('<html>')]],
  [{ kind: 'html', status: 504 }, [504, 'text/html', expect.stringContaining('<html>')]],
  [{ kind: 'expired-token' }, [401, 'text/plain; charset=utf-8', 'no key']],
  [{ kind: 'reset', when: 'before' }, ['TypeError', 'fetch failed', 'ECONNRESET']],
])('the fault %j ends a request before its work, as often as it says', async (fault, outcome) => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: 'createNote', times: 2, fault });
  expect(await seen(createNote(sandbox, 'a'))).toEqual(outcome);
  expect(sandbox.faults.list()).toMatchObject([{ times: 2, left: 1 }]);
  expect(await seen(createNote(sandbox, 'a'))).toEqual(outcome);
  expect(sandbox.faults.list()).toEqual([]);
  expect(sandbox.snapshot().iron).toEqual({});
  expect((await createNote(sandbox, 'a')).status).toBe(201);
});

test.each<[Fault, unknown[]]>([
  [{ kind: 'reset', when: 'after' }, ['TypeError', 'fetch failed', 'ECONNRESET']],
  [{ kind: 'truncated' }, [201, 'application/json', 'broken off: terminated']],
])('after the fault %j the work is done, and its key replays the response', async (fault, outcome) => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: 'createNote', times: 1, fault });
  const headers = { 'idempotency-key': '0198c300-0000-4000-8000-000000000001' };
  const again = () => send(sandbox, 'POST', '/notes', { body: { text: 'a' }, headers });
  expect(await seen(again())).toEqual(outcome);
  expect((await again()).status).toBe(201);
  expect(sandbox.requests().map(({ fault, replayed }) => [fault, replayed])).toEqual([
    [fault.kind, false],
    [undefined, true],
  ]);
  expect(await (await send(sandbox, 'GET', '/notes')).json()).toHaveLength(1);
});

test('a delay lasts until the clock of the sandbox was advanced', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: 'listNotes', times: 1, fault: { kind: 'delay', by: '30s' } });
  let answered = false;
  const response = send(sandbox, 'GET', '/notes').then((value) => {
    answered = true;
    return value;
  });
  await sandbox.clock.advance('29s');
  expect(answered).toBe(false);
  await sandbox.clock.advance('1s');
  expect((await response).status).toBe(200);
});

test('a delay of real time lasts that long, and a caller may give up', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: 'listColours', times: 2, fault: { kind: 'delay', ms: 5 } });
  const started = performance.now();
  await send(sandbox, 'GET', '/colours');
  expect(performance.now() - started).toBeGreaterThanOrEqual(4);
  const stop = new AbortController();
  const given = sandbox.iron.fetch('http://fake.test/api/colours', { signal: stop.signal });
  stop.abort();
  await expect(given).rejects.toThrow('This operation was aborted');
});

test('a status fault carries Retry-After where it is asked for', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: '*', times: 1, fault: { kind: 'status', status: 429, retryAfter: 30 } });
  expect((await send(sandbox, 'GET', '/notes')).headers.get('retry-after')).toBe('30');
});

test('a fault of one credential leaves the others alone', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.faults.add({ operation: 'createNote', account: 'b', times: 1, fault: { kind: 'html' } });
  expect([(await createNote(sandbox, 'x', 'a')).status, (await createNote(sandbox, 'x', 'b')).status]).toEqual([
    201, 502,
  ]);
});

test.each([
  [{ operation: 'createNot' }, `Unknown operation "createNot"; did you mean 'createNote'?`],
  [{ operation: 'zzzzzzzzzzzzzzzzz' }, 'Pass an operationId of the contract'],
  [{ provider: 'irn' }, `Unknown provider 'irn'; did you mean 'iron'?`],
  [{ times: 0 }, `'times' must be a positive integer (got 0).`],
  [{ fault: { kind: 'stauts' } }, `Unknown fault 'stauts'; did you mean 'status'?`],
  [{ fault: undefined }, `Unknown fault 'undefined'`],
  [{ fault: { kind: 'status', status: 200 } }, `'status' must be an integer from 400 to 599 (got 200).`],
  [{ fault: { kind: 'reset' } }, `A reset needs 'when'`],
  [{ fault: { kind: 'delay' } }, `A delay needs either 'by'`],
  [{ fault: { kind: 'delay', by: 'soon' } }, 'Invalid duration "soon".'],
  [{ fault: { kind: 'delay', ms: -1 } }, `'ms' must be an integer`],
  [{ fault: { kind: 'status', status: 429, retryAfter: '1\r\nx: y' } }, `'retryAfter' must be seconds or a date.`],
])('refuses the rule %j', (part, message) => {
  const rule = { operation: 'createNote', times: 1, fault: { kind: 'html' }, ...part };
  expect(() => fakeSandbox().sandbox.faults.add(rule as never)).toThrow(message);
});

test.each([
  ['status=503', 503],
  ['status=429; retry-after=5', 429],
  ['html', 502],
  ['html=503', 503],
  ['ms=0', 200],
  ['expired-token', 401],
  ['{"kind":"status","status":418}', 418],
  ['nonsense', 400],
  ['{', 400],
  ['status=20', 400],
])('the header x-sandbox-fault: %s gives %i', async (header, status) => {
  const { sandbox } = fakeSandbox();
  const response = await send(sandbox, 'GET', '/notes', { headers: { 'x-sandbox-fault': header } });
  expect(response.status).toBe(status);
  if (header.includes('retry-after')) expect(response.headers.get('retry-after')).toBe('5');
});
