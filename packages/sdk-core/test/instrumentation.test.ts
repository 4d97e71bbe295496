import { manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isConfigurationError } from '../src/guards.ts';
import type { Hooks } from '../src/instrumentation.ts';
import { createLog, type Logger, type LogLevel, warnInBrowser, wireLog } from '../src/log.ts';
import { failureOf, type TestOptions, testClient } from './support/client.ts';
import { found } from './support/found.ts';

const server = useServer(found);

const recorder = () => {
  const entries: { level: string; message: string; details?: unknown }[] = [];
  const at = (level: string) => (message: string, details?: object) =>
    void entries.push({ level, message, ...(details && { details: JSON.parse(JSON.stringify(details)) }) });
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { entries, logger };
};
const setup = (options: TestOptions) => {
  const clock = manualClock();
  clock.skipBelow(20_000);
  return testClient({
    baseUrl: server.url,
    clock,
    createKey: () => 'key-1',
    ...options,
  });
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('hooks', () => {
  const names = ['start', 'retry', 'request', 'response', 'failure', 'attemptEnd', 'end'] as const;
  const recording = (events: unknown[]): Hooks => ({
    start: ({ operation }) => void events.push(['start', operation]),
    retry: ({ operation }, { attempt, status }) => void events.push(['retry', operation, attempt, status]),
    request: ({ operation }, { attempt }) => void events.push(['request', operation, attempt]),
    response: ({ operation }, { status }, attempt) => void events.push(['response', operation, attempt, status]),
    failure: ({ operation }, { attempt, reason }) => void events.push(['failure', operation, attempt, reason]),
    end: ({ operation }, { attempts, response, error }) =>
      void events.push(['end', operation, attempts, response?.status, error]),
  });

  test('are told of everything, in order', async () => {
    const events: unknown[] = [];
    const client = setup({ hooks: recording(events), logLevel: 'off' });
    server.script(reset, json(503, {}), json(201, { id: 'c1' }));
    await client.customer.createCustomer({ body: { name: 'Ada' } });
    expect(events).toEqual([
      ['start', 'createCustomer'],
      ['request', 'createCustomer', 1],
      ['failure', 'createCustomer', 1, 'the connection failed (ECONNRESET)'],
      ['retry', 'createCustomer', 1, undefined],
      ['request', 'createCustomer', 2],
      ['response', 'createCustomer', 2, 503],
      ['retry', 'createCustomer', 2, 503],
      ['request', 'createCustomer', 3],
      ['response', 'createCustomer', 3, 201],
      ['end', 'createCustomer', 3, 201, undefined],
    ]);
  });

  test('get the same object from start to end, and the duration, the request id and the error at the end', async () => {
    const calls = new Set<unknown>();
    const ends: unknown[] = [];
    const client = setup({
      hooks: {
        start: (call) => void calls.add(call),
        request: (call) => void calls.add(call),
        end: (call, { duration, requestId, error }) => {
          calls.add(call);
          ends.push([duration, requestId, (error as Error).name]);
        },
      },
      logLevel: 'off',
    });
    server.script(json(503, {}), json(400, { message: 'no', trace_id: 't-1' }));
    await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }));
    expect(calls.size).toBe(1);
    expect(ends).toEqual([[500, 't-1', 'ApiError']]);
  });

  test('cannot read a body before the call does', async () => {
    const seen: unknown[] = [];
    const read = async (_call: unknown, response: Response | undefined) => {
      seen.push(await response?.text(), response?.headers.get('x-mine'), response?.status);
    };
    const hooks: Hooks = {
      response: (call, response) => read(call, response),
      attemptEnd: (call, { response }) => read(call, response),
      end: (call, { response }) => read(call, response),
    };
    server.script(json(200, { id: 'c1' }, { 'x-mine': 'yes' }));
    expect(await setup({ hooks, logLevel: 'off' }).customer.getCustomer({ path: { id: 'c1' } })).toEqual({ id: 'c1' });
    await vi.waitFor(() => expect(seen).toEqual(Array(3).fill(['', 'yes', 200]).flat()));
  });

  test('may be left out by a condition, and are refused where they are not objects', async () => {
    for (const hooks of [null, undefined, false, [undefined, null, false]]) {
      const client = setup({ hooks: hooks as never, logLevel: 'off' });
      expect(await client.customer.getCustomer({ path: { id: 'c1' } })).toEqual({ id: 'c1' });
    }
    expect(() => setup({ hooks: 'log' as never, logLevel: 'off' })).toThrow("Option 'hooks' must be an object");
  });

  test('may set headers', async () => {
    const client = setup({
      hooks: { request: (_call, { headers }) => headers.set('x-trace', 't') },
      logLevel: 'off',
    });
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(server.seen[0]?.headers['x-trace']).toBe('t');
  });

  test('see each attempt end, with its duration, its request id and why it failed', async () => {
    const ends: unknown[] = [];
    const hooks: Hooks = {
      attemptEnd: (_call, result) => void ends.push({ ...result, body: result.body, seen: result.response?.status }),
    };
    const bug = new RangeError('a bug');
    const fetchOnce = vi.fn(fetch).mockRejectedValueOnce(bug);
    server.script(reset, json(503, { trace_id: 't-2' }), json(201, { id: 'c1' }, { 'x-request-id': 'r-3' }));
    await setup({ hooks, logLevel: 'off' }).customer.createCustomer({ body: { name: 'Ada' } });
    await failureOf(setup({ hooks, logLevel: 'off', fetch: fetchOnce }).customer.listCustomers());
    expect(ends).toEqual([
      { attempt: 1, duration: 0, failure: 'connection' },
      {
        ...{ attempt: 2, duration: 0, failure: 'response', requestId: 't-2', status: 503, seen: 503 },
        body: { trace_id: 't-2' },
      },
      { attempt: 3, duration: 0, requestId: 'r-3', status: 201, seen: 201, body: { id: 'c1' } },
      { attempt: 1, duration: 0, error: bug },
    ]);
  });

  test("get the same object from start to end through openapi-fetch's middleware too", async () => {
    const calls: unknown[] = [];
    const see = (call: unknown): void => void calls.push(call);
    const client = setup({ hooks: { start: see, request: see, attemptEnd: see, end: see }, logLevel: 'off' });
    client.use({ onRequest: ({ request }) => void request.headers.set('x-own', '1') });
    await client.GET('/customers');
    expect(calls).toHaveLength(4);
    expect(new Set(calls).size).toBe(1);
  });

  const within = ['withinCall', 'withinAttempt', 'withinFetch'] as const;

  test('run a call, each of its attempts and fetch within themselves, the first outermost', async () => {
    const events: string[] = [];
    const around = (who: string, name: string, run: () => void): void => {
      events.push(`${who} ${name}`);
      run();
      events.push(`${who} ${name} returns`);
    };
    const hooks = ['outer', 'inner'].map((who) => ({
      withinCall: (_call, run) => around(who, 'call', run),
      withinAttempt: (_call, { attempt }, run) => around(who, `attempt ${attempt}`, run),
      withinFetch: (_call, { url }, run) => around(who, new URL(url).pathname, run),
    })) satisfies Hooks[];
    server.script(json(503, {}), json(200, { id: 'c1' }));
    await setup({ hooks, logLevel: 'off' }).customer.getCustomer({ path: { id: 'c1' } });
    expect(events.filter((event) => !event.includes('returns'))).toEqual([
      'outer call',
      'inner call',
      'outer attempt 1',
      'inner attempt 1',
      'outer /customers/c1',
      'inner /customers/c1',
      'outer attempt 2',
      'inner attempt 2',
      'outer /customers/c1',
      'inner /customers/c1',
    ]);
  });

  const later: (() => void)[] = [];
  const bug = (): never => {
    throw new Error('a bug in a hook');
  };
  test.each<[string, (run: () => void) => unknown]>([
    ['does not run what it was given', () => {}],
    ['runs it twice', (run) => [run(), run()]],
    ['runs it too late', (run) => later.push(run)],
    ['throws before it runs it', bug],
    ['throws after it ran it', (run) => [run(), bug()]],
    ['rejects', async (run) => [run(), bug()]],
    ['never resolves', (run) => [run(), new Promise(() => {})][1]],
  ])('a hook around a part of a call that %s changes nothing', async (_what, misbehave) => {
    const hook = (...args: unknown[]): unknown => misbehave(args.at(-1) as () => void);
    const client = setup({ hooks: Object.fromEntries(within.map((name) => [name, hook])), logLevel: 'off' });
    server.script(json(503, {}), json(200, { id: 'c1' }), json(404, { message: 'none' }));
    const theCaller = async (): Promise<unknown> => await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(await theCaller()).toEqual({ id: 'c1' });
    const error = await failureOf(theCaller());
    expect([error.name, error.status]).toEqual(['ApiError', 404]);
    expect(error.stack).toContain('theCaller');
    for (const run of later.splice(0)) run();
    expect(server.seen).toHaveLength(3);
  });

  test('what a custom fetch throws at once passes through the hooks, and it is called once', async () => {
    const bug = new RangeError('a bug in fetch');
    const broken = vi.fn(() => {
      throw bug;
    });
    const reports: string[] = [];
    const logger = { ...console, error: (message: string) => void reports.push(message) };
    const hooks: Hooks = { withinFetch: (_call, _request, run) => run() };
    const client = setup({ hooks, logger, fetch: broken });
    expect(await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }))).toBe(bug);
    expect(broken).toHaveBeenCalledTimes(1);
    expect(reports).toEqual([]);
  });

  test('that throw change nothing', async () => {
    const fail = (): never => {
      throw new Error('a bug in a hook');
    };
    const hooks = Object.fromEntries(names.map((name) => [name, fail])) as Hooks;
    const client = setup({ hooks, logLevel: 'off' });
    server.script(reset, json(200, { id: 'c1' }));
    expect(await client.customer.getCustomer({ path: { id: 'c1' } })).toEqual({ id: 'c1' });
  });
});

describe('the log', () => {
  const logged = async (logLevel?: LogLevel) => {
    const { entries, logger } = recorder();
    const client = setup({ logger, logLevel });
    server.script(json(503, { message: 'busy' }), json(201, { id: 'c1' }));
    await client.customer.createCustomer({ body: { name: 'Ada' } });
    return entries;
  };

  test('says at level info what was tried again and how calls ended', async () => {
    const facts = { method: 'POST', path: '/customers', idempotencyKey: 'key-1' };
    expect(await logged('info')).toEqual([
      {
        level: 'info',
        message: 'createCustomer: retrying',
        details: { ...facts, attempt: 1, status: 503, reason: '503 Service Unavailable', notSent: false, delay: 500 },
      },
      {
        level: 'info',
        message: 'createCustomer: ended',
        details: { ...facts, attempts: 2, duration: 500, status: 201 },
      },
    ]);
  });

  test('says at level debug what each attempt did', async () => {
    expect((await logged('debug')).map(({ level, message }) => `${level} ${message.split(': ')[1]}`)).toEqual([
      'debug sending',
      'debug response',
      'info retrying',
      'debug sending',
      'debug response',
      'info ended',
    ]);
  });

  test.each([undefined, 'warn', 'error', 'off'] as const)('says nothing at level %s', async (level) => {
    expect(await logged(level)).toEqual([]);
  });

  test('takes its level from the environment, unless told otherwise', async () => {
    vi.stubEnv('TEST_LOG', 'info');
    expect(await logged()).toHaveLength(2);
    expect(await logged('off')).toEqual([]);
  });

  test('refuses a level that there is not', () => {
    vi.stubEnv('TEST_LOG', 'loud');
    try {
      setup({});
      expect.unreachable();
    } catch (error) {
      expect(isConfigurationError(error)).toBe(true);
      expect((error as Error).message).toBe(
        "Option 'logLevel' (or TEST_LOG) must be one of debug, info, warn, error, off (got 'loud').",
      );
    }
  });

  test('has the error of a call without an answer', async () => {
    const { entries, logger } = recorder();
    server.script(reset);
    await failureOf(
      setup({ logger, logLevel: 'info' }).customer.patchCustomer({ path: { id: 'c1' }, body: { name: 'Ada' } }),
    );
    expect(entries).toMatchObject([
      {
        details: {
          error:
            'ConnectionError: patchCustomer failed: the connection failed (ECONNRESET). The request may have succeeded. Verify before retrying.',
        },
      },
    ]);
  });

  test('of the wire shows bodies only when asked', async () => {
    for (const bodies of [false, true]) {
      const { entries, logger } = recorder();
      const client = setup({ hooks: wireLog(logger, { bodies }), logLevel: 'off' });
      server.script(json(200, { items: [{ id: 'c1', name: 'Ada' }] }), json(200, { id: 'c1', name: 'Ada' }));
      await client.customer.listCustomers({ query: { status: ['secret-filter'] } });
      await client.customer.createCustomer({ body: { name: 'Ada' } });
      const text = JSON.stringify(entries);
      expect(text.includes('Ada')).toBe(bodies);
      expect(text).not.toContain('secret-filter');
      expect(entries[0]).toMatchObject({
        details: { method: 'GET', url: `${server.url}/customers`, query: ['status'] },
      });
      expect(entries[0]).toMatchObject({ details: { headers: { 'x-api-key': '[redacted]' } } });
    }
  });
});

test('a browser is warned of, once', () => {
  const { entries, logger } = recorder();
  const warn = (level: LogLevel): void => warnInBrowser(createLog({ logger, logLevel: level }, 'X'), 'Test');
  warn('warn');
  expect(entries).toEqual([]);
  vi.stubGlobal('document', {});
  warn('off');
  expect(entries).toEqual([]);
  warn('warn');
  warn('warn');
  expect(entries).toEqual([
    {
      level: 'warn',
      message: 'Test SDK: every visitor of this page can read the credentials. Call from a server.',
    },
  ]);
});
