// The types as a user perceives them: what an editor shows, and what narrows. Compiled against the built package.
import { expect, test } from 'vitest';
import { diagnose } from '../../../sandbox/src/testing/diagnostics.ts';

const program = `
import { createPaxosClient, isApiError, type Identity, type Transfer } from '@org/paxos-sdk';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const paxos = createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_identity'] });

const identity = await paxos.identity.getIdentity({ path: { id: 'x' }, query: { include_details: true } });
is<typeof identity, Identity>();
// What is read is open; Paxos leaves absent fields out, so nothing is null.
is<typeof identity.status, 'PENDING' | 'ERROR' | 'APPROVED' | 'DENIED' | 'DISABLED' | (string & {}) | undefined>();

// ref_id is the SDK's to fill, or the caller's.
const body = { profile_id: 'p', asset: 'USDG', amount: '1.00', destination_address: '0x', crypto_network: 'ETHEREUM' } as const;
const transfer = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
is<typeof transfer, Transfer>();

for await (const one of paxos.transfers.listTransfers()) is<typeof one, Transfer>();

const result = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body }).result();
if (!result.ok && result.status === 409) is<typeof result.error.title, string | undefined>();
try {
  await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
} catch (error) {
  if (isApiError(error, 'createCryptoWithdrawal') && error.status === 409) error.body.meta?.existing;
}

const { data, error } = await paxos.GET('/identity/identities/{id}', { params: { path: { id: 'x' } } });
is<NonNullable<typeof data>['status'], Identity['status']>();
is<NonNullable<typeof error>['detail'], string | undefined>();
`;

test('types are what a user perceives', () => {
  expect(diagnose(program, import.meta.url)).toEqual([]);
});

test('a scope that does not exist and a value that may not be sent are one error each, on their lines', () => {
  const source = [
    "import { createPaxosClient } from '@org/paxos-sdk';",
    "const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });",
    "createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_everything'] });",
    "paxos.identityControls.createIdentityControl({ body: { identity_id: 'x', type: 'FROZEN', reason_code: 'OTHER' } });",
    'paxos.transfers.getTransfer({ path: {} });',
  ].join('\n');
  const [scope, value, path, ...others] = diagnose(source, import.meta.url);
  expect(scope?.message).toMatch(/^Type '"identity:read_everything"' is not assignable to type 'PaxosScope'\./);
  expect(value?.message).toBe(`Type '"FROZEN"' is not assignable to type '"SELL_ONLY" | "DORMANT" | "CLOSED"'.`);
  expect(path?.message).toBe("Property 'id' is missing in type '{}' but required in type '{ id: string; }'.");
  expect(others).toEqual([]);
});
