import { manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isConfigError } from '../src/guards.ts';
import type { Hooks } from '../src/layers/observe.ts';
import { type Logger, type LogLevel, wireLog } from '../src/log.ts';
import { type LookOptions, lookOn } from '../src/look-on.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

const recorder = () => {
  const entries: { level: string; message: string; details?: unknown }[] = [];
  const at = (level: string) => (message: string, details?: object) =>
    void entries.push({ level, message, ...(details && { details: JSON.parse(JSON.stringify(details)) }) });
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { entries, logger };
};
const setup = (options: LookOptions) => {
  const clock = manualClock();
  clock.skipBelow(20_000);
  return testClient({
    baseUrl: server.url,
    clock,
    createKey: () => 'key-1',
    ...lookOn({ ...options, clock }, 'Test', 'TEST_SDK_LOG'),
  });
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe('hooks', () => {
  const names = ['start', 'retry', 'request', 'response', 'failure', 'end'] as const;
  const recording = (events: unknown[]): Hooks =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (
          context: { operation: { id: string }; attempt: number },
          subject: { status?: number; name?: string } | undefined,
        ) => events.push([name, context.operation.id, context.attempt, subject?.status ?? subject?.name]),
      ]),
    );

  test('are told of everything, in order', async () => {
    const events: unknown[] = [];
    const client = setup({ hooks: recording(events), logLevel: 'off' });
    server.script(reset, json(503, {}), json(201, { id: 'c1' }));
    await client.customer.createCustomer({ body: { name: 'Ada' } });
    expect(events).toEqual([
      ['start', 'createCustomer', 0, undefined],
      ['request', 'createCustomer', 1, undefined],
      ['failure', 'createCustomer', 1, 'TypeError'],
      ['retry', 'createCustomer', 2, undefined],
      ['request', 'createCustomer', 2, undefined],
      ['response', 'createCustomer', 2, 503],
      ['retry', 'createCustomer', 3, 503],
      ['request', 'createCustomer', 3, undefined],
      ['response', 'createCustomer', 3, 201],
      ['end', 'createCustomer', 3, 201],
    ]);
  });

  test('are told of calls that fail before anything is sent', async () => {
    const events: unknown[] = [];
    const client = setup({ hooks: [recording(events)], logLevel: 'off' });
    await failureOf(client.customer.getCustomer({ path: { id: '' } }));
    expect(events).toEqual([
      ['start', 'getCustomer', 0, undefined],
      ['end', 'getCustomer', 0, 'ConfigError'],
    ]);
  });

  test('may set headers', async () => {
    const client = setup({
      hooks: { request: (_context, { headers }) => headers.set('x-trace', 't') },
      logLevel: 'off',
    });
    await client.customer.getCustomer({ path: { id: 'c1' } });
    expect(server.seen[0]?.headers['x-trace']).toBe('t');
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

  test('stand before the layers of the user', () => {
    const layer = () => Promise.reject();
    const hooks: Hooks = {};
    expect(lookOn({ hooks, layers: [layer], logLevel: 'off' }, 'Test', 'X').layers.at(-1)).toBe(layer);
    expect(lookOn({ layers: [layer], logLevel: 'off' }, 'Test', 'X')).toEqual({ layers: [layer] });
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
        message: 'createCustomer: trying again',
        details: { ...facts, attempt: 2, ms: 500, status: 503, reason: '503 Service Unavailable', delay: 500 },
      },
      { level: 'info', message: 'createCustomer: ended', details: { ...facts, attempt: 2, ms: 500, status: 201 } },
    ]);
  });

  test('says at level debug what each attempt did', async () => {
    expect((await logged('debug')).map(({ level, message }) => `${level} ${message.split(': ')[1]}`)).toEqual([
      'debug sending',
      'debug answered',
      'info trying again',
      'debug sending',
      'debug answered',
      'info ended',
    ]);
  });

  test.each([undefined, 'warn', 'error', 'off'] as const)('says nothing at level %s', async (level) => {
    expect(await logged(level)).toEqual([]);
  });

  test('takes its level from the environment, unless told otherwise', async () => {
    vi.stubEnv('TEST_SDK_LOG', 'info');
    expect(await logged()).toHaveLength(2);
    expect(await logged('off')).toEqual([]);
  });

  test('refuses a level that there is not', () => {
    vi.stubEnv('TEST_SDK_LOG', 'loud');
    try {
      setup({});
      expect.unreachable();
    } catch (error) {
      expect(isConfigError(error)).toBe(true);
      expect((error as Error).message).toBe(
        "Option 'logLevel' (or TEST_SDK_LOG) must be one of debug,info,warn,error,off, not 'loud'.",
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
            'ConnectionError: patchCustomer: the connection failed (network: ECONNRESET). It may have been carried out: look before you call again.',
        },
      },
    ]);
  });

  test('of the wire shows bodies only when asked', async () => {
    for (const bodies of [false, true]) {
      const { entries, logger } = recorder();
      const client = setup({ hooks: wireLog(logger, { bodies }), logLevel: 'off' });
      server.script(json(200, { id: 'c1', name: 'Ada' }));
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
  lookOn({ logger }, 'Test', 'X');
  expect(entries).toEqual([]);
  vi.stubGlobal('document', {});
  lookOn({ logger, logLevel: 'off' }, 'Test', 'X');
  expect(entries).toEqual([]);
  lookOn({ logger }, 'Test', 'X');
  lookOn({ logger }, 'Test', 'X');
  expect(entries).toEqual([
    {
      level: 'warn',
      message: 'Test SDK: this is a browser, where every visitor can read the credentials. Call from a server.',
    },
  ]);
});
