// What one call returned goes into the next, without a cast. Exported, so that declarations of it are written too.
import { createPaxosClient, type Paxos, type Unlisted, unlisted } from '@org/paxos-sdk';
import { uploadIdentityDocument } from '@org/paxos-sdk/identity';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });

/** Transfer to refund: back to where it came from, on its network. */
export async function refund(id: string, destination_address: string) {
  const { amount, asset, crypto_network, profile_id } = await paxos.transfers.getTransfer({ path: { id } });
  if (!crypto_network) throw new Error('Not a crypto transfer.');
  return paxos.cryptoWithdrawals.createCryptoWithdrawal({
    body: { amount, asset, crypto_network, destination_address, profile_id },
  });
}

/** Market to order: one order on each market that Paxos lists. */
export async function buyEverywhere(profile_id: string, quote_amount: string) {
  const { markets = [] } = await paxos.marketData.listMarkets();
  return markets.flatMap(({ market }) =>
    market
      ? [
          paxos.orders.createOrder({
            path: { profile_id },
            body: { market, side: 'BUY', type: 'MARKET', quote_amount },
          }),
        ]
      : [],
  );
}

/** Order to order: the other side of what was bought, on its market. */
export async function sellAgain(profile_id: string, id: string) {
  const { base_amount, market, type } = await paxos.orders.getOrder({ path: { profile_id, id } });
  if (!base_amount || !market || !type) throw new Error('Not filled.');
  return paxos.orders.createOrder({ path: { profile_id }, body: { base_amount, market, type, side: 'SELL' } });
}

/** Pending document to upload: each type that is still missing, announced by hand and through the helper. */
export async function supply(identityId: string, data: Uint8Array) {
  const path = { identity_id: identityId };
  const { pending_documents = [] } = await paxos.identityDocuments.listIdentityDocuments({ path });
  return pending_documents.map(async (type) => {
    const name = `${type}.pdf`;
    const announced = await paxos.identityDocuments.documentUpload({ path, body: { name, document_types: [type] } });
    const uploaded = await uploadIdentityDocument(paxos, { identityId, name, data, documentTypes: [type] });
    return { announced, uploaded };
  });
}

/** Through path methods as well, from one kind of method to the other. */
export async function refundByPath(id: string, destination_address: string) {
  const { data } = await paxos.GET('/transfer/transfers/{id}', { params: { path: { id } } });
  if (!data?.crypto_network) return undefined;
  const { amount, asset, crypto_network, profile_id } = data;
  return paxos.cryptoWithdrawals.createCryptoWithdrawal({
    body: { amount, asset, crypto_network, destination_address, profile_id },
  });
}

/** A value that is newer than the SDK is sent on purpose. */
export const onMonad: Pick<Paxos.CreateCryptoWithdrawalRequest, 'crypto_network'> = {
  crypto_network: unlisted('MONAD'),
};
is<typeof onMonad.crypto_network, Paxos.CryptoNetwork>();
is<Extract<Paxos.Market, Unlisted>, Unlisted>();
