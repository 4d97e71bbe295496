// Facts of the generated Iron types that callers rest on.
import { describe, expectTypeOf, test } from 'vitest';
import type * as iron from '../../../packages/iron-types/index.d.ts';

type Header<Operation extends keyof iron.operations> = NonNullable<iron.operations[Operation]['parameters']['header']>;
/** Whether a key of a type may be left out. */
type MayLack<T, Key extends keyof T> = Record<never, never> extends Pick<T, Key> ? true : false;

type KnownStatus = 'UserRequired' | 'SigningsRequired' | 'IdentificationRequired' | 'Active' | 'Suspended' | 'Archived';

describe('an enum', () => {
  test('takes values that do not exist yet when read, and offers the known ones', () => {
    expectTypeOf<iron.CustomerStatus>().toEqualTypeOf<KnownStatus | (string & {})>();
    expectTypeOf<iron.Customer['status']>().toEqualTypeOf<iron.CustomerStatus>();
    expectTypeOf<'InventedTomorrow'>().toExtend<iron.CustomerStatus>();
  });

  test('takes the known values only when sent', () => {
    expectTypeOf<iron.CustomerStatusInput>().toEqualTypeOf<KnownStatus>();
    expectTypeOf<iron.BlockchainInput>().not.toEqualTypeOf<iron.Blockchain>();
    expectTypeOf<'InventedTomorrow'>().not.toExtend<iron.BlockchainInput>();
  });

  test('of one value stays closed when read, so that a union narrows by it', () => {
    expectTypeOf<iron.AccountCrypto['type']>().toEqualTypeOf<'Crypto'>();
    expectTypeOf<Extract<iron.Account, { type: 'Crypto' }>>().toExtend<iron.AccountCrypto>();
  });
});

describe('an optional field', () => {
  test('may be null when read, because Iron answers so', () => {
    expectTypeOf<iron.Customer['external_id']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<iron.Customer['identification_status']>().toEqualTypeOf<
      iron.IdentificationStatus | null | undefined
    >();
  });

  test('may not be null when it is required', () => {
    expectTypeOf<iron.Customer['email']>().toEqualTypeOf<string>();
  });

  test('may not be null when sent', () => {
    expectTypeOf<iron.CreateAutorampParameters['fps_payment_reference']>().toEqualTypeOf<string | undefined>();
  });
});

describe('nothing is required because it has a default', () => {
  test('in a page', () => {
    expectTypeOf<MayLack<iron.CustomerPage, 'prev_cursor'>>().toEqualTypeOf<true>();
    expectTypeOf<MayLack<iron.CustomerPage, 'items'>>().toEqualTypeOf<false>();
  });

  test('in a body', () => {
    expectTypeOf<MayLack<iron.CreateAutorampParameters, 'pay_by_reference'>>().toEqualTypeOf<true>();
  });
});

test('the idempotency key may be left to the SDK, in the first version of identifications too', () => {
  expectTypeOf<MayLack<Header<'createCustomer'>, 'IDEMPOTENCY-KEY'>>().toEqualTypeOf<true>();
  expectTypeOf<MayLack<Header<'createCustomerIdentification'>, 'IDEMPOTENCY-KEY'>>().toEqualTypeOf<true>();
  expectTypeOf<MayLack<Header<'createCustomerIdentification'>, 'X-SUB-PARTNER-ID'>>().toEqualTypeOf<false>();
});

test('a signed quote that was read may be sent back as it is', () => {
  type Read = iron.operations['getAutorampRateQuote']['responses'][200]['content']['application/json'];
  type Sent = NonNullable<iron.operations['attachQuoteToAutoramp']['requestBody']>['content']['application/json'];
  expectTypeOf<Read>().toExtend<Sent>();
  expectTypeOf<iron.SignedAutorampQuote['recipient_account']>().toEqualTypeOf<iron.Account>();
});
