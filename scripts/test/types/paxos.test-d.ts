// Facts of the generated Paxos types that callers rest on.
import { describe, expectTypeOf, test } from 'vitest';
import type * as paxos from '../../../packages/paxos-types/index.d.ts';

type KnownStatus = 'PENDING' | 'ERROR' | 'APPROVED' | 'DENIED' | 'DISABLED';

describe('an enum', () => {
  test('takes values that do not exist yet when read, and offers the known ones', () => {
    expectTypeOf<paxos.IdentityStatus>().toEqualTypeOf<KnownStatus | (string & {})>();
    expectTypeOf<paxos.Identity['summary_status']>().toEqualTypeOf<paxos.IdentityStatus | undefined>();
  });

  test('takes the known values only when sent', () => {
    expectTypeOf<paxos.IdentityStatusInput>().toEqualTypeOf<KnownStatus>();
    expectTypeOf<'INVENTED_TOMORROW'>().not.toExtend<paxos.IdentityStatusInput>();
  });
});

test('an optional field is absent, never null: that is how Paxos answers', () => {
  expectTypeOf<paxos.Identity['created_at']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<paxos.Identity['status_details']>().toEqualTypeOf<paxos.IdentityStatusDetails | undefined>();
});

test('what Paxos sets itself is there to be read and not to be sent', () => {
  expectTypeOf<paxos.AttributionAddress>().toHaveProperty('verification_status');
  expectTypeOf<paxos.AttributionAddressInput>().not.toHaveProperty('verification_status');
});

test('every operation has a `default` error with a body', () => {
  type Lacking = {
    [Id in keyof paxos.operations]: paxos.operations[Id]['responses'] extends { default: { content: object } }
      ? never
      : Id;
  }[keyof paxos.operations];
  expectTypeOf<Lacking>().toEqualTypeOf<never>();
});
