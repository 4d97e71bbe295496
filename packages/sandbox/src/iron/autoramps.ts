// Autoramps: made at market or from a quote, changed, moved by the sandbox, cancelled.
import type { Autoramp } from '@org/iron-types';
import { closeCode, openCode } from './authentication-codes.ts';
import { termsFromMarket, termsFromQuote } from './autoramp-terms.ts';
import {
  type Context,
  customerOf,
  type IronHandlers,
  openCustomer,
  pageOf,
  refuse,
  type SomeCall,
  seesCustomer,
} from './call.ts';
import { isSupported, kindOf } from './currencies.ts';
import { paymentReference, railsOf } from './deposit-rails.ts';
import { autorampEvent, createdEvent } from './events.ts';
import { profileOf } from './fee-profiles.ts';
import { depositAccountType, recipientOf } from './recipients.ts';
import type { AutorampRecord, CustomerRecord } from './records.ts';
import { all, findNewest, get, put } from './table.ts';
import { autorampTransitions, next } from './transitions.ts';

/** Autoramps of a customer per kind of deposit account. That there is a limit is documented, its size is not. */
const maxPerAccountType = 25;

export const autorampHandlers: IronHandlers = {
  createAutoramp(call) {
    const { body } = call;
    const customer = openCustomer(call, body.customer_id);
    if (customer.status !== 'Active') {
      refuse(call, 422, `the customer is ${customer.status}; only an Active customer can have an autoramp`);
    }
    const made = 'quote_id' in body ? termsFromQuote(call, body) : termsFromMarket(call, body);
    refuseTakenExternalId(call, made.external_id);
    const [source] = made.source_currencies;
    if (source && !hasRoom(call, customer, depositAccountType(source), made.is_third_party)) {
      refuse(call, 422, 'the customer has too many autoramps of this kind; see checkAutorampLimit');
    }
    const twoFactor = call.records.settings.autoramp_two_factor;
    const autoramp = put<AutorampRecord>(call.records.autoramps, {
      ...made,
      id: call.id(),
      customer_id: customer.id,
      status: twoFactor ? 'Created' : 'Authorized',
      deposit_rails: [],
      created_at: call.timestamp(),
      pending_edit: null,
    });
    if (body.pay_by_reference) autoramp.inbound_payment_reference = paymentReference(autoramp.id);
    if ('quote_id' in body) {
      const quote = get(call.records.quotes, body.quote_id);
      if (quote) quote.used_by = autoramp.id;
    }
    call.emit(createdEvent('new_autoramp', customer.id, autoramp.id));
    call.emit(autorampEvent(autoramp));
    if (twoFactor) openCode(call, autoramp.id);
    return { status: 201, body: showAutoramp(call, autoramp) };
  },

  getAutoramps(call) {
    const { query } = call;
    return pageOf(
      call,
      call.records.autoramps,
      query,
      (autoramp) =>
        seesCustomer(call, autoramp.customer_id) &&
        (!query.customer_id || autoramp.customer_id === query.customer_id) &&
        (!query.autoramp_type || autoramp.kind === query.autoramp_type) &&
        (query.is_batch_payout === undefined || autoramp.batch_payout === query.is_batch_payout) &&
        (!query.source || autoramp.source === query.source) &&
        (!query.status || query.status.includes(autoramp.status)),
      (autoramp) => showAutoramp(call, autoramp),
    );
  },

  checkAutorampLimit(call) {
    const { customer_id, deposit_account_type, is_third_party } = call.query;
    const customer = customerOf(call, customer_id ?? '');
    const can_create = hasRoom(call, customer, deposit_account_type ?? '', is_third_party ?? false);
    return { status: 200, body: { can_create } };
  },

  getAutorampById: (call) => ({
    status: 200,
    body: showAutoramp(call, autorampOf(call, call.path.autoramp_id)),
  }),

  getAutorampByExternalId(call) {
    const found = findNewest(
      call.records.autoramps,
      ({ external_id, customer_id }) => external_id === call.path.external_id && seesCustomer(call, customer_id),
    );
    if (!found) refuse(call, 404, 'no autoramp has this external id');
    return { status: 200, body: showAutoramp(call, found) };
  },

  patchAutorampMarketById(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    const { customer_id, destination_currency, fee_profile_id, recipient_account } = call.body;
    if (autoramp.customer_id !== customer_id) refuse(call, 404, 'this customer has no autoramp with this id');
    openCustomer(call, customer_id);
    if (autoramp.source !== 'Standalone') refuse(call, 400, 'an autoramp made from a quote cannot be changed');
    if (next(autorampTransitions, autoramp.status, 'edit to confirm') === undefined) {
      refuse(call, 400, `an autoramp that is ${autoramp.status} cannot be changed`);
    }
    const destination = destination_currency ?? autoramp.destination_currency;
    if (!isSupported(destination)) refuse(call, 400, 'body.destination_currency is not supported');
    if (
      destination_currency &&
      !recipient_account &&
      destination_currency.type !== autoramp.destination_currency.type
    ) {
      refuse(call, 400, 'body.recipient_account is required where the kind of currency changes');
    }
    const recipient = recipient_account
      ? recipientOf(call, customer_id, recipient_account, destination)
      : autoramp.recipient;
    const profile = fee_profile_id === undefined ? undefined : profileOf(call, fee_profile_id);

    const [source] = autoramp.source_currencies;
    autoramp.destination_currency = destination;
    autoramp.recipient = recipient;
    if (source) autoramp.kind = kindOf(source, destination);
    if (profile && profile.id !== autoramp.fee_profile_id) {
      autoramp.pending_edit = { fee_profile_id: profile.id };
      setAutorampStatus(call, autoramp, 'EditPending');
    }
    return { status: 200, body: showAutoramp(call, autoramp) };
  },

  cancelAutoramp(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    const to = next(autorampTransitions, autoramp.status, 'cancelled');
    if (to) setAutorampStatus(call, autoramp, to);
    else if (autoramp.status !== 'Cancelled')
      refuse(call, 404, `an autoramp that is ${autoramp.status} cannot be cancelled`);
    return { status: 204 };
  },

  retryAutorampAuth(call) {
    const autoramp = autorampOf(call, call.path.autoramp_id);
    if (autoramp.status !== 'Created' && autoramp.status !== 'EditPending') {
      refuse(call, 404, `an autoramp that is ${autoramp.status} waits for no code`);
    }
    return { status: 201, body: openCode(call, autoramp.id) };
  },

  updateSandboxAutorampStatus(call) {
    const autoramp = autorampOf(call, call.path.id);
    if (call.body !== autoramp.status && (autoramp.status === 'Cancelled' || autoramp.status === 'Rejected')) {
      refuse(call, 400, `the autoramp is ${autoramp.status}, which is final; create another one`);
    }
    openCustomer(call, autoramp.customer_id);
    if (autoramp.pending_edit && call.body === 'Approved') Object.assign(autoramp, autoramp.pending_edit);
    setAutorampStatus(call, autoramp, call.body);
    return { status: 200, body: showAutoramp(call, autoramp) };
  },
};

/** What the right code does: the autoramp, or the change to it, is in force. */
export function confirmAutoramp(context: Context, autoramp: AutorampRecord): void {
  const to = next(autorampTransitions, autoramp.status, 'code confirmed');
  if (!to) return;
  if (autoramp.pending_edit) Object.assign(autoramp, autoramp.pending_edit);
  setAutorampStatus(context, autoramp, to);
}

export function autorampOf(call: SomeCall, id: string): AutorampRecord {
  const autoramp = get(call.records.autoramps, id);
  if (!autoramp || !seesCustomer(call, autoramp.customer_id)) return refuse(call, 404, `no autoramp has the id ${id}`);
  return autoramp;
}

/** Since when deposits by FedNow are shown: https://docs.iron.xyz/changelog */
const fedNowVersion = '2026-07-01';

export function showAutoramp(call: SomeCall, record: AutorampRecord): Autoramp {
  const { pending_edit, ...autoramp } = record;
  void pending_edit;
  const fedNow = (call.header['X-API-Version'] ?? '') >= fedNowVersion;
  return {
    ...autoramp,
    quotes: autoramp.quotes.filter(({ valid_until }) => Date.parse(valid_until) > call.now),
    deposit_rails: autoramp.deposit_rails.filter(({ type }) => fedNow || type !== 'FedNow'),
  };
}

export function setAutorampStatus(context: Context, autoramp: AutorampRecord, status: Autoramp['status']): void {
  if (status === autoramp.status) return;
  autoramp.status = status;
  if (status !== 'EditPending') autoramp.pending_edit = null;
  if (status === 'Created' || status === 'EditPending') openCode(context, autoramp.id);
  else closeCode(context, autoramp.id);
  if ((status === 'DepositAccountAdded' || status === 'Approved') && autoramp.deposit_rails.length === 0) {
    autoramp.deposit_rails = railsOf(autoramp.id, autoramp.source_currencies);
    context.emit(createdEvent('deposit_address_created', autoramp.customer_id, autoramp.id));
  }
  context.emit(autorampEvent(autoramp));
}

function hasRoom(call: SomeCall, customer: CustomerRecord, accountType: string, thirdParty: boolean): boolean {
  const used = all(call.records.autoramps).filter(
    ({ customer_id, status, is_third_party, source_currencies: [source] }) =>
      customer_id === customer.id &&
      status !== 'Cancelled' &&
      status !== 'Rejected' &&
      is_third_party === thirdParty &&
      source !== undefined &&
      depositAccountType(source) === accountType,
  );
  return used.length < maxPerAccountType;
}

function refuseTakenExternalId(call: SomeCall, externalId: string | null | undefined): void {
  if (!externalId) return;
  if (findNewest(call.records.autoramps, ({ external_id }) => external_id === externalId)) {
    refuse(call, 400, 'body.external_id is in use by another autoramp; read it by getAutorampByExternalId');
  }
}
