// What holds for all operations of Paxos: how many have memory, and that nonsense is refused, never a failure.
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/contract.ts';
import { createSandbox } from '../../src/index.ts';
import { createPaxosProvider } from '../../src/paxos/provider.ts';
import { allScopes } from './support/paxos.ts';

const contract = loadContract('paxos');

test('remembers all operations but those whose answer nothing in the sandbox can change', () => {
  const { handlers } = createPaxosProvider();
  expect([...contract.operations.keys()].filter((id) => !handlers[id]).sort()).toEqual([
    'GetRewardDetails',
    'GetRewardsRates',
    'GetRewardsStatement',
    'ListHistoricalCandles',
    'ListHistoricalPrices',
    'ListPayments',
    'ListRecentExecutions',
    'ListRewardsStatements',
    'ListStatements',
    'ListTaxFormRevisions',
    'ListTaxForms',
  ]);
});

// One for all operations: what one leaves behind is there for the next.
const sandbox = createSandbox({ seed: 1 });

async function newToken(): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'c',
    client_secret: 's',
    scope: allScopes.join(' '),
  });
  const response = await sandbox.paxos.fetch('https://oauth.sandbox.paxos.com/oauth2/token', { method: 'POST', body });
  return ((await response.json()) as { access_token: string }).access_token;
}

const ids = ['__proto__', 'constructor', '0198c3c0-3f40-7555-bf7d-e849ca255701'];

test.each([...contract.operations.values()].map((operation) => [operation.id, operation] as const))(
  'answers %s with less than 500 for unknown ids and the bodies of its examples',
  async (_id, operation) => {
    const headers = { authorization: `Bearer ${await newToken()}`, 'content-type': 'application/json' };
    const node = (contract.document.paths as never)[operation.path][operation.method.toLowerCase()] as {
      requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
    };
    const examples = Object.values(Object.values(node.requestBody?.content ?? {})[0]?.examples ?? {});
    const bodies = node.requestBody ? [{}, ...examples.map(({ value }) => value)] : [undefined];
    const query = operation.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name }) => `${name}=BTCUSD`)
      .join('&');
    for (const id of ids) {
      for (const body of bodies) {
        const path = operation.path.replace(/\{\w+\}/g, id);
        const response = await sandbox.paxos.fetch(`https://api.sandbox.paxos.com/v2${path}?${query}`, {
          method: operation.method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        expect([response.status < 500 || (await response.text()), response.status]).toEqual([true, response.status]);
      }
    }
  },
);

test('answers amounts without a digit before the point with one', async () => {
  const headers = { authorization: `Bearer ${await newToken()}`, 'content-type': 'application/json' };
  const call = async (method: string, path: string, body?: object) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await sandbox.paxos.fetch(`https://api.sandbox.paxos.com/v2${path}`, init);
    return [response.status, (await response.json()) as { id: string; items?: { id: string }[] }] as const;
  };
  const [, { id }] = await call('GET', '/profiles/default');
  const deposit = (asset: string, network: object) =>
    call('POST', `/sandbox/profiles/${id}/deposit`, { asset, amount: '5000.5', ...network });
  await deposit('USD', {});
  await deposit('BTC', { crypto_network: 'BITCOIN' });
  const [, quotes] = await call('GET', '/quotes?markets=BTCUSD');
  const half = { amount: '.5', profile_id: id };
  const replies = await Promise.all([
    call('POST', `/profiles/${id}/orders`, { market: 'BTCUSD', side: 'SELL', type: 'MARKET', base_amount: '.5' }),
    call('POST', `/profiles/${id}/quote-executions`, { quote_id: quotes.items?.[1]?.id, base_amount: '.5' }),
    call('POST', '/conversion/stablecoins', { ...half, source_asset: 'USD', target_asset: 'USDG' }),
    call('POST', '/transfer/crypto-withdrawals', {
      ...half,
      asset: 'BTC',
      crypto_network: 'BITCOIN',
      destination_address: 'bc1',
    }),
  ]);
  for (const [status, body] of replies) {
    expect([status, Object.values(body).includes('0.5'), Object.values(body).includes('.5')]).toEqual([
      200,
      true,
      false,
    ]);
  }
});
