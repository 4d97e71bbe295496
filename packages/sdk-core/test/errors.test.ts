import { inspect } from 'node:util';
import { json } from '@org/test-kit/replies';
import { startServer, useServer } from '@org/test-kit/server';
import { describe, expect, test } from 'vitest';
import * as core from '../src/index.ts';
import { failureOf, testClient } from './support/client.ts';

const server = useServer(json(200, { id: 'c1' }));

type AnyClass = new (message: string, details: object, cause: unknown) => core.SdkError;
const classes: Record<string, AnyClass> = {
  TokenError: core.TokenError,
  RateLimitError: core.RateLimitError,
  ConfigurationError: core.ConfigurationError,
  StateError: core.StateError,
  ConnectionError: core.ConnectionError,
  TimeoutError: core.TimeoutError,
  AbortedError: core.AbortedError,
  DecodeError: core.DecodeError,
  InvalidRequestError: core.InvalidRequestError,
  WebhookVerificationError: core.WebhookVerificationError,
  PaginationError: core.PaginationError,
  WaitTimeoutError: core.WaitTimeoutError,
  TerminalStateError: core.TerminalStateError,
};
const guards: Record<string, (error: unknown) => boolean> = {
  TokenError: core.isTokenError,
  RateLimitError: core.isRateLimitError,
  ConfigurationError: core.isConfigurationError,
  StateError: core.isStateError,
  ApiError: core.isApiError,
  ConnectionError: core.isConnectionError,
  TimeoutError: core.isTimeoutError,
  AbortedError: core.isAbortedError,
  DecodeError: core.isDecodeError,
  InvalidRequestError: core.isInvalidRequestError,
  WebhookVerificationError: core.isWebhookVerificationError,
  PaginationError: core.isPaginationError,
  WaitTimeoutError: core.isWaitTimeoutError,
  TerminalStateError: core.isTerminalStateError,
};

describe.each(Object.entries(classes))('%s', (name, Class) => {
  const error = new Class('what happened', { extra: 1 }, new Error('why'));

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
      attempts: 1,
      failures: [{ attempt: 1, status: 409, reason: '409 Conflict', notSent: false }],
      notSent: false,
      retryable: false,
      retryAfter: undefined,
    });
    expect(error.headers.get('x-mine')).toBe('yes');
    expect(error.response.status).toBe(409);
  });

  test('shows neither body nor headers where it is printed', async () => {
    const error = await failure();
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ApiError',
      message: 'createCustomer failed: 409 Conflict: it exists. Fetch the current resource before retrying.',
      status: 409,
      requestId: 't-1',
      operation: 'createCustomer',
      method: 'POST',
      path: '/customers',
      idempotencyKey: 'key-1',
      attempts: 1,
      failures: [{ attempt: 1, status: 409, reason: '409 Conflict', notSent: false }],
      notSent: false,
      retryable: false,
    });
    expect(inspect(error)).not.toContain('x-mine');
  });

  test('is narrowed by the name of its operation method', async () => {
    const error = await failure();
    expect(core.isApiError(error, 'createCustomer')).toBe(true);
    expect(core.isApiError(error, 'getCustomer')).toBe(false);
    expect(core.isApiError(new core.InvalidRequestError('x'), 'createCustomer')).toBe(false);
  });
});

test('a host that cannot be reached is said to be so', async () => {
  const closed = await startServer();
  await closed.close();
  const client = testClient({ baseUrl: closed.url, createKey: () => 'k' });
  const error = await failureOf(client.customer.createCustomer({ body: { name: 'Ada' } }));
  expect(error).toMatchObject({ name: 'ConnectionError', reason: 'network', notSent: true });
  expect(error.message).toBe(
    'createCustomer failed: the connection failed (ECONNREFUSED). Check baseUrl and the network. Nothing was sent.',
  );
  expect(error.failures).toHaveLength(3);
  expect(error.failures?.every(({ notSent }) => notSent)).toBe(true);
});
