// What one call returned goes into the next, without a cast. Exported, so that declarations of it are written too.
import { createIronClient, type Iron, type Unlisted, unlisted } from '@org/iron-sdk';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });
const EUR: Iron.Currency = { type: 'Fiat', code: 'EUR' };

/** Wallet to autoramp: what is paid in arrives on each wallet that the customer registered. */
export async function rampToEachWallet(customer_id: string) {
  const wallets = await iron.addresses.getWalletAddresses({ path: { customer_id } });
  return wallets.map(({ blockchain, wallet_address }) =>
    iron.autoramp.createAutoramp({
      body: {
        customer_id,
        source_currencies: [EUR],
        destination_currency: { type: 'Crypto', blockchain, token: 'USDC' },
        recipient_account: { type: 'Crypto', chain: blockchain, address: wallet_address },
      },
    }),
  );
}

/** Currency to wallet registration: a wallet on a chain on which Iron has the token. */
export async function registerWallet(code: string, proof: Omit<Iron.RegisterSelfHostedWalletRequest, 'blockchain'>) {
  const currencies = await iron.currencies.listCryptoCurrencies();
  const currency = currencies.find((one) => one.code === code && !one.mint_only);
  if (!currency) throw new Error(`Iron has no ${code}.`);
  return iron.addresses.registerSelfHostedWalletAddress({ body: { ...proof, blockchain: currency.chain } });
}

/** Quote to autoramp: the signed quote goes back as it came, and the recipient with it. */
export async function acceptQuote(autoramp_id: string, query: Iron.GetAutorampRateQuoteArgs['query']) {
  const quote = await iron.autoramp.getAutorampRateQuote({ path: { autoramp_id }, query });
  return iron.autoramp.attachQuoteToAutoramp({ path: { autoramp_id }, body: quote });
}

/** Customer to filter: statuses that were read select others of the same status. */
export async function others(id: string) {
  const { status } = await iron.customer.getCustomerById({ path: { id } });
  return iron.customer.getAllCustomers({ query: { status: [status] } }).toArray();
}

/** Through path methods as well, from one kind of method to the other. */
export async function attestAgain(customer_id: string) {
  const { data = [] } = await iron.GET('/addresses/crypto/{customer_id}', { params: { path: { customer_id } } });
  return data.map(({ blockchain, wallet_address: address }) =>
    iron.addresses.registerAttestedWalletAddress({ body: { address, blockchain, customer_id } }),
  );
}

/** A value that is newer than the SDK is sent on purpose. */
export const onMonad: Iron.RegisterSelfAttestedWalletRequest = {
  address: '0x',
  blockchain: unlisted('Monad'),
  customer_id: 'c',
};
is<typeof onMonad.blockchain, Iron.Blockchain>();
is<Extract<Iron.Blockchain, Unlisted>, Unlisted>();
