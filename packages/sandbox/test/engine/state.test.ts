import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { maxStored, store } from '../../src/engine/idempotency.ts';
import { createSandbox } from '../../src/index.ts';
import { createNote, fakeSandbox, send } from './fake.ts';

const texts = async (sandbox: ReturnType<typeof fakeSandbox>['sandbox'], key = 'k'): Promise<string[]> =>
  ((await (await send(sandbox, 'GET', '/notes', { key })).json()) as { text: string }[]).map(({ text }) => text);

test('each credential has its own state, and its own reset and snapshot', async () => {
  const { sandbox } = fakeSandbox();
  await createNote(sandbox, 'a', 'one');
  await createNote(sandbox, 'b', 'two');
  const snapshot = sandbox.snapshot({ provider: 'iron', account: 'one' });
  expect([Object.keys(snapshot.iron), Object.keys(snapshot.paxos)]).toEqual([['one'], []]);
  sandbox.reset({ account: 'one' });
  expect([await texts(sandbox, 'one'), await texts(sandbox, 'two')]).toEqual([[], ['b']]);
  await createNote(sandbox, 'c', 'two');
  sandbox.restore(snapshot, { provider: 'iron', account: 'one' });
  expect([await texts(sandbox, 'one'), await texts(sandbox, 'two')]).toEqual([['a'], ['b', 'c']]);
});

test('a snapshot restores everything, the clock included, and goes through JSON', async () => {
  const { sandbox } = fakeSandbox();
  await createNote(sandbox, 'a');
  const snapshot = JSON.parse(JSON.stringify(sandbox.snapshot()));
  await sandbox.clock.advance('1h');
  await createNote(sandbox, 'b');
  sandbox.restore(snapshot);
  expect([await texts(sandbox), sandbox.clock.now().toISOString()]).toEqual([['a'], '2026-11-20T12:00:00.000Z']);
  expect(sandbox.snapshot()).toEqual(snapshot);
});

test('starts from a snapshot in a file', async () => {
  const { sandbox } = fakeSandbox();
  await createNote(sandbox, 'a');
  const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'data.json');
  writeFileSync(file, JSON.stringify(sandbox.snapshot()));
  expect(await texts(fakeSandbox({ data: file }).sandbox)).toEqual(['a']);
});

test.each([
  [{}, 'This is not a snapshot'],
  [{ format: 1, now: 0, paxos: {} }, 'The snapshot has no states of iron.'],
  [{ format: 1, now: 0, iron: { k: { records: {} } }, paxos: {} }, 'a state of iron that is not whole'],
])('refuses to restore %j', (snapshot, message) => {
  expect(() => fakeSandbox().sandbox.restore(snapshot as never)).toThrow(message);
});

test('the same seed and requests give the same ids', async () => {
  const ids = async (): Promise<unknown> => (await createNote(fakeSandbox({ seed: 7 }).sandbox, 'a')).json();
  expect(await ids()).toEqual(await ids());
});

test('replays a key, refuses it with another body, and forgets it after 24 hours', async () => {
  const { sandbox } = fakeSandbox();
  const headers = { 'idempotency-key': '0198c300-0000-4000-8000-000000000001' };
  const post = (text: string) => send(sandbox, 'POST', '/notes', { body: { text }, headers });
  const first = await (await post('a')).json();
  expect([await (await post('a')).json(), (await post('b')).status]).toEqual([first, 409]);
  await sandbox.clock.advance('24h');
  expect(await (await post('a')).json()).not.toEqual(first);
});

test.each(['__proto__', 'constructor', '7'])('replays the key %s like any other, after a snapshot too', async (key) => {
  const { sandbox } = fakeSandbox();
  const post = () => send(sandbox, 'POST', '/notes', { body: { text: 'a' }, headers: { 'idempotency-key': key } });
  const first = await (await post()).json();
  sandbox.restore(sandbox.snapshot());
  expect(await (await post()).json()).toEqual(first);
});

test('a stored refusal is replayed, and the replay is what was sent first although the record changed', async () => {
  const { sandbox } = fakeSandbox();
  const headers = { 'idempotency-key': '0198c300-0000-4000-8000-000000000001' };
  const refused = () => send(sandbox, 'POST', '/notes', { body: { text: 'refused' }, headers });
  expect([(await refused()).status, (await refused()).status]).toEqual([422, 422]);
  expect(sandbox.requests().map(({ replayed }) => replayed)).toEqual([false, true]);
});

test('stores at most 10,000 replies, and forgets expired ones first, then the oldest', () => {
  const state = { idempotency: {}, stored: 0 } as never as Parameters<typeof store>[0];
  const put = (key: string, expires: number) =>
    store(state, key, { fingerprint: '', reply: { status: 200 }, expires }, 100);
  put('expired', 50);
  for (let count = 0; count < maxStored; count += 1) put(`k${count}`, 200);
  expect([state.stored, Object.keys(state.idempotency)[0]]).toEqual([maxStored, 'key k0']);
  put('last', 200);
  expect([state.stored, Object.keys(state.idempotency)[0]]).toEqual([maxStored * 0.9 + 1, 'key k1000']);
});

test('carries out in order of time what becomes due while the clock is advanced', async () => {
  const { sandbox } = fakeSandbox();
  const at: string[] = [];
  const handler = async (request: Request): Promise<Response> => {
    const { type, data } = (await request.json()) as { type: string; data: { at: string } };
    if (type === 'note_due') at.push(data.at);
    return new Response();
  };
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler });
  await createNote(sandbox, 'a');
  await sandbox.clock.advance('30s');
  await createNote(sandbox, 'b');
  await sandbox.clock.advance('2h');
  expect(at).toEqual(['2026-11-20T12:01:00.000Z', '2026-11-20T12:01:30.000Z']);
});

test('carries out what becomes due by itself where time passes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { sandbox, internals } = fakeSandbox({ clock: { start: new Date('2026-11-20T12:00:00Z') } });
  const types: string[] = [];
  const handler = async (request: Request): Promise<Response> => {
    types.push(((await request.json()) as { type: string }).type);
    return new Response();
  };
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler });
  await createNote(sandbox, 'a');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(types).toEqual(['note_created']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(types).toEqual(['note_created', 'note_due']);
  internals.close();
});

test('options that do not exist are refused with the name that was meant', () => {
  const { sandbox } = fakeSandbox();
  const fault = { kind: 'html' } as const;
  const mistakes: [() => unknown, string][] = [
    [() => createSandbox({ clok: {} } as never), `createSandbox has no 'clok'; did you mean 'clock'?`],
    [() => createSandbox({ clock: { stoped: true } } as never), `clock has no 'stoped'; did you mean 'stopped'?`],
    [() => sandbox.reset({ acount: 'k' } as never), `no 'acount'; did you mean 'account'?`],
    [() => sandbox.reset({ provider: 'irno' } as never), `Unknown provider 'irno'; did you mean 'iron'?`],
    [() => sandbox.faults.add({ operation: '*', times: 1, falt: 1, fault } as never), `did you mean 'fault'?`],
  ];
  for (const [mistake, message] of mistakes) expect(mistake).toThrow(message);
});
