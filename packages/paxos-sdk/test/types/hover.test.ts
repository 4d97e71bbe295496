// What an editor shows of the built package: bundling must not lose a text.
import { readFileSync } from 'node:fs';
import { hovers } from '@org/test-kit/hover';
import { expect, test } from 'vitest';
import { rateClassOf } from '../../src/rate-limit/store.ts';

const texts = hovers(
  `import { createPaxosClient } from '@org/paxos-sdk';
const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });
paxos./*group*/cryptoWithdrawals;
paxos.cryptoWithdrawals./*method*/createCryptoWithdrawal({ body: {} as never });
paxos.transfers.getTransfer({ path: { /*path*/id: '' } });
paxos.transfers./*list*/listTransfers({ query: { /*query*/limit: 10 } });`,
  import.meta.url,
);

test.each<[name: string, parts: string[]]>([
  [
    'method',
    [
      'createCryptoWithdrawal(args: CreateCryptoWithdrawalArgs',
      '`POST /transfer/crypto-withdrawals`',
      'OAuth scope: `transfer:write_crypto_withdrawal`.',
      'Idempotency key: `body.ref_id`. Pass one as `idempotencyKey`, or the SDK makes one.',
      'Rate limit: class `crypto-withdrawals`, 20 requests a second.',
      '`409`: A transfer with this `ref_id` exists; `meta.existing` holds it in full.',
      '@example await paxos.cryptoWithdrawals.createCryptoWithdrawal({',
      'poll `getTransfer`',
    ],
  ],
  [
    'list',
    [
      'Pagination: `for await`',
      '`query.page_cursor`',
      '@example for await (const item of paxos.transfers.listTransfers())',
    ],
  ],
  ['group', ['Send crypto from a profile to an address on a blockchain']],
  ['path', ['id: string', 'UUID of the transfer']],
  ['query', ['limit?: number', 'How many transfers a page may hold']],
])('the hover on a %s shows its texts', (name, parts) => {
  const text = texts.get(name);
  for (const part of parts) expect(text).toContain(part);
});

test('the limit that texts show of operations without one of their own is the limit that the SDK keeps', () => {
  const contract = JSON.parse(readFileSync(new URL('../../../paxos-types/openapi.json', import.meta.url), 'utf8'));
  expect(contract['x-rate-limit']).toEqual(rateClassOf({ method: 'GET', path: '/', response: 'any' }));
});
