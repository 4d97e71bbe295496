// Callers, clocks, user code and responses that cannot be trusted: one rule per test.
import { runInNewContext } from 'node:vm';
import { manualClock, settle } from '@org/test-kit/clock';
import { drip, empty, hangInBody, json, raw, reset } from '@org/test-kit/replies';
import { type Reply, useServer } from '@org/test-kit/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hooks } from '../src/instrumentation.ts';
import { redact } from '../src/redact.ts';
import { waitFor } from '../src/wait.ts';
import { failureOf, type TestOptions, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);
const client = (options: TestOptions = {}) => testClient({ baseUrl: server.url, ...options });
const id = { path: { id: 'c1' } };

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await settle();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('a given idempotency key is on the wire, or the call is refused', () => {
  class Dto {
    readonly #amount = '1';
    toJSON(): object {
      return { amount: this.#amount };
    }
  }
  class Getters {
    get hidden(): string {
      return 'not own';
    }
    readonly amount = '1';
  }
  const bodies: [string, unknown][] = [
    ['without a prototype', Object.assign(Object.create(null), { amount: '1' })],
    ['of another realm', runInNewContext('({ amount: "1" })')],
    ['with toJSON', new Dto()],
    ['with getters', new Getters()],
    ['with an own accessor', Object.defineProperty({}, 'amount', { enumerable: true, get: () => '1' })],
    ['that is frozen', Object.freeze({ amount: '1' })],
  ];

  test.each(bodies)('in a body %s', async (_what, body) => {
    await client().transfer.createTransfer({ body: body as { amount: string } }, { idempotencyKey: 'order-1' });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({ amount: '1', ref_id: 'order-1' });
  });

  test.each<[string, unknown]>([
    ['an array', [{ amount: '1' }]],
    ['a text', '{"amount":"1"}'],
    ['nothing', undefined],
    ['null', null],
    ['a form', new FormData()],
  ])('a body that is %s is refused', async (_what, body) => {
    const call = client().transfer.createTransfer({ body: body as never }, { idempotencyKey: 'order-1' });
    const error = await failureOf(call);
    expect(error).toMatchObject({ name: 'InvalidRequestError', notSent: true });
    expect(error.message).toContain('so the body must be an object');
    expect(server.seen).toEqual([]);
  });

  test.each<[string, object, object]>([
    ['an empty option', {}, { idempotencyKey: '' }],
    ['a blank option', {}, { idempotencyKey: ' ' }],
    ['null as the option', {}, { idempotencyKey: null }],
    ['a body field that disagrees', { ref_id: 'mine' }, { idempotencyKey: 'other' }],
    ['an empty body field', { ref_id: '' }, {}],
    ['a body field that is not a string', { ref_id: 7 }, {}],
  ])('%s is refused', async (_what, more, options) => {
    const error = await failureOf(client().transfer.createTransfer({ body: { amount: '1', ...more } }, options));
    expect(error.name).toBe('InvalidRequestError');
    expect(server.seen).toEqual([]);
  });

  test.each<[string, object, object]>([
    ['an empty option', {}, { idempotencyKey: '' }],
    ['a header argument that disagrees', { header: { 'IDEMPOTENCY-KEY': 'a' } }, { idempotencyKey: 'b' }],
    ['a header option that disagrees', {}, { headers: { 'idempotency-key': 'a' }, idempotencyKey: 'b' }],
    ['two headers that disagree', { header: { 'IDEMPOTENCY-KEY': 'a' } }, { headers: { 'idempotency-key': 'b' } }],
    ['white space around it, which a header would lose', {}, { idempotencyKey: ' a ' }],
    ['a line break', {}, { idempotencyKey: 'a\nb' }],
  ])('of a key in a header %s is refused', async (_what, more, options) => {
    const error = await failureOf(client().customer.createCustomer({ body: { name: 'Ada' }, ...more }, options));
    expect(error.name).toBe('InvalidRequestError');
    expect(server.seen).toEqual([]);
  });

  test('a client whose headers hold the key of every call is refused', () => {
    expect(() => client({ headers: { 'Idempotency-Key': 'one-for-all' } })).toThrow(
      "Option 'headers' must not contain 'IDEMPOTENCY-KEY': every call would have the same idempotency key.",
    );
  });

  test('a key that the provider would not take is refused before it is sent', async () => {
    const checkKey = (key: string) => (key.length === 36 ? undefined : 'idempotencyKey must be a UUID.');
    const error = await failureOf(
      client({ checkKey }).customer.createCustomer({ body: { name: 'Ada' } }, { idempotencyKey: 'order-1' }),
    );
    expect(error.message).toBe('createCustomer: idempotencyKey must be a UUID.');
    expect(server.seen).toEqual([]);
  });

  test('a serialiser of the caller that loses it is refused', async () => {
    const call = client().POST('/transfers', { body: { amount: '1' }, bodySerializer: () => '{"amount":"1"}' });
    expect((await failureOf(call)).message).toContain("option 'bodySerializer' lost the idempotency key");
    expect(server.seen).toEqual([]);
  });
});

describe('a success is one by the contract only', () => {
  const wrong: [string, Reply][] = [
    ['empty', empty(200)],
    ['empty with 201', raw(201, '')],
    ['no content', empty(204)],
    ['truncated', raw(200, '{"id":"c')],
    ['a text', json(200, 'maintenance')],
    ['null', json(200, null)],
    ['a list', json(200, [])],
    ['a number', json(200, 5)],
  ];

  test.each(wrong)('a 2xx that is %s is retried, then a DecodeError with the key', async (_what, reply) => {
    server.script(reply);
    const error = await failureOf(
      client({ createKey: () => 'key-1' }).customer.createCustomer({ body: { name: 'Ada' } }),
    );
    expect(error).toMatchObject({ name: 'DecodeError', idempotencyKey: 'key-1', attempts: 3, notSent: false });
    expect(error.message).toContain("The request may have succeeded. Retry with idempotencyKey 'key-1'.");
    expect(server.seen).toHaveLength(3);
  });

  test.each(wrong)('a page that is %s is an error, for lists and for path methods', async (_what, reply) => {
    server.script(reply);
    expect((await failureOf(client({ maxRetries: 0 }).customer.listCustomers().toArray())).name).toBe('DecodeError');
    expect((await failureOf(client({ maxRetries: 0 }).GET('/customers'))).name).toBe('DecodeError');
  });

  test.each([
    {},
    { message: 'scheduled maintenance' },
    { items: null },
    { items: 'abc' },
    { items: {} },
    { items: [], cursor: 7 },
  ])('a page of %j is an error where the contract requires items', async (body) => {
    server.script(json(200, body));
    const error = await failureOf(client({ maxRetries: 0 }).customer.listCustomers().toArray());
    expect(error.name).toBe('DecodeError');
    expect(error.message).toMatch(/with a list with(out| a malformed) '(items|cursor)'/);
  });

  test.each([
    [{}, "a list without 'fees'"],
    [{ fees: null }, "a list without 'fees'"],
    [{ fees: {} }, "a list with a malformed 'fees'"],
  ])('a list without a cursor of %j is an error, for operation methods and path methods', async (body, problem) => {
    server.script(json(200, body));
    const error = await failureOf(client({ maxRetries: 0 }).transfer.listFees());
    expect(error.name).toBe('DecodeError');
    expect(error.message).toContain(`with ${problem}`);
    expect((await failureOf(client({ maxRetries: 0 }).GET('/fees'))).name).toBe('DecodeError');
  });

  test('a list without a cursor may be empty', async () => {
    server.script(json(200, { fees: [] }));
    expect(await client().transfer.listFees()).toEqual({ fees: [] });
  });

  test('a list that breaks on its second page is not silently shorter', async () => {
    server.script(json(200, { items: [{ id: '1' }], cursor: 'b' }), empty(200));
    expect((await failureOf(client({ maxRetries: 0 }).customer.listCustomers().toArray())).name).toBe('DecodeError');
  });

  test('an object where an array is due, and the reverse, are errors', async () => {
    server.script(json(200, {}));
    expect((await failureOf(client({ maxRetries: 0 }).transfer.listRates())).message).toContain(
      'with JSON of type object, but the contract requires JSON of type array',
    );
  });
});

describe('user code is never wrapped and never retried', () => {
  const bug = new TypeError("Cannot read properties of undefined (reading 'nope')");
  const fails: [string, () => never | Promise<never>][] = [
    [
      'throws',
      () => {
        throw bug;
      },
    ],
    ['rejects', () => Promise.reject(bug)],
  ];

  test.each(fails)('middleware that %s before the request', async (_how, fail) => {
    expect(await failureOf(client({ middleware: [fail] }).customer.createCustomer({ body: { name: 'Ada' } }))).toBe(
      bug,
    );
    expect(server.seen).toEqual([]);
  });

  test.each(fails)('middleware that %s after the response', async (_how, fail) => {
    const middleware: TestOptions['middleware'] = [
      async (request, next) => {
        await next(request);
        return fail();
      },
    ];
    expect(await failureOf(client({ middleware }).customer.createCustomer({ body: { name: 'Ada' } }))).toBe(bug);
    expect(server.seen).toHaveLength(1);
  });

  test('middleware whose own error looks like one of the network', async () => {
    const own = Object.assign(new Error('my Redis is gone'), { code: 'ECONNRESET' });
    const error = await failureOf(client({ middleware: [() => Promise.reject(own)] }).customer.getCustomer(id));
    expect(error).toBe(own);
  });

  test.each(fails)('a fetch that %s', async (_how, fail) => {
    let calls = 0;
    const fetch = (): Promise<Response> => {
      calls++;
      return fail();
    };
    expect(await failureOf(client({ fetch }).customer.getCustomer(id))).toBe(bug);
    expect(calls).toBe(1);
  });

  test.each([undefined, null, 'text', 7, {}])('a fetch that rejects with %j', async (thrown) => {
    expect(await failureOf(client({ fetch: () => Promise.reject(thrown) }).customer.getCustomer(id))).toBe(thrown);
  });

  test('a response whose body cannot be read a second time', async () => {
    const middleware: TestOptions['middleware'] = [
      async (request, next) => {
        const response = await next(request);
        await response.text();
        return response;
      },
    ];
    const error = await failureOf(client({ middleware }).customer.getCustomer(id));
    expect(error.name).toBe('TypeError');
    expect(server.seen).toHaveLength(1);
  });

  test.each(fails)('hooks that %s change nothing, and are reported to the logger', async (_how, fail) => {
    const names = ['start', 'retry', 'request', 'response', 'failure', 'end'] as const;
    const hooks = Object.fromEntries(names.map((name) => [name, fail])) as Hooks;
    const reported: string[] = [];
    const quiet = (): void => {};
    const logger = { debug: quiet, info: quiet, warn: quiet, error: (message: string) => void reported.push(message) };
    server.script(reset, json(200, { id: 'c1' }));
    expect(await client({ hooks, logger }).customer.getCustomer(id)).toEqual({ id: 'c1' });
    await settle();
    expect(reported.length).toBeGreaterThanOrEqual(6);
    expect(new Set(reported)).toEqual(new Set(['A hook failed (TypeError). The call was not affected.']));
  });

  test.each(fails)('a logger that %s changes nothing', async (_how, fail) => {
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    expect(await client({ hooks: { start: fail }, logger, logLevel: 'debug' }).customer.getCustomer(id)).toEqual({
      id: 'c1',
    });
  });

  test('a create that may have been carried out is reported with its key, also when user code breaks its retry', async () => {
    let sent = 0;
    const middleware: TestOptions['middleware'] = [
      (request, next) => (sent++ === 0 ? next(request) : Promise.reject(bug)),
    ];
    server.script(reset);
    const error = await failureOf(
      client({ middleware, createKey: () => 'key-1' }).customer.createCustomer({ body: { name: 'Ada' } }),
    );
    expect(error).toMatchObject({ name: 'ConnectionError', idempotencyKey: 'key-1', attempts: 1, cause: bug });
  });
});

describe.each([3_600_000, -3_600_000])('a wall clock that steps by %d ms', (step) => {
  test('changes neither timeout, backoff nor deadline of a call', async () => {
    const clock = manualClock();
    server.script(reset, json(200, { id: 'c1' }));
    const call = client({ clock, deadline: 5_000 }).customer.getCustomer(id);
    await clock.armed(500);
    clock.stepWallClock(step);
    await clock.advance(500);
    expect(await call).toEqual({ id: 'c1' });
  });

  test('changes neither interval nor deadline of a wait', async () => {
    const clock = manualClock();
    let reads = 0;
    const waiting = waitFor(
      async () => ++reads,
      (value) => value === 3,
      { clock, random: () => 0.5, deadline: 10_000 },
    );
    for (let round = 0; round < 2; round++) {
      await clock.armed(2_000);
      clock.stepWallClock(step);
      await clock.advance(2_000);
    }
    expect(await waiting).toBe(3);
  });
});

describe('arguments', () => {
  test.each<[string, unknown, unknown, string]>([
    ['null arguments', null, undefined, 'getCustomer: Arguments must be an object (got null).'],
    ['null options', id, null, 'getCustomer: Options must be an object (got null).'],
    ['a misspelt option', id, { timout: 5 }, "getCustomer: unknown option 'timout'; did you mean 'timeout'?"],
    ['an option of another library', id, { retries: 9 }, "getCustomer: unknown option 'retries'."],
    [
      'a controller as the signal',
      id,
      { signal: new AbortController() },
      "getCustomer: option 'signal' must be an AbortSignal; of an AbortController pass its 'signal'.",
    ],
    [
      'headers as a list',
      id,
      { headers: [['a', 'b']] },
      'getCustomer: headers must be an object of names and values, or a Headers.',
    ],
    [
      'headers as a map',
      id,
      { headers: new Map() },
      'getCustomer: headers must be an object of names and values, or a Headers.',
    ],
  ])('%s are refused before anything is sent', async (_what, args, options, message) => {
    const error = await failureOf(client().customer.getCustomer(args as never, options as never));
    expect(error).toMatchObject({ name: 'InvalidRequestError', message, notSent: true });
    expect(server.seen).toEqual([]);
  });

  test('a Date in a query is sent as ISO 8601, also of another realm', async () => {
    for (const date of [new Date(0), runInNewContext('new Date(0)')]) {
      await client().customer.listCustomers({ query: { cursor: date as never } });
    }
    expect(server.seen.map(({ url }) => url)).toEqual(Array(2).fill('/customers?cursor=1970-01-01T00%3A00%3A00.000Z'));
  });

  test.each<[string, unknown]>([
    ['an object', { a: 1 }],
    ['a map', new Map()],
    ['an invalid date', new Date(Number.NaN)],
    ['not a number', Number.NaN],
    ['a list with an object', [{}]],
    ['a list with null', [null]],
  ])('%s in a query is refused', async (_what, value) => {
    const error = await failureOf(client().customer.listCustomers({ query: { cursor: value as never } }));
    expect(error.message).toContain('listCustomers: query.cursor must be');
    expect(server.seen).toEqual([]);
  });

  test.each(['ids', 'ref_ids', 'profile_id'])(
    'an empty filter %s, which would ask for everything, is refused',
    async (name) => {
      const error = await failureOf(client().transfer.listAddresses({ query: { [name]: [] } as never }));
      expect(error.message).toContain(`query.${name} is an empty list`);
      expect(server.seen).toEqual([]);
    },
  );
});

describe('a streamed body', () => {
  const stream = async (options: TestOptions, call: object = {}) => {
    const { data } = await client(options).GET('/customers/{id}', { params: id, parseAs: 'stream', ...call });
    return (data as unknown as ReadableStream<Uint8Array>).getReader();
  };

  test('ends when the signal fires, and the connection is closed', async () => {
    server.script(hangInBody);
    const controller = new AbortController();
    const reader = await stream({}, { signal: controller.signal });
    await reader.read();
    const next = failureOf(reader.read());
    controller.abort(new Error('enough'));
    expect(await next).toMatchObject({
      name: 'AbortedError',
      message: 'getCustomer failed: aborted by its signal. It is safe to retry.',
      attempts: 1,
      cause: new Error('enough'),
    });
    await expect.poll(() => server.open()).toBe(0);
  });

  test.each([
    ['timeout', { timeout: 1_000 }, 'attempt'],
    ['deadline', { deadline: 800 }, 'deadline'],
  ])('ends at the %s', async (_which, limits, kind) => {
    server.script(hangInBody);
    const clock = manualClock();
    const reader = await stream({ clock, ...limits });
    await reader.read();
    const next = failureOf(reader.read());
    await clock.advance(1_000);
    expect(await next).toMatchObject({ name: 'TimeoutError', kind });
  });

  test('that ends in time leaves no timer', async () => {
    server.script(drip('{"id":"c1"}'));
    const clock = manualClock();
    const reader = await stream({ clock });
    for (;;) if ((await reader.read()).done) break;
    expect(clock.pending()).toEqual([]);
  });
});

describe('texts of a server', () => {
  test('bring no control characters into a message', async () => {
    server.script(json(400, { message: 'bad\u001b[31m\r\nINFO forged\u202e\u2028end' }));
    const { message } = await failureOf(client().customer.getCustomer(id));
    expect(message).toBe(
      'getCustomer failed: 400 Bad Request: bad [31m INFO forged end. Correct the request and retry.',
    );
  });

  test('that are no texts break nothing', async () => {
    for (const body of ['{"message":{"toString":null}}', `${'['.repeat(100_000)}`]) {
      server.script(raw(400, body));
      expect(await failureOf(client().customer.getCustomer(id))).toMatchObject({ name: 'ApiError', status: 400 });
    }
  });
});

test('redact visits each object once, however often it is referred to', () => {
  type Node = { token: string; children: Node[] };
  const root: Node = { token: 'hush', children: [] };
  let nodes: Node[] = [root];
  for (let depth = 0; depth < 8; depth++) {
    const next: Node[] = [
      { token: 'hush', children: [root] },
      { token: 'hush', children: [root] },
      { token: 'hush', children: [root] },
    ];
    for (const node of nodes) node.children.push(...next);
    nodes = next;
  }
  let visited = 0;
  const counted = new Proxy(
    {},
    {
      ownKeys: () => {
        visited++;
        return [];
      },
    },
  );
  for (const node of nodes) node.children.push(counted as Node);
  redact(root);
  expect(visited).toBe(1);
});

test('eleven calls at once on one signal add one listener, and leave none', async () => {
  const added: string[] = [];
  const { signal } = new AbortController();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    added.push('add');
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    added.push('remove');
    removeEventListener.apply(signal, args);
  };
  await Promise.all(Array.from({ length: 20 }, () => client().customer.getCustomer(id, { signal })));
  expect(added.filter((one) => one === 'add').length).toBe(added.filter((one) => one === 'remove').length);
  expect(added.length).toBeLessThan(20);
});

test('waits ride out transient failures until their deadline, with the last one as cause', async () => {
  const clock = manualClock();
  clock.skipBelow(5_000);
  server.script(json(503, {}), reset, empty(200), json(429, {}), json(200, { id: 'done' }));
  const iron = client({ maxRetries: 0, clock });
  const read = (signal: AbortSignal) => iron.customer.getCustomer(id, { signal });
  expect(await waitFor(read, (value) => value.id === 'done', { clock })).toEqual({ id: 'done' });
  server.script(json(503, {}));
  const late = await failureOf(waitFor(read, () => true, { clock, deadline: 6_000 }));
  expect(late).toMatchObject({ name: 'WaitTimeoutError' });
  expect(late.cause).toMatchObject({ name: 'ApiError', status: 503 });
  server.script(json(404, {}));
  expect(await failureOf(waitFor(read, () => true, { clock }))).toMatchObject({ name: 'ApiError', status: 404 });
});
