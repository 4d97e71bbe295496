// Who an autoramp pays: a wallet, bank account or Pix destination that its customer has registered.
import type { Account, AccountInput, Currency, DepositAccountType, Recipient } from '@org/iron-types';
import { refuse, type SomeCall } from './call.ts';
import { codeOf } from './currencies.ts';
import { live, numberOf } from './fiat-addresses.ts';
import type { FiatAddressRecord, WalletRecord } from './records.ts';
import { all, get } from './table.ts';
import { sameAddress, walletsOf } from './wallets.ts';

/** The registered recipient that an account names. Refuses one that is unknown, not ready, or of another currency. */
export function recipientOf(
  call: SomeCall,
  customerId: string,
  account: AccountInput | Account,
  destination: Currency,
): Recipient {
  if ((account.type === 'Crypto') !== (destination.type === 'Crypto')) {
    refuse(call, 400, `body.recipient_account of type ${account.type} cannot receive ${codeOf(destination)}`);
  }
  if (account.type === 'Crypto') {
    if (destination.type === 'Crypto' && destination.blockchain !== account.chain) {
      refuse(call, 400, `body.recipient_account is on ${account.chain}, the currency on ${destination.blockchain}`);
    }
    const wallet = walletsOf(call.records, customerId).find(
      ({ blockchain, wallet_address }) => blockchain === account.chain && sameAddress(wallet_address, account.address),
    );
    return walletRecipient(call, wallet);
  }
  if (account.type === 'Pix') {
    const address = get(call.records.pixAddresses, account.id);
    if (!address || address.deleted || address.customer_id !== customerId) {
      return refuse(call, 404, 'this customer has no Pix destination with this id; register it first');
    }
    if (address.status !== 'Registered') refuse(call, 422, `the Pix destination is ${address.status}, not Registered`);
    return { type: 'Pix', ...address.recipient };
  }
  const number = numberOf(account.account_identifier);
  const address = live(call.records).find(
    ({ customer_id, bank_account_identifier }) =>
      customer_id === customerId && numberOf(bank_account_identifier) === number,
  );
  return bankRecipient(call, address, destination);
}

/** The account of a registered wallet, bank account or Pix destination, by its id. */
export function accountById(call: SomeCall, customerId: string, id: string): Account {
  const wallet = get(call.records.wallets, id);
  if (wallet?.customer_id === customerId) {
    return { type: 'Crypto', chain: wallet.blockchain, address: wallet.wallet_address };
  }
  const address = get(call.records.fiatAddresses, id);
  if (address?.customer_id === customerId && !address.deleted) {
    return { type: 'Fiat', account_identifier: address.bank_account_identifier };
  }
  const pix = get(call.records.pixAddresses, id);
  if (pix?.customer_id === customerId && !pix.deleted) return { type: 'Pix', id };
  return refuse(call, 404, `this customer has registered no recipient with the id ${id}`);
}

/** The older way to name a recipient: by its address or IBAN. */
export function accountByAddress(
  call: SomeCall,
  customerId: string,
  text: string | undefined,
  currency: Currency,
): Account {
  if (text === undefined)
    return refuse(call, 400, 'query.recipient_account_id is required: the id of a registered recipient');
  if (currency.type === 'Crypto') return { type: 'Crypto', chain: currency.blockchain, address: text };
  const address = live(call.records).find(
    ({ customer_id, bank_account_identifier }) =>
      customer_id === customerId && numberOf(bank_account_identifier) === text.replaceAll(' ', ''),
  );
  if (!address) return refuse(call, 404, 'this customer has registered no bank account with this number');
  return { type: 'Fiat', account_identifier: address.bank_account_identifier };
}

/** Kind of account that a payer of this currency sends to. */
export function depositAccountType(currency: Currency): DepositAccountType {
  if (currency.type === 'Crypto') return 'Wallet';
  const types = { EUR: 'Iban', USD: 'AchWire', GBP: 'ChapsFps', BRL: 'Pix', MXN: 'Spei', KES: 'MobileMoney' } as const;
  return types[currency.code as keyof typeof types] ?? 'AfricanBankTransfer';
}

/** Whether the recipient may still be paid: a disabled wallet may not, nor a bank account that was removed. */
export function isPayable(call: SomeCall, customerId: string, recipient: Recipient): boolean {
  if (recipient.type === 'Wallet') {
    return walletsOf(call.records, customerId).some(
      (wallet) =>
        !wallet.disabled &&
        wallet.blockchain === recipient.blockchain &&
        sameAddress(wallet.wallet_address, recipient.address),
    );
  }
  if (recipient.type === 'Pix') {
    const account = JSON.stringify(recipient.account);
    return all(call.records.pixAddresses).some(
      (address) => !address.deleted && JSON.stringify(address.recipient.account) === account,
    );
  }
  const number = numberOf(recipient.account_identifier);
  return live(call.records).some(
    (address) => address.customer_id === customerId && numberOf(address.bank_account_identifier) === number,
  );
}

function walletRecipient(call: SomeCall, wallet: WalletRecord | undefined): Recipient {
  if (!wallet) return refuse(call, 404, 'this customer has not registered the wallet; register it first');
  if (wallet.disabled) refuse(call, 422, 'the wallet is disabled; enable it by updateDisabledStatus');
  return { type: 'Wallet', blockchain: wallet.blockchain, address: wallet.wallet_address };
}

function bankRecipient(call: SomeCall, address: FiatAddressRecord | undefined, destination: Currency): Recipient {
  if (!address) return refuse(call, 404, 'this customer has not registered the bank account; register it first');
  if (address.status !== 'Registered') refuse(call, 422, `the bank account is ${address.status}, not Registered`);
  if (address.currency !== codeOf(destination)) {
    refuse(call, 422, `the bank account is in ${address.currency} and cannot receive ${codeOf(destination)}`);
  }
  return { type: 'BankAccount', ...address.bank_details };
}
