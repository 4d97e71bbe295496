// Bank accounts that payouts go to, with the states of their verification.
import type { BankAccountIdentifierInput, FiatAddress } from '@org/iron-types';
import { railStatus } from './abilities.ts';
import { closeCode, openCode } from './authentication-codes.ts';
import {
  type Context,
  customerOf,
  type IronHandlers,
  openCustomer,
  pageOf,
  refuse,
  type SomeCall,
  sees,
  seesCustomer,
} from './call.ts';
import { createdEvent, fiatAddressEvent } from './events.ts';
import type { FiatAddressRecord, IronRecords } from './records.ts';
import { all, get, put } from './table.ts';
import { fiatAddressTransitions, next } from './transitions.ts';

/** Currencies that an account of each type can be paid in. */
const currencies: Readonly<Record<string, readonly string[]>> = {
  SEPA: ['EUR'],
  ACH: ['USD'],
  Wire: ['USD'],
  RTP: ['USD'],
  FEDNOW: ['USD'],
  FPS: ['GBP'],
  CHAPS: ['GBP'],
  SWIFT: ['EUR', 'GBP', 'USD'],
};

export const fiatAddressHandlers: IronHandlers = {
  registerFiatAddress(call) {
    const { customer_id, currency, bank_details, label } = call.body;
    const customer = openCustomer(call, customer_id);
    const { account_identifier, is_third_party } = bank_details;
    const code = currency.code.toUpperCase();
    if (!currencies[account_identifier.type]?.includes(code)) {
      refuse(call, 400, `body.currency ${code} cannot be paid to an account of type ${account_identifier.type}`);
    }
    const rail = railStatus(call, customer, account_identifier.type, is_third_party);
    if (rail === 'Unavailable' || rail === 'Blocked' || rail === 'Pending') {
      refuse(call, 422, `${account_identifier.type} in ${code} is ${rail} for this customer; see getCustomerAbilities`);
    }
    const number = numberOf(account_identifier);
    const known = live(call.records).some(
      (address) => address.customer_id === customer.id && numberOf(address.bank_account_identifier) === number,
    );
    if (known) refuse(call, 409, 'this customer has the bank account on record already; see getFiatAddresses');

    const twoFactor = call.records.settings.fiat_two_factor;
    const address = put<FiatAddressRecord>(call.records.fiatAddresses, {
      id: call.id(),
      customer_id: customer.id,
      label: label ?? null,
      status: twoFactor ? 'AuthorizationRequired' : 'RegistrationPending',
      currency: code,
      country: bank_details.provider_country.code,
      bank_name: bank_details.provider_name,
      bank_account_identifier: account_identifier,
      bank_details,
      ownership_verified: false,
      is_third_party,
      created_at: call.timestamp(),
      updated_at: call.timestamp(),
      deleted: false,
    });
    call.emit(createdEvent('new_bank_account', customer.id, address.id));
    call.emit(fiatAddressEvent(address));
    if (twoFactor) openCode(call, address.id);
    return { status: 200, body: showFiatAddress(address) };
  },

  getFiatAddressesByStatus(call) {
    const status = call.query.status ?? 'Registered';
    return pageOf(
      call,
      call.records.fiatAddresses,
      call.query,
      (address) => !address.deleted && address.status === status && seesCustomer(call, address.customer_id),
      showFiatAddress,
    );
  },

  getFiatAddresses(call) {
    const customer = customerOf(call, call.path.customer_id);
    const term = call.query.search_term?.toLowerCase();
    return pageOf(
      call,
      call.records.fiatAddresses,
      call.query,
      (address) =>
        !address.deleted &&
        address.customer_id === customer.id &&
        (!term ||
          [numberOf(address.bank_account_identifier), address.label ?? '', address.bank_name].some((text) =>
            text.toLowerCase().includes(term),
          )),
      showFiatAddress,
    );
  },

  getFiatAddress: (call) => ({
    status: 200,
    body: showFiatAddress(fiatAddressOf(call, call.path.customer_id, call.path.fiat_address_id)),
  }),

  deleteFiatAddress(call) {
    openCustomer(call, call.path.customer_id);
    const address = fiatAddressOf(call, call.path.customer_id, call.path.fiat_address_id);
    address.deleted = true;
    closeCode(call, address.id);
    return { status: 200 };
  },

  retryFiatAddressAuth(call) {
    const address = get(call.records.fiatAddresses, call.path.id);
    if (!address || address.deleted || !seesCustomer(call, address.customer_id)) {
      return refuse(call, 404, 'no bank account has this id');
    }
    const to = next(fiatAddressTransitions, address.status, 'authorization retried');
    if (!to && address.status !== 'AuthorizationRequired')
      refuse(call, 404, 'this bank account needs no authorization');
    if (to) setStatus(call, address, to);
    openCode(call, address.id);
    return { status: 200 };
  },

  updateSandboxFiatAddressVerificationStatus(call) {
    const address = get(call.records.fiatAddresses, call.path.id);
    if (!address || address.deleted) return refuse(call, 404, 'no bank account has this id');
    setStatus(call, address, call.body);
    return { status: 200, body: showFiatAddress(address) };
  },

  getCustomerMicrodeposits(call) {
    const customer = customerOf(call, call.path.id);
    const found = all(call.records.microdeposits).filter(({ customer_id }) => customer_id === customer.id);
    return {
      status: 200,
      body: found.map(({ amount, currency_code, counterparty_name, created_at }) => ({
        amount,
        currency_code,
        counterparty_name: counterparty_name ?? null,
        created_at,
      })),
    };
  },
};

/** Moves a bank account; a status that waits for a code opens one. */
export function setStatus(context: Context, address: FiatAddressRecord, status: FiatAddress['status']): void {
  const before = address.status;
  address.status = status;
  address.updated_at = context.timestamp();
  if (status === 'AuthorizationRequired' && before !== status) openCode(context, address.id);
  if (status !== 'AuthorizationRequired') closeCode(context, address.id);
  if (status === 'Registered' && before !== status) {
    address.ownership_verified = true;
    // US accounts are verified by two tiny payments; their amounts are those of the contract's example.
    if (address.currency === 'USD') recordMicrodeposits(context, address);
  }
  if (before !== status) context.emit(fiatAddressEvent(address));
}

/** The number that people know the account by. */
export function numberOf(identifier: BankAccountIdentifierInput | FiatAddress['bank_account_identifier']): string {
  return identifier.type === 'SEPA' ? identifier.iban.replaceAll(' ', '') : identifier.account_number;
}

/** Accounts that were not deleted. */
export function live(records: IronRecords): FiatAddressRecord[] {
  return all(records.fiatAddresses).filter(({ deleted }) => !deleted);
}

function fiatAddressOf(call: SomeCall, customerId: string, id: string): FiatAddressRecord {
  const customer = get(call.records.customers, customerId);
  const address = get(call.records.fiatAddresses, id);
  if (
    !customer ||
    !sees(call, customer.partner_id) ||
    !address ||
    address.deleted ||
    address.customer_id !== customerId
  ) {
    return refuse(call, 404, 'this customer has no bank account with this id');
  }
  return address;
}

function showFiatAddress(record: FiatAddressRecord): FiatAddress {
  const { deleted, ...address } = record;
  void deleted;
  return address;
}

function recordMicrodeposits(context: Context, address: FiatAddressRecord): void {
  const { recipient } = address.bank_details;
  const name = recipient.type === 'Business' ? recipient.name : `${recipient.given_name} ${recipient.family_name}`;
  for (const amount of ['0.12', '0.37']) {
    put(context.records.microdeposits, {
      id: context.id(),
      customer_id: address.customer_id,
      amount,
      currency_code: address.currency,
      counterparty_name: name,
      created_at: context.timestamp(),
    });
  }
}
