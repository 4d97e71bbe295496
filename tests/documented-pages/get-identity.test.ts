// Paxos's page of Get Identity as it was through 2025, before `status` existed.
import type { Identity, paths } from '@org/paxos-types';
import { describe, expect, test } from 'vitest';
import { readContract } from './support/contract.ts';
import { describeGetIdentity, PATH, SCOPE, STATUSES, TEMPLATE } from './support/get-identity.ts';
import { useMocks } from './support/mocked.ts';
import { createChecker } from './support/valid.ts';

const contract = readContract('paxos');
const checker = createChecker(contract);
const mocked = useMocks();

const ANSWER = { id: 'f190b163-208f-4d73-8deb-4fb8b24add00', summary_status: 'PENDING' } satisfies Identity;

describeGetIdentity(
  contract,
  mocked,
  { summary_status: 'enum<string>' },
  { status: 'enum<string>', status_details: 'object' },
);

describe('the curl line', () => {
  test('names an address that the contract has', () => {
    const addresses = contract.document.servers.map((server) => server.url + (TEMPLATE satisfies keyof paths));
    expect(addresses).toContain('https://api.paxos.com/v2/identity/identities/{id}');
  });

  test('sends a token of the client credentials grant, from the token address of the environment', () => {
    const scheme = contract.document.components.securitySchemes.OAuth2;
    expect(scheme?.type).toBe('oauth2');
    expect(Object.keys(scheme?.flows ?? {})).toEqual(['clientCredentials']);
    expect(scheme?.flows?.clientCredentials?.tokenUrl).toBe('https://oauth.paxos.com/oauth2/token');
    // A flow holds one address, so the sandbox's stands in an extension beside it.
    expect(scheme?.['x-token-urls']).toEqual({
      production: 'https://oauth.paxos.com/oauth2/token',
      sandbox: 'https://oauth.sandbox.paxos.com/oauth2/token',
    });
  });

  test('works against the mocks: a token for the scope, then the call with it', async () => {
    const { tokens, paxos } = mocked.mocks();
    expect(await mocked.paxos(SCOPE, { path: PATH })).toMatchObject({ status: 200 });
    expect(new URL(paxos.tokenUrl).pathname).toBe('/oauth2/token');
    expect(tokens.requests.at(-1)).toEqual({ status: 200, clientId: tokens.clientId, scope: SCOPE });
  });
});

describe('the answer of the page', () => {
  test('is valid', () => {
    expect(checker.problems('Identity', ANSWER)).toEqual([]);
  });

  test('is what the mock serves as `summary-status-only`', async () => {
    const { status, body } = await mocked.paxos(SCOPE, { path: PATH, example: 'summary-status-only' });
    expect(status).toBe(200);
    expect(checker.valid<Identity>('Identity', body)).toEqual(ANSWER);
  });

  test('has `summary_status` as a deprecated field, since `status` carries the same value today', () => {
    expect(contract.schema('Identity').properties?.summary_status?.deprecated).toBe(true);
  });

  test.each(STATUSES)('is served with the summary status %s too', async (summaryStatus) => {
    const example = `status-${summaryStatus.toLowerCase()}`;
    const { status, body } = await mocked.paxos(SCOPE, { path: PATH, example });
    expect(status).toBe(200);
    expect(checker.valid<Identity>('Identity', body).summary_status).toBe(summaryStatus);
  });
});
