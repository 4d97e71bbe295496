import { expect, test } from 'vitest';
import { accountLabel } from '../../src/engine/account.ts';
import { createNote, fakeSandbox, send } from './fake.ts';

test('logs what a request was and what became of it, and no credential', async () => {
  const { sandbox } = fakeSandbox();
  const headers = { 'idempotency-key': '0198c300-0000-4000-8000-000000000001' };
  const key = 'secret-key-of-the-partner';
  await send(sandbox, 'POST', '/notes?token=hidden', { body: { text: 'words' }, key, headers });
  await send(sandbox, 'POST', '/notes?token=hidden', { body: { text: 'words' }, key, headers });
  await send(sandbox, 'GET', '/nowhere');
  expect(sandbox.requests()).toMatchObject([
    { number: 1, method: 'POST', path: '/api/notes', operation: 'createNote', status: 201, replayed: false },
    { number: 2, idempotencyKey: headers['idempotency-key'], status: 201, replayed: true },
    { number: 3, path: '/api/nowhere', status: 404 },
  ]);
  expect(JSON.stringify(sandbox.requests())).not.toMatch(/secret-key-of|words|hidden/);
  expect(sandbox.requests({ account: key }).map(({ number }) => number)).toEqual([1, 2]);
  expect(sandbox.requests({ provider: 'paxos' })).toEqual([]);
});

test('shows at most a quarter of a credential, and tells credentials of one label apart', async () => {
  const { sandbox } = fakeSandbox();
  const keys = ['k', 'test', 'test-12', 'a-long-key-of-many-letters'];
  for (const key of keys) await send(sandbox, 'GET', '/notes', { key });
  expect(sandbox.requests().map(({ account }) => account?.split('…').map((part) => part.length))).toEqual([
    [0, 8],
    [1, 8],
    [1, 8],
    [4, 8],
  ]);
  // Two credentials with the same beginning and the same checksum.
  const twins = twinKeys();
  for (const key of twins) await send(sandbox, 'GET', '/notes', { key });
  const numbers = twins.map((account) => sandbox.requests({ account }).map(({ number }) => number));
  expect([new Set(twins.map(accountLabel)).size, numbers]).toEqual([1, [[5], [6]]]);
});

/** By the birthday paradox, some hundred thousand keys hold two of one checksum. */
function twinKeys(): string[] {
  const seen = new Map<string, string>();
  for (let count = 0; ; count += 1) {
    const key = `test-${count}`;
    const label = accountLabel(key);
    const twin = seen.get(label);
    if (twin !== undefined) return [twin, key];
    seen.set(label, key);
  }
}

test('names fields that the request sent and nothing used', async () => {
  const { sandbox } = fakeSandbox();
  const body = { text: 'a', ignored: 'never read', txet: 'unknown', author: { name: 'known', nmae: 'unknown' } };
  await send(sandbox, 'POST', '/notes?verbose=1', { body });
  await send(sandbox, 'GET', '/colours?limit=1');
  expect(sandbox.requests().map(({ unused }) => unused)).toEqual([
    ['query.verbose', 'body.txet', 'body.author.nmae', 'body.ignored', 'body.author'],
    ['query.limit'],
  ]);
});

test('names no unread fields where the request was refused', async () => {
  const { sandbox } = fakeSandbox();
  await send(sandbox, 'POST', '/notes', { body: { text: 'refused', ignored: 'x' } });
  expect(sandbox.requests()).toMatchObject([{ status: 422, unused: [] }]);
});

test('says why the sandbox itself failed, and answers with the first line of it only', async () => {
  const { sandbox } = fakeSandbox();
  expect(await (await createNote(sandbox, 'broken')).json()).toMatchObject({ message: 'Error: broken' });
  expect(sandbox.requests()).toMatchObject([{ status: 500, failure: expect.stringContaining('Error: broken') }]);
});

test('keeps the last 1,000 requests', async () => {
  const { sandbox } = fakeSandbox();
  for (let count = 0; count < 1005; count += 1) await send(sandbox, 'GET', '/colours');
  const numbers = sandbox.requests().map(({ number }) => number);
  expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([1000, 6, 1005]);
});
