// Facts of the generated types that callers rest on.
import type { Unlisted } from '@org/paxos-sdk';
import type * as paxos from '@org/paxos-types';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
type Fits<A, B> = [A] extends [B] ? true : false;
type KnownStatus = 'PENDING' | 'ERROR' | 'APPROVED' | 'DENIED' | 'DISABLED';

// An enum lists the known values; others fit only as what they are, where it is read and where it is sent.
is<Exclude<paxos.IdentityStatus, Unlisted>, KnownStatus>();
is<Fits<Unlisted, paxos.IdentityStatus>, true>();
is<Fits<'INVENTED_TOMORROW', paxos.IdentityStatus>, false>();
is<paxos.Identity['summary_status'], paxos.IdentityStatus | undefined>();

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
