// Options that are missing or malformed are refused when the client is made, with what to do next.
import { inspect } from 'node:util';
import { empty, json } from '@org/test-kit/replies';
import { startServer } from '@org/test-kit/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfigurationError, createPaxosClient, type PaxosOptions } from '../../src/index.ts';

const credentials = { clientId: 'client', clientSecret: 'secret-that-nobody-may-see' };
const made = (options: unknown) => () => createPaxosClient(options as PaxosOptions);
afterEach(() => vi.unstubAllEnvs());

describe('what is needed', () => {
  test.each([
    ['clientId', 'PAXOS_CLIENT_ID', { clientSecret: 's' }],
    ['clientSecret', 'PAXOS_CLIENT_SECRET', { clientId: 'c' }],
  ])('without %s, the error names the option and the variable %s', (option, variable, given) => {
    vi.stubEnv('PAXOS_CLIENT_ID', undefined);
    vi.stubEnv('PAXOS_CLIENT_SECRET', undefined);
    expect(made({ ...given, environment: 'sandbox' })).toThrow(ConfigurationError);
    expect(made({ ...given, environment: 'sandbox' })).toThrow(`'${option}'`);
    expect(made({ ...given, environment: 'sandbox' })).toThrow(variable);
  });

  test('credentials may come from the environment', () => {
    vi.stubEnv('PAXOS_CLIENT_ID', 'client');
    vi.stubEnv('PAXOS_CLIENT_SECRET', 'secret');
    expect(made({ environment: 'sandbox' })).not.toThrow();
  });

  test.each(['clientId', 'clientSecret'])(
    'a %s that is given as undefined is missing, whatever the environment holds',
    (name) => {
      vi.stubEnv('PAXOS_CLIENT_ID', 'of-another-tenant');
      vi.stubEnv('PAXOS_CLIENT_SECRET', 'of-another-tenant');
      expect(made({ ...credentials, [name]: undefined, environment: 'sandbox' })).toThrow(
        `No credentials: pass option '${name}'`,
      );
    },
  );

  test('without environment and baseUrl nothing is guessed', () => {
    expect(made(credentials)).toThrow("Missing option: pass environment ('sandbox' or 'production') or baseUrl.");
  });

  test('a base URL of one’s own needs a token URL beside it, because secrets go to no guessed host', () => {
    expect(made({ ...credentials, baseUrl: 'https://example.com/v2' })).toThrow(/'tokenUrl'/);
    expect(made({ ...credentials, environment: 'sandbox', baseUrl: 'https://example.com/v2' })).toThrow(/'tokenUrl'/);
    expect(
      made({ ...credentials, baseUrl: 'https://example.com/v2', tokenUrl: 'https://example.com/token' }),
    ).not.toThrow();
  });

  test.each(['http://oauth.paxos.com/oauth2/token', 'nonsense', 'https://user:pass@example.com/token'])(
    'the token URL %j is refused',
    (tokenUrl) => expect(made({ ...credentials, environment: 'sandbox', tokenUrl })).toThrow(/'tokenUrl'/),
  );

  test.each(
    ['identity:read_identity', ['identity:read_identity funding:read_profile'], [7], ['']].map((scopes) => [scopes]),
  )('the scopes %j are refused', (scopes) =>
    expect(made({ ...credentials, environment: 'sandbox', scopes })).toThrow(ConfigurationError),
  );
});

describe('on the wire', () => {
  test('one token, asked for with the scopes of the client, goes with every call', async () => {
    const tokens = await startServer(json(200, { access_token: 'token-1', expires_in: 3599, token_type: 'bearer' }));
    const api = await startServer(json(200, { items: [] }));
    const paxos = createPaxosClient({
      ...credentials,
      baseUrl: api.url,
      tokenUrl: `${tokens.url}/oauth2/token`,
      scopes: ['identity:read_identity', 'identity:read_account'],
    });
    await Promise.all([
      paxos.identity.listIdentities(),
      paxos.accounts.listAccounts(),
      paxos.GET('/identity/identities'),
    ]);
    expect(tokens.seen).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(tokens.seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: 'secret-that-nobody-may-see',
      scope: 'identity:read_identity identity:read_account',
    });
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer token-1'));
  });

  test('public market data is asked for without a token', async () => {
    const tokens = await startServer(empty(500));
    const api = await startServer(json(200, { markets: [] }));
    const paxos = createPaxosClient({ ...credentials, baseUrl: api.url, tokenUrl: `${tokens.url}/oauth2/token` });
    await paxos.marketData.listMarkets();
    expect(tokens.seen).toHaveLength(0);
    expect(api.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('dotted names stay as they are, and arrays repeat their key', async () => {
    const tokens = await startServer(json(200, { access_token: 't', expires_in: 3599, token_type: 'bearer' }));
    const api = await startServer(json(200, { items: [] }));
    const paxos = createPaxosClient({
      ...credentials,
      baseUrl: api.url,
      tokenUrl: `${tokens.url}/oauth2/token`,
      scopes: ['transfer:read_transfer'],
    });
    await paxos.transfers.listTransfers({
      query: { ref_ids: ['a', 'b&c'], 'created_at.gte': '2026-03-02T09:15:00Z' },
    });
    expect(api.seen[0]?.query).toBe('ref_ids=a&ref_ids=b%26c&created_at.gte=2026-03-02T09%3A15%3A00Z');
  });

  test('operations of the sandbox are refused in production, before a token is asked for', async () => {
    let sent = 0;
    const paxos = createPaxosClient({
      ...credentials,
      environment: 'production',
      scopes: ['identity:write_identity'],
      fetch: async () => {
        sent++;
        return new Response('{}');
      },
    });
    const call = paxos.sandboxIdentity.sandboxSetIdentityStatus({ path: { id: 'x' }, body: {} });
    await expect(call).rejects.toThrow(
      'sandboxSetIdentityStatus: this operation exists in the sandbox environment only.',
    );
    expect(sent).toBe(0);
  });
});

test('no rendering of a client shows the secret', () => {
  const paxos = createPaxosClient({ ...credentials, environment: 'sandbox' });
  for (const text of [JSON.stringify(paxos), inspect(paxos, { depth: 10, showHidden: true }), String(paxos)]) {
    expect(text).not.toContain('secret-that-nobody-may-see');
  }
});
