import type { Identity, IdentityStatus } from '@org/paxos-types';
import { assertObject } from '@org/sdk-core/internal';

/** What an identity, or a member of an institution, carries of its status; any string, as it may be the caller's own record. */
export interface WithStatus {
  readonly status?: Identity['status'] | (string & {});
  readonly summary_status?: Identity['summary_status'] | (string & {});
}

/**
 * The status of an identity: `status`, or `summary_status` where the answer has only that, as older answers and the
 * members of an institution do.
 *
 * @returns undefined if it carries neither
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * if (identityStatus(await paxos.identity.getIdentity({ path: { id } })) === 'APPROVED') letIn();
 * @see https://docs.paxos.com/guides/identity/statuses
 */
export function identityStatus(identity: WithStatus): IdentityStatus | undefined {
  assertObject(identity, 'an identity, as getIdentity returns it');
  const { status, summary_status } = identity;
  const found = [status, summary_status].find((value) => typeof value === 'string' && value !== '');
  return found as IdentityStatus | undefined;
}

/** The text, or `UNKNOWN` for everything that is not one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'UNKNOWN';
}
