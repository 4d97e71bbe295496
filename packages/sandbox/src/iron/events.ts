// Events as they are on the wire: a type in snake_case, a customer, and a message under the name of its kind.
import type {
  AutorampStatus,
  CustomerStatus,
  FiatAddressStatus,
  IdentificationStatus,
  WebhookContainer,
  WebhookEventKind,
  WebhookNotification,
} from '@org/iron-types';
import type { Context } from './call.ts';
import type { TransactionRecord } from './records.ts';

type EventType = WebhookContainer['type'];
type CreatedType = 'customer_created' | 'new_autoramp' | 'new_bank_account' | 'deposit_address_created' | 'transaction';

function emit(context: Context, type: EventType, data: WebhookNotification): void {
  context.emit({ type, data });
}

const kinds: Readonly<Record<CreatedType, WebhookEventKind>> = {
  customer_created: 'CustomerCreated',
  new_autoramp: 'NewAutoramp',
  new_bank_account: 'NewBankAccount',
  deposit_address_created: 'DepositAddressCreated',
  transaction: 'Transaction',
};

/** A record was made. */
export function emitCreated(context: Context, type: CreatedType, customerId: string, id: string): void {
  emit(context, type, { customer_id: customerId, message: { Event: { id, kind: kinds[type] } } });
}

export function emitCustomerStatus(context: Context, id: string, status: CustomerStatus): void {
  emit(context, 'customer_status', { customer_id: id, message: { CustomerStatus: { id, status } } });
}

export function emitIdentificationStatus(
  context: Context,
  record: { readonly id: string; readonly customer_id: string; readonly status: IdentificationStatus },
): void {
  const { id, customer_id, status } = record;
  emit(context, 'identification_status', { customer_id, message: { IdentificationStatus: { id, status } } });
}

export function emitFiatAddressStatus(
  context: Context,
  record: { readonly id: string; readonly customer_id: string; readonly status: FiatAddressStatus },
): void {
  const { id, customer_id, status } = record;
  emit(context, 'register_fiat_address_status', {
    customer_id,
    message: { RegisterFiatAddressStatus: { id, status } },
  });
}

export function emitAutorampStatus(
  context: Context,
  record: { readonly id: string; readonly customer_id: string; readonly status: AutorampStatus },
): void {
  const { id, customer_id, status } = record;
  emit(context, 'register_autoramp_status', { customer_id, message: { RegisterAutorampStatus: { id, status } } });
}

export function emitTransactionStatus(context: Context, record: TransactionRecord): void {
  const { id, customer_id, state, status, payout_crypto_transaction } = record;
  emit(context, 'transaction_status', {
    customer_id,
    message: {
      TransactionStatus: {
        id,
        status: state,
        transaction_status: status,
        transaction_hash: payout_crypto_transaction?.transaction_hash ?? null,
      },
    },
  });
}
