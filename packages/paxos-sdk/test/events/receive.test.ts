// Deliveries as Paxos makes them, and a real API that returns the event.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createMemoryDedupeStore,
  createPaxosEventHandler,
  type PaxosEvent,
  type PaxosEventOptions,
  receivePaxosEvent,
  verificationFailureOf,
} from '../../src/events.ts';
import { createPaxosClient, type PaxosClient } from '../../src/index.ts';

const ID = '0198c3c0-d9ea-7fff-9927-82e364cff101';
const KEY = 'k3y-from-the-dashboard';
const thin = (more: object = {}) => ({
  id: ID,
  type: 'identity.approved',
  source: 'com.paxos',
  time: '2026-03-02T09:40:01Z',
  object: 'event',
  ...more,
});
const full = (more: object = {}) => ({
  id: ID,
  type: 'identity.approved',
  object_type: 'identity_summary_status_change',
  object: { id: 'o1', identity_id: 'i1', old_summary_status: 'PENDING', new_summary_status: 'APPROVED' },
  created_at: '2026-03-02T09:40:01.648489Z',
  undelivered_webhooks: 0,
  ...more,
});

const api = useServer();
const tokens = useServer(json(200, { access_token: 't', token_type: 'bearer', expires_in: 3599 }));
let client: PaxosClient;
beforeAll(() => {
  client = createPaxosClient({
    clientId: 'a',
    clientSecret: 'b',
    baseUrl: `${api.url}/v2`,
    tokenUrl: `${tokens.url}/oauth2/token`,
    scopes: ['events:read_event'],
    maxRetries: 0,
  });
});
beforeEach(() => {
  api.script(json(200, full()));
});

const request = (body: unknown = thin(), headers: Record<string, string> = { 'x-api-key': KEY }): Request =>
  new Request('https://hooks.example/paxos', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const options = (more: Partial<PaxosEventOptions> = {}): PaxosEventOptions => ({
  client,
  authorize: { header: 'X-Api-Key', value: KEY },
  ...more,
});
const failing = (given: Request, more: Partial<PaxosEventOptions> = {}): Promise<Error> =>
  receivePaxosEvent(given, options(more), () => {}).then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );

test('fetches the full event, because the delivery holds none and proves nothing, and gives it to the handler', async () => {
  const seen: PaxosEvent[] = [];
  const receipt = await receivePaxosEvent(request(), options(), (event, delivery) => {
    seen.push(event);
    expect(delivery).toEqual(thin());
  });
  expect(seen).toEqual([full()]);
  expect(receipt).toMatchObject({ outcome: 'handled', event: full(), delivery: thin() });
  expect(receipt.response.status).toBe(200);
  expect(api.seen.map(({ url }) => url)).toEqual([`/v2/events/${ID}`]);
});

test('the type is that of the fetched event, not of the delivery', async () => {
  const { event } = await receivePaxosEvent(request(thin({ type: 'identity.denied' })), options(), () => {});
  expect(event?.type).toBe('identity.approved');
});

test.each([
  ['missing', {}, 'headers', "Header 'X-Api-Key' is missing. Set it for the webhook in Paxos's dashboard."],
  [
    'wrong',
    { 'x-api-key': 'guess' },
    'signature',
    "Header 'X-Api-Key' has another value than the one set for the webhook in Paxos's dashboard.",
  ],
  ['a part of the right one', { 'x-api-key': KEY.slice(0, -1) }, 'signature', 'another value'],
  ['the right one twice', { 'x-api-key': `${KEY}, ${KEY}` }, 'signature', 'another value'],
])('a credential that is %s is refused before anything is read or fetched', async (_what, headers, reason, message) => {
  const given = request(thin(), headers as Record<string, string>);
  const error = await failing(given);
  expect(verificationFailureOf(error)).toBe(reason);
  expect(error.message).toContain(message);
  expect(error.message).not.toContain(KEY);
  expect(given.bodyUsed).toBe(false);
  expect(api.seen).toHaveLength(0);
});

test('several values are good while the credential is being changed, and any header can carry it', async () => {
  const authorize = { header: 'Authorization', value: ['Bearer old', 'Bearer new'] };
  for (const authorization of authorize.value) {
    const { outcome } = await receivePaxosEvent(request(thin(), { authorization }), options({ authorize }), () => {});
    expect(outcome).toBe('handled');
  }
});

test('a function of the headers decides where the webhook uses OAuth; only true lets in', async () => {
  const good = options({ authorize: async (headers) => (headers as Headers).get('authorization') === 'Bearer jwt' });
  expect((await receivePaxosEvent(request(thin(), { authorization: 'Bearer jwt' }), good, () => {})).outcome).toBe(
    'handled',
  );
  for (const answer of [false, undefined, 'yes', 1]) {
    const error = await failing(request(), { authorize: () => answer as boolean });
    expect(verificationFailureOf(error)).toBe('signature');
  }
});

test.each([
  ['no JSON', 'hello', 'body'],
  ['no object', '[]', 'body'],
  ['null', 'null', 'body'],
  ['no id', JSON.stringify({ type: 'x' }), 'body'],
  ['an id that leads elsewhere', JSON.stringify({ id: '../events', type: 'x' }), 'body'],
  ['no type', JSON.stringify({ id: ID }), 'body'],
  ['too much', JSON.stringify({ id: ID, type: 'x', more: 'x'.repeat(70_000) }), 'too-large'],
])('a body with %s is refused, and nothing is fetched', async (_what, body, reason) => {
  expect(verificationFailureOf(await failing(request(body)))).toBe(reason);
  expect(api.seen).toHaveLength(0);
});

test('a test event is answered, and not given to the handler', async () => {
  const receipt = await receivePaxosEvent(request(thin({ is_test: true })), options(), () => {
    throw new Error('not for the handler');
  });
  expect(receipt.outcome).toBe('test');
  expect(receipt.response.status).toBe(200);
  expect(api.seen).toHaveLength(0);
});

test('with testEvents: handle it is fetched among the tests, and handled', async () => {
  const receipt = await receivePaxosEvent(
    request(thin({ is_test: true })),
    options({ testEvents: 'handle' }),
    () => {},
  );
  expect(receipt.outcome).toBe('handled');
  expect(api.seen[0]?.url).toBe(`/v2/events/${ID}?is_test=true`);
});

test('an event that comes twice is handled once, and a test with its id is another event', async () => {
  const dedupeStore = createMemoryDedupeStore();
  let handled = 0;
  const receive = (more: object = {}) =>
    receivePaxosEvent(request(thin(more)), options({ dedupeStore, testEvents: 'handle' }), () => handled++);
  expect((await receive()).outcome).toBe('handled');
  const second = await receive();
  expect(second.outcome).toBe('duplicate');
  expect(second.response.status).toBe(200);
  expect((await receive({ is_test: true })).outcome).toBe('handled');
  expect(handled).toBe(2);
  expect(api.seen).toHaveLength(2);
});

test('while one worker handles it the other answers 503, so that it is sent again', async () => {
  const dedupeStore = createMemoryDedupeStore();
  let finish = (): void => {};
  let begun = false;
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const first = receivePaxosEvent(request(), options({ dedupeStore }), () => {
    begun = true;
    return work;
  });
  await expect.poll(() => begun).toBe(true);
  const second = await receivePaxosEvent(request(), options({ dedupeStore }), () => {});
  expect(second.outcome).toBe('busy');
  expect(second.response.status).toBe(503);
  finish();
  expect((await first).outcome).toBe('handled');
});

test('an event whose handler or fetching fails is handled when it comes again', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const broken = receivePaxosEvent(request(), options({ dedupeStore }), () => {
    throw new Error('no room');
  });
  await expect(broken).rejects.toThrow('no room');
  api.script(json(500, {}));
  for (const handler of [() => {}, undefined]) {
    await expect(receivePaxosEvent(request(), options({ dedupeStore }), handler)).rejects.toThrow(
      'getEvent failed: 500 Internal Server Error',
    );
  }
  api.script(json(200, full()));
  expect((await receivePaxosEvent(request(), options({ dedupeStore }), () => {})).outcome).toBe('handled');
});

test('without a handler the event is yours until you say how it ended', async () => {
  const dedupeStore = createMemoryDedupeStore();
  const first = await receivePaxosEvent(request(), options({ dedupeStore }));
  expect(first).toMatchObject({ outcome: 'received', event: full() });
  expect((await receivePaxosEvent(request(), options({ dedupeStore }))).outcome).toBe('busy');
  await first.release();
  const second = await receivePaxosEvent(request(), options({ dedupeStore }));
  expect(second.outcome).toBe('received');
  await second.done();
  expect((await receivePaxosEvent(request(), options({ dedupeStore }))).outcome).toBe('duplicate');
});

test('an answer about another event is not taken for this one', async () => {
  api.script(json(200, full({ id: 'another' })));
  const error = await failing(request());
  expect(error.name).toBe('DecodeError');
  expect(error.message).toBe(`getEvent was called for event ${ID} and returned another one.`);
});

test.each<[string, Partial<Record<keyof PaxosEventOptions, unknown>>, string]>([
  ['no client', { client: undefined }, "Option 'client' must be a client of Paxos's"],
  ['no authorize', { authorize: undefined }, "Option 'authorize' must be { header, value }"],
  ['no header', { authorize: { value: KEY } }, "Option 'authorize' must be { header, value }"],
  [
    'a header that is none',
    { authorize: { header: 'a b', value: KEY } },
    "Option 'authorize' must be { header, value }",
  ],
  ['no value', { authorize: { header: 'X' } }, "Option 'authorize' has no value for header 'X'"],
  ['no values', { authorize: { header: 'X', value: [] } }, "Option 'authorize' has no value for header 'X'"],
  [
    'an empty value',
    { authorize: { header: 'X', value: ['a', ' '] } },
    "Option 'authorize' has no value for header 'X', or an empty one.",
  ],
  ['another word', { testEvents: 'drop' }, "Option 'testEvents' must be 'answer' or 'handle' (got 'drop')."],
  ['a limit that is none', { limit: 0 }, "option 'limit' must be a positive integer of bytes (got 0)."],
  [
    'a time for the body that is none',
    { bodyTimeout: -1 },
    "Option 'bodyTimeout' must be a positive number of milliseconds up to 2147483647 (got -1).",
  ],
  ['a lease that is none', { lease: -1 }, "Option 'lease' must be a positive number of milliseconds (got -1)."],
])('%s is refused with a ConfigurationError, by the route at once', async (_what, more, message) => {
  const wrong = { ...options(), ...more } as PaxosEventOptions;
  expect(() => createPaxosEventHandler(wrong, () => {})).toThrow(
    new RegExp(message.replace(/[{}[\]().]/g, '\\$&'), 'i'),
  );
  const error = await failing(request(), more as Partial<PaxosEventOptions>);
  expect(error.name).toBe('ConfigurationError');
});

test('a route answers over real HTTP: 200, 401, 400, 500, and tells what failed', async () => {
  const told: unknown[] = [];
  let broken = false;
  const route = createPaxosEventHandler({ ...options(), onError: (error) => told.push(error) }, () => {
    if (broken) throw new Error('no room');
  });
  const server = createServer(async (incoming, outgoing) => {
    const { status } = await route({ body: incoming, headers: incoming.headers });
    outgoing.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (body: unknown, key = KEY): Promise<number> => {
    const { status } = await fetch(url, { method: 'POST', headers: { 'x-api-key': key }, body: JSON.stringify(body) });
    return status;
  };
  expect(await post(thin())).toBe(200);
  expect(await post(thin(), 'guess')).toBe(401);
  expect(await post({ hello: 1 })).toBe(400);
  broken = true;
  expect(await post(thin())).toBe(500);
  expect(told).toHaveLength(3);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
