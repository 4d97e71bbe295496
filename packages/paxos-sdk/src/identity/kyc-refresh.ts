import type { Identity, UpdateIdentityRequest } from '@org/paxos-types';
import { InvalidRequestError, type WaitOptions, waitFor } from '@org/sdk-core';
import { assertId, systemClock } from '@org/sdk-core/internal';

/** The part of a client that updates identities. */
export interface IdentityUpdater {
  readonly identity: {
    updateIdentity(
      args: { path: { id: string }; body: UpdateIdentityRequest },
      options: { signal: AbortSignal },
    ): PromiseLike<Identity>;
  };
}

/** What a person said in a KYC refresh. */
export interface KycConfirmation {
  readonly identityId: string;
  /** When the person confirmed or renewed the details; store it, so that a repetition says the same. RFC 3339 or a `Date`. */
  readonly confirmedAt: string | Date;
  /** What changed. Without changes, the refresh says that everything is still right. */
  readonly changes?: Omit<UpdateIdentityRequest, 'last_kyc_refresh_date'> | undefined;
}

/**
 * Completes a KYC refresh (`identity.kyc_refresh.started`): reports when the person confirmed the details, and what
 * changed. Paxos then sends `identity.kyc_refresh.completed`; where compliance looks at changes, after a while. The typical
 * window is 30 days. Called again with the same input it changes nothing. Transient failures are ridden out until the
 * deadline.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `signal`
 * @returns the identity
 * @throws {InvalidRequestError} before anything is sent, if the time is none, has no time zone, or is in the future
 * @throws {ApiError} if Paxos refuses it
 * @throws {WaitTimeoutError} when the deadline came first; call again with the same input
 * @example
 * await confirmKycRefresh(paxos, { identityId, confirmedAt: form.confirmedAt, changes: { person_details: { phone_number } } });
 * @see https://docs.paxos.com/guides/identity/kyc-refresh (documented)
 */
export async function confirmKycRefresh(
  client: IdentityUpdater,
  { identityId, confirmedAt, changes }: KycConfirmation,
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<Identity> {
  assertId('identityId', identityId);
  const body = { ...changes, last_kyc_refresh_date: instant(confirmedAt, options.clock?.now() ?? systemClock.now()) };
  return waitFor(
    (signal) => client.identity.updateIdentity({ path: { id: identityId }, body }, { signal }),
    () => true,
    options,
  );
}

/** As Paxos takes it. */
function instant(given: string | Date, now: number): string {
  const time =
    given instanceof Date ? given.getTime() : Date.parse(/T.*(Z|[+-]\d\d:\d\d)$/.test(`${given}`) ? given : '');
  if (Number.isNaN(time)) {
    throw new InvalidRequestError(
      "'confirmedAt' must be a Date, or a time with its zone such as 2026-05-04T12:00:00Z. Nothing was sent.",
    );
  }
  if (time > now) throw new InvalidRequestError("'confirmedAt' is in the future. Nothing was sent.");
  return new Date(time).toISOString();
}
