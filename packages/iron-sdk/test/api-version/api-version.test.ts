import { json } from '@org/test-kit/replies';
import { useServer } from '@org/test-kit/server';
import { expect, test, vi } from 'vitest';
import { createIronClient, type IronOptions } from '../../src/index.ts';

// A server that echoes whichever version the test sets.
let echo: string | undefined;
const server = useServer((response, seen, socket) =>
  json(200, [], echo ? { 'X-API-Version': echo } : {})(response, seen, socket),
);
const askedVersions = (): unknown[] => server.seen.map(({ headers }) => headers['x-api-version']);

function setUp(options: Partial<IronOptions> = {}) {
  const warn = vi.fn();
  const onApiVersionMismatch = vi.fn();
  const logger = { debug: () => {}, info: () => {}, error: () => {}, warn };
  const iron = createIronClient({
    apiKey: 'key',
    baseUrl: server.url,
    apiVersion: '2026-07-01',
    logger,
    onApiVersionMismatch,
    ...options,
  });
  return { iron, warn, onApiVersionMismatch };
}

const mismatch = { expected: '2026-07-01', received: '2025-03-13', operation: 'listFiatCurrencies' };

test('an echo that differs is told to the hook each time, and to the logger once for each version', async () => {
  const { iron, warn, onApiVersionMismatch } = setUp();
  echo = '2025-03-13';
  await iron.currencies.listFiatCurrencies();
  await iron.currencies.listFiatCurrencies();
  expect(askedVersions()).toEqual(['2026-07-01', '2026-07-01']);
  expect(onApiVersionMismatch.mock.calls).toEqual([[mismatch], [mismatch]]);
  expect(warn.mock.calls).toEqual([
    ['Iron answered in version 2025-03-13, though 2026-07-01 was asked for.', mismatch],
  ]);
  echo = '2026-08-01';
  await iron.currencies.listFiatCurrencies();
  expect(warn).toHaveBeenCalledTimes(2);
});

test.each(['2026-07-01', undefined])('the echo %s is nothing to report', async (version) => {
  const { iron, warn, onApiVersionMismatch } = setUp();
  echo = version;
  await iron.currencies.listFiatCurrencies();
  expect(askedVersions()).toEqual(['2026-07-01']);
  expect(warn).not.toHaveBeenCalled();
  expect(onApiVersionMismatch).not.toHaveBeenCalled();
});

test('a call that asks for a version of its own is held to that', async () => {
  const { iron, onApiVersionMismatch } = setUp();
  echo = '2026-08-01';
  await iron.currencies.listFiatCurrencies({}, { headers: { 'X-API-Version': '2026-08-01' } });
  expect(onApiVersionMismatch).not.toHaveBeenCalled();
});

test.each(['error', 'off'] as const)('at log level %s only the hook is told', async (logLevel) => {
  const { iron, warn, onApiVersionMismatch } = setUp({ logLevel });
  echo = '2025-03-13';
  await iron.currencies.listFiatCurrencies();
  expect(warn).not.toHaveBeenCalled();
  expect(onApiVersionMismatch).toHaveBeenCalledTimes(1);
});

test('the log level is read from IRON_LOG as well', async () => {
  vi.stubEnv('IRON_LOG', 'error');
  try {
    const { iron, warn } = setUp();
    echo = '2025-03-13';
    await iron.currencies.listFiatCurrencies();
    expect(warn).not.toHaveBeenCalled();
  } finally {
    vi.unstubAllEnvs();
  }
});

test.each([
  [
    'throws',
    (): void => {
      throw new Error('hook');
    },
  ],
  ['rejects', () => Promise.reject(new Error('hook'))],
])('a callback that %s breaks no call', async (_how, onApiVersionMismatch) => {
  const { iron } = setUp({ onApiVersionMismatch });
  echo = '2025-03-13';
  expect(await iron.currencies.listFiatCurrencies()).toEqual([]);
});

test('without a pinned version nothing is compared', async () => {
  const { iron, warn, onApiVersionMismatch } = setUp({ apiVersion: undefined });
  echo = '2025-03-13';
  await iron.currencies.listFiatCurrencies();
  expect(warn).not.toHaveBeenCalled();
  expect(onApiVersionMismatch).not.toHaveBeenCalled();
});
