// Facts of the generated types that callers rest on.
import type { Unlisted } from '@org/iron-sdk';
import type * as iron from '@org/iron-types';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
type Fits<A, B> = [A] extends [B] ? true : false;
type Header<Operation extends keyof iron.operations> = NonNullable<iron.operations[Operation]['parameters']['header']>;
/** Whether a key of a type may be left out. */
type MayLack<T, Key extends keyof T> = Record<never, never> extends Pick<T, Key> ? true : false;
type KnownStatus = 'UserRequired' | 'SigningsRequired' | 'IdentificationRequired' | 'Active' | 'Suspended' | 'Archived';

// An enum lists the known values; others fit only as what they are. It is the same type where it is read and where it is sent.
is<Exclude<iron.CustomerStatus, Unlisted>, KnownStatus>();
is<Fits<Unlisted, iron.CustomerStatus>, true>();
is<Fits<'InventedTomorrow', iron.CustomerStatus>, false>();
is<Fits<string, iron.CustomerStatus>, false>();
is<iron.Customer['status'], iron.CustomerStatus>();
is<iron.CreateCustomerParams['customer_type'], iron.Customer['customer_type']>();

// Of one value it stays closed when read, so that a union narrows by it.
is<iron.AccountCrypto['type'], 'Crypto'>();
is<Fits<Extract<iron.Account, { type: 'Crypto' }>, iron.AccountCrypto>, true>();
is<Same<Extract<iron.Account, { type: 'Crypto' }>, never>, false>();

// An optional field may be null when read, because Iron answers so; not when it is required, and not when it is sent.
is<iron.Customer['external_id'], string | null | undefined>();
is<iron.Customer['identification_status'], iron.IdentificationStatus | null | undefined>();
is<iron.Customer['email'], string>();
is<NonNullable<iron.CreateAutorampParameters['fps_payment_reference']>, string>();
is<Fits<null, iron.CreateAutorampParameters['fps_payment_reference']>, false>();

// Nothing is required because it has a default, in a page or in a body.
is<MayLack<iron.CustomerPage, 'prev_cursor'>, true>();
is<MayLack<iron.CustomerPage, 'items'>, false>();
is<MayLack<iron.CreateAutorampParameters, 'pay_by_reference'>, true>();

// The idempotency key may be left to the SDK, in the first version of identifications too.
is<MayLack<Header<'createCustomer'>, 'IDEMPOTENCY-KEY'>, true>();
is<MayLack<Header<'createCustomerIdentification'>, 'IDEMPOTENCY-KEY'>, true>();
// The option `subPartnerId` sends it.
is<MayLack<Header<'createCustomerIdentification'>, 'X-SUB-PARTNER-ID'>, true>();

// A signed quote that was read may be sent back as it is.
type Read = iron.operations['getAutorampRateQuote']['responses'][200]['content']['application/json'];
type Sent = NonNullable<iron.operations['attachQuoteToAutoramp']['requestBody']>['content']['application/json'];
is<Fits<Read, Sent>, true>();
is<iron.SignedAutorampQuote['recipient_account'], iron.Account>();
