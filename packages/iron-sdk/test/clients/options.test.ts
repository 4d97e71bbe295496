// Options that are missing or malformed are refused when the client is made, with what to do next.
import { inspect } from 'node:util';
import { json } from '@org/test-kit/replies';
import { startServer } from '@org/test-kit/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfigurationError, createIronClient, type IronOptions } from '../../src/index.ts';
import { createIronPathClient } from '../../src/paths.ts';

const made = (options: unknown) => () => createIronClient(options as IronOptions);
afterEach(() => vi.unstubAllEnvs());

describe('what is needed', () => {
  test('without a key, the error names the option, the variable and where keys are made', () => {
    vi.stubEnv('IRON_API_KEY', undefined);
    expect(made({ environment: 'sandbox' })).toThrow(
      new ConfigurationError(
        "No API key: pass option 'apiKey', or set IRON_API_KEY. Make keys in Iron's dashboard, one set per environment.",
      ),
    );
  });

  test('the key may come from IRON_API_KEY', () => {
    vi.stubEnv('IRON_API_KEY', 'from-the-environment');
    expect(made({ environment: 'sandbox' })).not.toThrow();
  });

  test('a key that is given as undefined is missing, whatever the environment holds', () => {
    vi.stubEnv('IRON_API_KEY', 'of-another-tenant');
    expect(made({ apiKey: undefined, environment: 'sandbox' })).toThrow('No API key');
  });

  test.each(['', '   '])('a key that is %j is refused', (apiKey) => {
    expect(made({ apiKey, environment: 'sandbox' })).toThrow("Option 'apiKey' must be a non-empty string");
  });

  test('a key with a line break is refused, and the message does not show it', () => {
    const apiKey = 'secret-part\nX-Evil: 1';
    expect(made({ apiKey, environment: 'sandbox' })).toThrow(ConfigurationError);
    expect(made({ apiKey, environment: 'sandbox' })).not.toThrow(/secret-part/);
  });

  test('without environment and baseUrl nothing is guessed', () => {
    expect(made({ apiKey: 'k' })).toThrow("Missing option: pass environment ('sandbox' or 'production') or baseUrl.");
  });

  test.each(['staging', 'Sandbox', ''])('the environment %j is refused', (environment) => {
    expect(made({ apiKey: 'k', environment })).toThrow(ConfigurationError);
  });
});

describe('addresses', () => {
  test.each([
    'http://api.sandbox.iron.xyz/api',
    'ftp://localhost',
    'not a url',
    'https://user:pass@example.com',
    'https://example.com?x=1',
  ])('the base URL %j is refused', (baseUrl) => expect(made({ apiKey: 'k', baseUrl })).toThrow(/'baseUrl'/));

  test.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://[::1]:4010', 'https://example.com/api/'])(
    'the base URL %j is taken',
    (baseUrl) => expect(made({ apiKey: 'k', baseUrl })).not.toThrow(),
  );
});

describe('what is Iron’s own', () => {
  test.each(['2026-7-1', 'latest', '20260701'])('the API version %j is refused', (apiVersion) => {
    expect(made({ apiKey: 'k', environment: 'sandbox', apiVersion })).toThrow(
      `must be a date such as '2026-07-01' (got '${apiVersion}').`,
    );
  });

  test.each([
    ['abc', "'abc'"],
    ['0198c300-0000-7000-8000-0000000000', 'a string of 34 characters'],
  ])('the sub-partner %j is refused', (subPartnerId, shown) => {
    expect(made({ apiKey: 'k', environment: 'sandbox', subPartnerId })).toThrow(
      `'subPartnerId' must be a UUID (got ${shown}).`,
    );
  });

  test.each([0, -1, 1.5, Number.NaN, '5000', 2 ** 31])('the timeout %j is refused', (timeout) => {
    expect(made({ apiKey: 'k', environment: 'sandbox', timeout })).toThrow(/timeout/);
  });
});

describe('on the wire', () => {
  test('key, version, sub-partner and the caller’s own headers go with every call, through operation methods and path methods', async () => {
    const server = await startServer(json(200, { items: [] }));
    const options: IronOptions = {
      apiKey: 'key-1',
      baseUrl: server.url,
      apiVersion: '2026-07-01',
      subPartnerId: '0198c300-0000-7000-8000-0000000000bb',
      headers: { 'X-Own': 'mine' },
    };
    await createIronClient(options).customer.getAllCustomers();
    await createIronPathClient(options).GET('/customers');
    for (const { headers } of server.seen) {
      expect(headers).toMatchObject({
        'x-api-key': 'key-1',
        'x-api-version': '2026-07-01',
        'x-sub-partner-id': '0198c300-0000-7000-8000-0000000000bb',
        'x-own': 'mine',
      });
    }
    expect(server.seen).toHaveLength(2);
  });

  test('a call that requires the sub-partner gets it from the option, without a header of its own', async () => {
    const server = await startServer(json(201, { id: 'i1' }));
    const subPartnerId = '0198c300-0000-7000-8000-0000000000bb';
    const iron = createIronClient({ apiKey: 'key-1', baseUrl: server.url, subPartnerId });
    await iron.customer.createCustomerIdentification({ path: { id: 'c1' }, body: { type: 'Direct' } });
    expect(server.seen[0]?.headers).toMatchObject({ 'x-sub-partner-id': subPartnerId });
  });

  test('a key function is asked for each call, and may be async', async () => {
    const server = await startServer(json(200, { items: [] }));
    let asked = 0;
    const iron = createIronClient({ apiKey: async () => `key-${++asked}`, baseUrl: server.url });
    await iron.customer.getAllCustomers();
    await iron.customer.getAllCustomers();
    expect(server.seen.map(({ headers }) => headers['x-api-key'])).toEqual(['key-1', 'key-2']);
  });

  test.each([
    ['nothing', undefined],
    ['an empty string', ''],
  ])('a key function that gives %s stops the call before anything is sent', async (_, key) => {
    const server = await startServer(json(200, {}));
    const iron = createIronClient({ apiKey: () => key as string, baseUrl: server.url });
    await expect(iron.customer.getAllCustomers()).rejects.toThrow(
      "Option 'apiKey' must be a non-empty string, or a function that returns one.",
    );
    expect(server.seen).toHaveLength(0);
  });

  test('six query arrays are joined by commas, the three others repeat their key', async () => {
    const server = await startServer(json(200, { items: [] }));
    const iron = createIronClient({ apiKey: 'k', baseUrl: server.url });
    const id = '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';
    await iron.autoramp.getAutoramps({ query: { status: ['Approved', 'Created'] } });
    await iron.autoramp.getAutorampTransactions({ query: { status: ['Completed', 'Failed'] } });
    await iron.autoramp.getAutorampTransactionsByIds({ query: { ids: [id, id] } });
    await iron.feeProfiles.getFeeProfiles({ query: { fee_profile_ids: [id, id] } });
    await iron.customer.getAllCustomers({
      query: {
        status: ['Active', 'Suspended'],
        identification_status: ['Approved', 'Pending'],
        customer_type: ['Person', 'Business'],
      },
    });
    expect(server.seen.map(({ query }) => query)).toEqual([
      'status=Approved,Created',
      'status=Completed,Failed',
      `ids=${id},${id}`,
      `fee_profile_ids=${id},${id}`,
      'status=Active&status=Suspended&identification_status=Approved&identification_status=Pending&customer_type=Person&customer_type=Business',
    ]);
  });
});

test('a Headers of the client is sent like an object of names and values', async () => {
  const { url, seen, close } = await startServer(json(200, { items: [] }));
  try {
    const headers = new Headers({ 'X-Tenant': 'a' });
    await createIronClient({ apiKey: 'k', baseUrl: url, allowHttp: true, headers }).customer.getAllCustomers();
    expect(seen[0]?.headers['x-tenant']).toBe('a');
  } finally {
    await close();
  }
});

test('no rendering of a client shows the key', () => {
  const iron = createIronClient({ apiKey: 'key-that-nobody-may-see', environment: 'sandbox' });
  for (const text of [JSON.stringify(iron), inspect(iron, { depth: 10, showHidden: true }), String(iron)]) {
    expect(text).not.toContain('key-that-nobody-may-see');
  }
});

test('operations of the sandbox are refused in production, before anything is sent', async () => {
  let sent = 0;
  const iron = createIronClient({
    apiKey: 'k',
    environment: 'production',
    fetch: async () => {
      sent++;
      return new Response('true');
    },
  });
  await expect(iron.sandbox.resetSandbox()).rejects.toThrow(
    'resetSandbox: this operation exists in the sandbox environment only.',
  );
  expect(sent).toBe(0);
});
