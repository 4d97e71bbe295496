// The types as a user perceives them: what an editor shows, and what narrows.
import { createPaxosClient, isApiError, type Paxos, type Unlisted, unlisted } from '@org/paxos-sdk';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const paxos = createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_identity'] });

const identity = await paxos.identity.getIdentity({ path: { id: 'x' }, query: { include_details: true } });
is<typeof identity, Paxos.Identity>();
// What is read is open; Paxos leaves absent fields out, so nothing is null.
is<Exclude<typeof identity.status, Unlisted>, 'PENDING' | 'ERROR' | 'APPROVED' | 'DENIED' | 'DISABLED' | undefined>();

// ref_id is the SDK's to fill, or the caller's.
const body = {
  profile_id: 'p',
  asset: 'USDG',
  amount: '1.00',
  destination_address: '0x',
  crypto_network: 'ETHEREUM',
} as const;
const transfer = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
is<typeof transfer, Paxos.Transfer>();

// A value that was read is sent again; one that is newer than the SDK is sent on purpose.
if (transfer.crypto_network) {
  await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: { ...body, crypto_network: transfer.crypto_network } });
}
await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: { ...body, crypto_network: unlisted('MONAD') } });

for await (const one of paxos.transfers.listTransfers()) is<typeof one, Paxos.Transfer>();

const result = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body }).result();
if (!result.ok && result.status === 409) is<typeof result.error.title, string | undefined>();
try {
  await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
} catch (error) {
  if (isApiError(error, 'createCryptoWithdrawal') && error.status === 409) error.body.meta?.existing;
}

const { data, error } = await paxos.GET('/identity/identities/{id}', { params: { path: { id: 'x' } } });
is<NonNullable<typeof data>['status'], Paxos.Identity['status']>();
is<NonNullable<typeof error>['detail'], string | undefined>();
