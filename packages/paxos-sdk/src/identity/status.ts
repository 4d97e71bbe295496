import type { Identity, IdentityStatus } from '@org/paxos-types';
import { checkObject } from '../argument.ts';

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
 * @throws {ConfigError} if it is no object
 * @example
 * if (identityStatus(await paxos.identity.getIdentity({ path: { id } })) === 'APPROVED') letIn();
 * @see https://docs.paxos.com/guides/identity/statuses
 */
export function identityStatus(identity: WithStatus): IdentityStatus | undefined {
  checkObject(identity, 'an identity, as getIdentity answers it');
  const { status, summary_status } = identity;
  const found = [status, summary_status].find((value) => typeof value === 'string' && value !== '');
  return found as IdentityStatus | undefined;
}
