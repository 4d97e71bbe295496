import { inspect } from 'node:util';
import { json } from '@org/test-kit/replies';
import { startServer, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import * as core from '../src/index.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

type AnyClass = new (message: string, call: undefined, details: object, cause: unknown) => core.SdkError;
const classes: Record<string, AnyClass> = {
  ApiError: core.ApiError,
  ConnectionError: core.ConnectionError,
  TimeoutError: core.TimeoutError,
  AbortedError: core.AbortedError,
  DecodeError: core.DecodeError,
  ConfigError: core.ConfigError,
  WebhookVerificationError: core.WebhookVerificationError,
  PaginationError: core.PaginationError,
  WaitTimeoutError: core.WaitTimeoutError,
  TerminalStateError: core.TerminalStateError,
};
const guards: Record<string, (error: unknown) => boolean> = {
  ApiError: core.isApiError,
  ConnectionError: core.isConnectionError,
  TimeoutError: core.isTimeoutError,
  AbortedError: core.isAbortedError,
  DecodeError: core.isDecodeError,
  ConfigError: core.isConfigError,
  WebhookVerificationError: core.isWebhookVerificationError,
  PaginationError: core.isPaginationError,
  WaitTimeoutError: core.isWaitTimeoutError,
  TerminalStateError: core.isTerminalStateError,
};

describe.each(Object.entries(classes))('%s', (name, Class) => {
  const error = new Class('what happened', undefined, { extra: 1 }, new Error('why'));

  test('has a literal name, also at the head of its stack', () => {
    expect(error.name).toBe(name);
    expect(error.stack?.split('\n')[0]).toBe(`${name}: what happened`);
    expect(error).toBeInstanceOf(core.SdkError);
    expect(error).toBeInstanceOf(Error);
    expect((error.cause as Error).message).toBe('why');
  });

  test('is known by its guard, and by no other', () => {
    for (const [other, guard] of Object.entries(guards)) expect(guard(error), other).toBe(other === name);
    expect(core.isSdkError(error)).toBe(true);
  });

  test('is known by its guard when it comes from another copy of this package', () => {
    const copy = Object.assign(new Error('copy'), { isSdkError: true, name });
    expect(guards[name]?.(copy)).toBe(true);
  });

  test('prints what a log may hold', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name, message: 'what happened', extra: 1 });
    expect(inspect(error)).toContain('extra: 1');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('why');
  });
});

test('guards say no to everything else', () => {
  for (const value of [undefined, null, 'ApiError', {}, new Error('x'), new TypeError('x')]) {
    for (const guard of [core.isSdkError, ...Object.values(guards)]) expect(guard(value)).toBe(false);
  }
});

describe('an ApiError', () => {
  const failure = () => {
    server.script(json(409, { message: 'it exists', trace_id: 't-1' }, { 'x-mine': 'yes' }));
    return failureOf(
      testClient({ baseUrl: server.url, createKey: () => 'key-1' }).customer.createCustomer({ body: { name: 'Ada' } }),
    );
  };

  test('has all that is known of the call', async () => {
    const error = await failure();
    expect(core.isApiError(error)).toBe(true);
    if (!core.isApiError(error)) return;
    expect(error).toMatchObject({
      status: 409,
      body: { message: 'it exists', trace_id: 't-1' },
      requestId: 't-1',
      operation: 'createCustomer',
      method: 'POST',
      path: '/customers',
      idempotencyKey: 'key-1',
      attempts: [{ attempt: 1, status: 409, reason: '409 Conflict' }],
      retryAfter: undefined,
    });
    expect(error.headers.get('x-mine')).toBe('yes');
    expect(error.response.status).toBe(409);
  });

  test('shows neither body nor headers where it is printed', async () => {
    const error = await failure();
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ApiError',
      message:
        'createCustomer: answered 409: it exists. It contradicts what is stored: read that before calling again.',
      status: 409,
      requestId: 't-1',
      operation: 'createCustomer',
      method: 'POST',
      path: '/customers',
      idempotencyKey: 'key-1',
      attempts: [{ attempt: 1, status: 409, reason: '409 Conflict' }],
    });
    expect(inspect(error)).not.toContain('x-mine');
  });

  test('is narrowed by its operation, whichever case its first letter has', async () => {
    const error = await failure();
    expect(core.isApiError(error, 'createCustomer')).toBe(true);
    expect(core.isApiError(error, 'CreateCustomer')).toBe(true);
    expect(core.isApiError(error, 'getCustomer')).toBe(false);
    expect(core.isApiError(new core.ConfigError('x'), 'createCustomer')).toBe(false);
  });

  test('carries the operationId of the contract', async () => {
    server.script(json(404, 'x'));
    const client = testClient({
      baseUrl: server.url,
      toOperationId: (name) => name.charAt(0).toUpperCase() + name.slice(1),
    });
    const error = await failureOf(client.customer.getCustomer({ path: { id: 'c1' } }));
    expect(error.operation).toBe('GetCustomer');
    expect(core.isApiError(error, 'getCustomer')).toBe(true);
  });
});

test('a host that cannot be reached is said to be so', async () => {
  const closed = await startServer();
  await closed.close();
  const client = testClient({ baseUrl: closed.url, createKey: () => 'k' });
  const error = await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }));
  expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network', unsent: true });
  expect(error.message).toBe('createCustomer: the connection failed (network: ECONNREFUSED). Check baseUrl.');
  expect(error.attempts).toHaveLength(3);
  expect(error.attempts?.every(({ unsent }) => unsent)).toBe(true);
});

test('a fetch that throws odd things ends in a ConnectionError all the same', async () => {
  for (const thrown of [undefined, null, 'text', 7, {}, new DOMException('gone', 'NetworkError')]) {
    const fetch = () => Promise.reject(thrown);
    const error = await failureOf(testClient({ fetch, maxRetries: 0 }).customer.getCustomer({ path: { id: 'c1' } }));
    expect(error.name).toBe('ConnectionError');
    expect(error.reason).toBe('network');
  }
  const sync = (): never => {
    throw new TypeError('at once');
  };
  const error = await failureOf(
    testClient({ fetch: sync, maxRetries: 0 }).customer.getCustomer({ path: { id: 'c1' } }),
  );
  expect(error.message).toBe('getCustomer: the connection failed (network: TypeError). It is safe to call again.');
});
