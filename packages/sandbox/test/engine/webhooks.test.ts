import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test } from 'vitest';
import { createNote, fakeSandbox, send } from './fake.ts';

const server = useServer(json(200, {}));

/** Receives deliveries and answers them with the statuses, the last of which is repeated. */
function receiver(...statuses: number[]) {
  const bodies: { type: string; data: { text?: string } }[] = [];
  const headers: Headers[] = [];
  return {
    bodies,
    headers,
    async handler(request: Request): Promise<Response> {
      bodies.push(await request.json());
      headers.push(request.headers);
      const status = statuses.length > 1 ? statuses.shift() : (statuses[0] ?? 200);
      return new Response('ok', { status: status ?? 200 });
    },
  };
}

test('delivers an event to each subscription that asks for it, and to no other credential', async () => {
  const { sandbox } = fakeSandbox();
  const [all, due, other] = [receiver(), receiver(), receiver()];
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: all.handler, secret: 's' });
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: due.handler, types: ['note_due'] });
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'other', handler: other.handler });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  expect([all.bodies, due.bodies, other.bodies]).toEqual([
    [{ type: 'note_created', data: { id: expect.any(String), text: 'a' } }],
    [],
    [],
  ]);
  expect(all.headers[0]?.get('x-secret')).toBe('s');
  await sandbox.clock.advance('2m');
  expect([all.bodies.length, due.bodies.length, other.bodies.length]).toEqual([2, 1, 0]);
});

test('delivers to an address over the network', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', url: `${server.url}/hook` });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  expect(server.seen.map(({ method, path, body }) => [method, path, JSON.parse(body).type])).toEqual([
    ['POST', '/hook', 'note_created'],
  ]);
  expect(sandbox.webhooks.list().map(({ state }) => state)).toEqual(['delivered']);
});

test('retries a delivery on the clock of the sandbox: after 5 s, then with doubled delays, for 24 hours', async () => {
  const { sandbox } = fakeSandbox();
  const down = receiver(500);
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: down.handler, types: ['note_created'] });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  expect(sandbox.webhooks.list()).toMatchObject([{ state: 'pending', attempts: [{ status: 500 }] }]);
  await sandbox.clock.advance('25h');
  const [delivery] = sandbox.webhooks.list();
  expect(delivery).toMatchObject({ state: 'failed', nextAt: undefined });
  const times = delivery?.attempts.map(({ at }) => at) ?? [];
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(gaps.length).toBeGreaterThan(10);
  for (const [index, gap] of gaps.entries()) {
    expect(gap).toBeGreaterThanOrEqual(5000 * 2 ** index);
    expect(gap).toBeLessThanOrEqual(5000 * 2 ** index * 1.25 + 1);
  }
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(24 * 3_600_000);
});

test('lists every attempt with its status or its error', async () => {
  const { sandbox } = fakeSandbox();
  const answers = [
    () => Promise.reject(new Error('receiver is down')),
    () => new Response(null, { status: 503 }),
    () => new Response(null, { status: 204 }),
  ];
  const handler = () => (answers.shift() ?? (() => new Response()))();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler, types: ['note_created'] });
  await createNote(sandbox, 'a');
  await sandbox.clock.advance('1m');
  expect(sandbox.webhooks.list()).toMatchObject([
    { state: 'delivered', attempts: [{ error: 'receiver is down' }, { status: 503 }, { status: 204 }] },
  ]);
});

test('redelivers on demand, also what was delivered', async () => {
  const { sandbox } = fakeSandbox();
  const { handler, bodies } = receiver();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  const [delivery] = sandbox.webhooks.list();
  expect(await sandbox.webhooks.redeliver(delivery?.id ?? '')).toMatchObject({
    attempts: [{}, {}],
    state: 'delivered',
  });
  expect(bodies[1]).toEqual(bodies[0]);
  await expect(sandbox.webhooks.redeliver('no')).rejects.toThrow('There is no delivery "no".');
});

test('triggers the event of my record, and names what is wrong where there is none', async () => {
  const { sandbox } = fakeSandbox();
  const { handler, bodies } = receiver();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler });
  const created = (await (await createNote(sandbox, 'mine')).json()) as { id: string };
  await sandbox.webhooks.trigger('note_created', { note: created.id });
  expect(bodies.map(({ data }) => data)).toEqual([created, created]);
  await expect(sandbox.webhooks.trigger('note_created', { note: 'no' })).rejects.toThrow(
    `No record for the event 'note_created' with {"note":"no"}.`,
  );
  await expect(sandbox.webhooks.trigger('nope', { note: created.id })).rejects.toThrow(`There is no event 'nope'.`);
});

test('expects a delivery by type and by a part of its body, each one once', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver().handler });
  const coming = sandbox.webhooks.expect({ type: 'note_created', where: { data: { text: 'b' } }, timeout: 30_000 });
  await createNote(sandbox, 'a');
  await createNote(sandbox, 'b');
  expect(await coming).toMatchObject({ body: { data: { text: 'b' } }, state: 'delivered' });
  const text = ({ data }: { data: { text: string } }) => data.text;
  const first = await sandbox.webhooks.expect({ type: 'note_created', where: (body) => text(body) === 'a' });
  expect(first.body).toMatchObject({ data: { text: 'a' } });
  await expect(sandbox.webhooks.expect({ type: 'note_created', timeout: 1 })).rejects.toThrow(
    `Expected a delivery of 'note_created' that matches. Instead:\n  note_created: delivered (200)`,
  );
});

test('says what to do where nothing was delivered, and passes on what a condition throws', async () => {
  const { sandbox } = fakeSandbox();
  await expect(sandbox.webhooks.expect({ type: 'x', timeout: 1 })).rejects.toThrow('Subscribe first');
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver().handler });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  const broken = (): boolean => {
    throw new Error('my condition');
  };
  await expect(sandbox.webhooks.expect({ type: 'note_created', where: broken })).rejects.toThrow('my condition');
});

test('delivers twice, late, or out of order on demand', async () => {
  const { sandbox } = fakeSandbox();
  const { handler, bodies } = receiver();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler, types: ['note_created'] });
  const texts = async (): Promise<unknown[]> => {
    await sandbox.settled();
    return bodies.splice(0).map(({ data }) => data.text);
  };
  sandbox.webhooks.disturb({ kind: 'duplicate', times: 1 });
  await createNote(sandbox, 'a');
  await createNote(sandbox, 'b');
  expect(await texts()).toEqual(['a', 'a', 'b']);

  sandbox.webhooks.disturb({ kind: 'reorder', times: 1 });
  await createNote(sandbox, 'c');
  await createNote(sandbox, 'd');
  expect(await texts()).toEqual(['d', 'c']);

  sandbox.webhooks.disturb({ kind: 'delay', by: '30s', times: 1 });
  await createNote(sandbox, 'e');
  expect(await texts()).toEqual([]);
  await sandbox.clock.advance('30s');
  expect(await texts()).toEqual(['e']);
});

test.each([
  [{ kind: 'duplicat', times: 1 }, `Unknown disturbance 'duplicat'; did you mean 'duplicate'?`],
  [{ kind: 'delay', times: 1 }, `A delay needs 'by'`],
  [{ kind: 'reorder', times: 0 }, `'times' must be a positive integer (got 0).`],
])('refuses the disturbance %j', (disturbance, message) => {
  expect(() => fakeSandbox().sandbox.webhooks.disturb(disturbance as never)).toThrow(message);
});

test.each([
  [{ provider: 'irn', account: 'k', url: 'http://a.test' }, `'provider' must be 'iron' or 'paxos'`],
  [{ provider: 'iron', account: '', url: 'http://a.test' }, `'account' must be the API key`],
  [{ provider: 'iron', account: 'k' }, `Pass either 'url' or 'handler'.`],
  [{ provider: 'iron', account: 'k', url: 'file:///etc/passwd' }, `'url' must be an http or https address.`],
])('refuses the subscription %j', (options, message) => {
  expect(() => fakeSandbox().sandbox.webhooks.subscribe(options as never)).toThrow(message);
});

test('fails a delivery whose receiver was removed', async () => {
  const { sandbox } = fakeSandbox();
  const { id } = sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver(500).handler });
  await createNote(sandbox, 'a');
  await sandbox.settled();
  sandbox.webhooks.unsubscribe(id);
  await sandbox.clock.advance('10s');
  expect(sandbox.webhooks.list()).toMatchObject([
    { state: 'failed', attempts: [{ status: 500 }, { error: 'the subscription was removed' }] },
  ]);
});

test('keeps at most 1,000 deliveries of a credential, and forgets finished ones first', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver().handler, types: ['note_created'] });
  for (let count = 0; count < 1010; count += 1) await createNote(sandbox, String(count));
  await sandbox.settled();
  const list = sandbox.webhooks.list();
  expect([list.length, list.at(-1)?.body]).toEqual([
    1000,
    expect.objectContaining({ data: { id: expect.any(String), text: '1009' } }),
  ]);
});

test('a snapshot keeps deliveries and their retries', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', url: `${server.url}/hook`, types: ['note_created'] });
  server.script(json(500, {}), json(200, {}));
  await createNote(sandbox, 'a');
  await sandbox.settled();
  const copy = fakeSandbox({ data: JSON.parse(JSON.stringify(sandbox.snapshot())) }).sandbox;
  await copy.clock.advance('10s');
  expect(copy.webhooks.list()).toMatchObject([{ state: 'delivered', attempts: [{ status: 500 }, { status: 200 }] }]);
  expect(await (await send(copy, 'GET', '/notes')).json()).toHaveLength(1);
});

test('takes a step for which there is no operation, and delivers what it emits', async () => {
  const { sandbox } = fakeSandbox();
  const { handler, bodies } = receiver();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler, types: ['note_lost'] });
  const { id } = (await (await createNote(sandbox, 'a')).json()) as { id: string };
  const step = { provider: 'iron', account: 'k', id } as const;
  await sandbox.act({ ...step, action: 'note.lose', comment: 'in a drawer' });
  expect(bodies).toEqual([{ type: 'note_lost', data: { id, comment: 'in a drawer' } }]);
  await expect(sandbox.act({ ...step, action: 'note.los' })).rejects.toThrow(`did you mean 'note.lose'?`);
  await expect(sandbox.act({ ...step, action: 'note.lose' })).rejects.toThrow('There is no such note.');
});

test('expects a delivery again after reset and restore, although ids repeat', async () => {
  const { sandbox } = fakeSandbox();
  const before = sandbox.snapshot();
  const round = async (): Promise<string> => {
    sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver().handler });
    await createNote(sandbox, 'a');
    await sandbox.settled();
    return (await sandbox.webhooks.expect({ type: 'note_created', timeout: 10 })).id;
  };
  const first = await round();
  sandbox.reset();
  expect(await round()).toBe(first);
  sandbox.reset({ account: 'k' });
  expect(await round()).toBe(first);
  sandbox.restore(before);
  expect(await round()).toBe(first);
});

test('after a reset what was queued is delivered to nobody, and a new receiver is not kept waiting', async () => {
  const { sandbox } = fakeSandbox();
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const types: string[] = [];
  const subscribe = (handler: (request: Request) => Promise<Response>) =>
    sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler });
  subscribe(async () => {
    types.push('old');
    await answered;
    return new Response();
  });
  for (const text of ['a', 'b', 'c']) await createNote(sandbox, text);
  sandbox.reset();
  const { handler, bodies } = receiver();
  subscribe(handler);
  await createNote(sandbox, 'd');
  answer();
  await sandbox.settled();
  expect([types, bodies.map(({ data }) => data.text)]).toEqual([['old'], ['d']]);
});

test('a receiver that is a function is not part of a snapshot, and its deliveries say so', async () => {
  const { sandbox } = fakeSandbox();
  sandbox.webhooks.subscribe({ provider: 'iron', account: 'k', handler: receiver().handler });
  const { sandbox: other } = fakeSandbox({ data: sandbox.snapshot() });
  await createNote(other, 'a');
  await other.settled();
  expect(other.webhooks.list()).toMatchObject([
    { state: 'pending', attempts: [{ error: 'handler is not part of a snapshot' }] },
  ]);
});
