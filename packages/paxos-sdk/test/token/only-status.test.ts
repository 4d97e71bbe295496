import { expect, test } from 'vitest';
import { onlyStatus } from '../../src/only-status.ts';

/** A response as a `fetch` may return it, also with what no Response can be made with. */
const response = (more: object): Response =>
  Object.defineProperties(
    new Response('SECRET'),
    Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { value }])),
  );

test('of a response are left its status, its request id and when to retry', async () => {
  const headers = { 'retry-after': '7', 'x-request-id': 'r1', 'set-cookie': 'SECRET', location: 'https://x/SECRET' };
  const given = new Response('SECRET', { status: 503, statusText: 'Busy', headers });
  const { status, statusText, headers: left, body } = onlyStatus(given);
  expect([status, statusText, [...left], body]).toEqual([
    503,
    'Busy',
    [
      ['retry-after', '7'],
      ['x-request-id', 'r1'],
    ],
    null,
  ]);
  expect(given.bodyUsed).toBe(true);
});

test('a body that was read before changes nothing', async () => {
  const given = new Response('SECRET', { status: 201 });
  await given.text();
  expect(onlyStatus(given).status).toBe(201);
});

test.each([0, 101, 999])('status %i, with which no Response can be made, is an error Response', (status) => {
  expect(onlyStatus(response({ status })).type).toBe('error');
});

test('a status text that no Response takes loses what it must not hold', () => {
  expect(onlyStatus(response({ statusText: 'O\u0000K\u2603' })).statusText).toBe('OK');
});
