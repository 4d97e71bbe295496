// Facts of the generated types that callers rest on.
import type * as paxos from '@org/paxos-types';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
type Fits<A, B> = [A] extends [B] ? true : false;
type KnownStatus = 'PENDING' | 'ERROR' | 'APPROVED' | 'DENIED' | 'DISABLED';

// An enum takes values that do not exist yet when read, and offers the known ones.
is<paxos.IdentityStatus, KnownStatus | (string & {})>();
is<paxos.Identity['summary_status'], paxos.IdentityStatus | undefined>();

// It takes the known values only when sent.
is<paxos.IdentityStatusInput, KnownStatus>();
is<Fits<'INVENTED_TOMORROW', paxos.IdentityStatusInput>, false>();

// An optional field is absent, never null: that is how Paxos answers.
is<paxos.Identity['created_at'], string | undefined>();
is<paxos.Identity['status_details'], paxos.IdentityStatusDetails | undefined>();

// What Paxos sets itself is there to be read and not to be sent.
is<Fits<'verification_status', keyof paxos.AttributionAddress>, true>();
is<Fits<'verification_status', keyof paxos.AttributionAddressInput>, false>();

// Every operation has a `default` error with a body.
type Lacking = {
  [Id in keyof paxos.operations]: paxos.operations[Id]['responses'] extends { default: { content: object } }
    ? never
    : Id;
}[keyof paxos.operations];
is<Lacking, never>();
