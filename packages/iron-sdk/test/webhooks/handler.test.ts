import { expect, test, vi } from 'vitest';
import { createIronWebhookHandler, createMemoryDedupeStore } from '../../src/webhooks/index.ts';
import { clock, event, SECRET, sign, toRequest } from './support.ts';

const options = { secrets: [SECRET], clock };

test('what was handled, now or before, is answered with 200', async () => {
  const handle = vi.fn();
  const receive = createIronWebhookHandler({ ...options, dedupeStore: createMemoryDedupeStore() }, handle);
  expect((await receive(toRequest(sign()))).status).toBe(200);
  expect((await receive(sign())).status).toBe(200);
  expect(handle).toHaveBeenCalledExactlyOnceWith(event);
});

test.each([
  ['a wrong signature', sign(event, 'wrong'), 401, 'signature'],
  ['an old timestamp', sign(event, SECRET, 0), 401, 'timestamp'],
  ['missing headers', { body: 'x', headers: {} }, 401, 'headers'],
  ['no event', sign('{}'), 400, 'body'],
  ['no body', { ...sign(), body: '' }, 400, 'parsed-body'],
  ['too long a body', { ...sign(), body: 'x'.repeat(1_048_577) }, 413, 'too-large'],
])('%s is answered with %s', async (_name, delivery, status, reason) => {
  const onError = vi.fn();
  const handle = vi.fn();
  const response = await createIronWebhookHandler({ ...options, onError }, handle)(delivery);
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(reason);
  expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason }));
  expect(handle).not.toHaveBeenCalled();
});

test('an old or unsigned delivery is refused before its body is read', async () => {
  for (const headers of [{}, sign(event, SECRET, 0).headers]) {
    const request = toRequest({ ...sign(), headers });
    expect((await createIronWebhookHandler({ ...options, onError: () => {} }, () => {})(request)).status).toBe(401);
    expect(request.bodyUsed).toBe(false);
  }
});

test('a body that stalls is answered with 408 after ten seconds', async () => {
  const stalled = { ...sign(), body: new ReadableStream<Uint8Array>() };
  const response = createIronWebhookHandler({ ...options, onError: () => {} }, () => {})(stalled);
  await clock.armed(10_000);
  await clock.advance(10_000);
  expect((await response).status).toBe(408);
});

test('a handler that fails is answered with 500 without its details, and reported', async () => {
  const onError = vi.fn();
  const failure = new Error('password of the database');
  const response = await createIronWebhookHandler({ ...options, onError }, () => Promise.reject(failure))(sign());
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('error');
  expect(onError).toHaveBeenCalledExactlyOnceWith(failure);
});

test('without onError the console is told', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await createIronWebhookHandler(options, () => {})(sign(event, 'wrong'));
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'WebhookVerificationError' }));
  } finally {
    log.mockRestore();
  }
});

test.each([
  [
    'throws',
    (): void => {
      throw new Error('logger down');
    },
  ],
  ['rejects', () => Promise.reject(new Error('logger down'))],
])('an onError that %s does not change the response', async (_how, onError) => {
  expect((await createIronWebhookHandler({ ...options, onError }, () => {})(sign(event, 'wrong'))).status).toBe(401);
});

test.each([
  ['no secrets', {}, "Option 'secrets' is missing"],
  ['a wrong limit', { ...options, limit: -1 }, "Option 'limit' must be"],
  ['a wrong lease', { ...options, lease: -1 }, "Option 'lease' must be"],
  ['a wrong dedupeKey', { ...options, dedupeKey: 'id' }, "Option 'dedupeKey' must be a function"],
  ['a wrong bodyTimeout', { ...options, bodyTimeout: 0 }, "Option 'bodyTimeout' must be"],
])('%s is a ConfigurationError at once, not at the first delivery', (_name, wrong, message) => {
  expect(() => createIronWebhookHandler(wrong as typeof options, () => {})).toThrow(
    expect.objectContaining({ name: 'ConfigurationError', message: expect.stringContaining(message) }),
  );
});
