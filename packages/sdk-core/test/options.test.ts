import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { readEnv } from '../src/env.ts';
import { isConfigurationError } from '../src/guards.ts';
import { type ClientOptions, checkOptionNames, checkUrl, resolveOptions } from '../src/options.ts';
import { provider } from './support/client.ts';

const resolve = (options: ClientOptions) => resolveOptions(options, provider);
const failure = (options: unknown): string => {
  try {
    resolve(options as ClientOptions);
  } catch (error) {
    expect(isConfigurationError(error)).toBe(true);
    return (error as Error).message;
  }
  throw new Error('accepted');
};

afterEach(() => vi.unstubAllGlobals());

describe('options', () => {
  test('are complete with an environment alone', () => {
    const { fetch, createKey, ...rest } = resolve({ environment: 'sandbox' });
    expect(rest).toEqual({
      environment: 'sandbox',
      baseUrl: 'https://sandbox.test.invalid/api',
      timeout: 30_000,
      deadline: 120_000,
      maxRetries: 2,
      maxResponseSize: 64 * 1024 * 1024,
      headers: { 'User-Agent': 'test-sdk/0.0.0' },
      allowHttp: false,
      middleware: [],
      clock: systemClock,
      random: Math.random,
    });
    expect(createKey()).not.toBe(createKey());
    expect(fetch).toBeTypeOf('function');
    expect(resolve({ environment: 'production' }).baseUrl).toBe('https://test.invalid/api');
  });

  test('take a base URL as it is given, but for slashes at its end', () => {
    expect(resolve({ baseUrl: 'https://x.test/api/v9//' })).toMatchObject({
      baseUrl: 'https://x.test/api/v9',
      environment: undefined,
    });
    expect(resolve({ baseUrl: 'https://x.test', environment: 'production' })).toMatchObject({
      baseUrl: 'https://x.test',
      environment: 'production',
    });
  });

  test('need an environment or a base URL', () => {
    expect(failure({})).toBe("Missing option: pass environment ('sandbox' or 'production') or baseUrl.");
  });

  test.each([
    { environment: 'prod' },
    { environment: 'constructor' },
    { environment: 'toString', baseUrl: 'https://x.test' },
  ])('refuse an environment that there is not: %j', (options) => {
    expect(failure(options)).toBe(
      `Option 'environment' must be 'sandbox' or 'production' (got '${options.environment}').`,
    );
  });

  test('are refused where their name is not known, with a suggestion', () => {
    const check = (options: unknown) => () => checkOptionNames(options, ['apiKey']);
    expect(check({ timeOut: 5 })).toThrow("Unknown option 'timeOut'; did you mean 'timeout'?");
    expect(check({ apikey: 'k' })).toThrow("Unknown option 'apikey'; did you mean 'apiKey'?");
    expect(check({ retries: 3 })).toThrow("Unknown option 'retries'.");
    expect(check(null)).toThrow('Options must be an object (got null).');
    expect(check(undefined)).toThrow('Options must be an object (got undefined).');
  });

  test('take plain http for any host only with allowHttp, and never in production', () => {
    const baseUrl = 'http://iron-mock:4010';
    expect(failure({ baseUrl })).toContain('http: is allowed for localhost only, or with allowHttp');
    expect(resolve({ baseUrl, allowHttp: true }).baseUrl).toBe(baseUrl);
    expect(failure({ baseUrl, allowHttp: true, environment: 'production' })).toBe(
      "Option 'allowHttp' cannot be combined with environment 'production'.",
    );
  });

  test.each([
    { timeout: 0 },
    { timeout: '30' },
    { deadline: 1.5 },
    { deadline: Number.POSITIVE_INFINITY },
    { maxRetries: -1 },
    { timeout: 2 ** 31 },
    { maxResponseSize: 0 },
  ])('need limits that make sense: %j', (limit) => {
    const [name, value] = Object.entries(limit)[0] ?? [];
    const got = typeof value === 'string' ? `'${value}'` : value;
    const kind = name === 'maxRetries' ? 'non-negative' : 'positive';
    expect(failure({ environment: 'sandbox', ...limit })).toBe(
      `Option '${name}' must be a ${kind} integer below 2147483648 (got ${got}).`,
    );
  });

  test('refuse headers that no header may be', () => {
    expect(failure({ environment: 'sandbox', headers: { 'X-A': 'a\nb' } })).toBe(
      "Option 'headers': header 'X-A' contains a line break or another forbidden character.",
    );
  });

  test('name the SDK, unless the caller does, and not in a browser', () => {
    expect(resolve({ environment: 'sandbox', headers: { 'User-Agent': 'mine' } }).headers).toEqual({
      'User-Agent': 'mine',
    });
    vi.stubGlobal('document', {});
    expect(resolve({ environment: 'sandbox' }).headers).toEqual({});
  });

  test('find the fetch of the moment', async () => {
    const { fetch } = resolve({ environment: 'sandbox' });
    vi.stubGlobal('fetch', async () => new Response('late'));
    expect(await (await fetch('https://x.test', {})).text()).toBe('late');
  });
});

describe('an address for credentials', () => {
  test.each([
    'https://x.test',
    'https://x.test:8443/v2',
    'HTTPS://X.test/a/b',
    'http://localhost:3000/api',
    'http://localhost',
    'http://127.0.0.1:80',
    'http://127.9.9.9/x',
    'http://[::1]:99',
  ])('may be %s', (url) => {
    expect(checkUrl('baseUrl', url)).toBe(url);
    expect(new URL(url).username).toBe('');
  });

  test.each([
    'http://x.test',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test/',
    'http://localhost@evil.test',
    'https://user:secret@x.test',
    'https://x.test/?a=1',
    'https://x.test/#a',
    'https://',
    'https:// evil',
    'https://x.test:99999',
    'ftp://x.test',
    'x.test',
    '//x.test',
    '',
    'https://x.test/a b',
    'https://x.test\\@evil.test',
    'javascript:alert(1)',
  ])('must not be %j', (url) => {
    const tell = (): string => checkUrl('tokenUrl', url);
    expect(tell).toThrow(
      "Option 'tokenUrl' must be an https: URL (http: is allowed for localhost only, or with allowHttp) without credentials, query or fragment.",
    );
  });
});

describe('an environment variable', () => {
  test('is read where there are any', () => {
    vi.stubEnv('SDK_CORE_TEST', ' x ');
    expect(readEnv('SDK_CORE_TEST')).toBe('x');
    vi.stubEnv('SDK_CORE_TEST', '');
    expect(readEnv('SDK_CORE_TEST')).toBeUndefined();
    vi.unstubAllEnvs();
  });

  test('is nothing where there are none, or where asking is forbidden', () => {
    vi.stubGlobal('process', undefined);
    expect(readEnv('PATH')).toBeUndefined();
    vi.stubGlobal('process', {
      get env() {
        throw new Error('requires env access');
      },
    });
    expect(readEnv('PATH')).toBeUndefined();
  });
});
