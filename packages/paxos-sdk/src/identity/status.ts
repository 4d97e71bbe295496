import type { Identity, IdentityStatus } from '@org/paxos-types';
import { checkObject } from '../argument.ts';

/** What an identity, or a member of an institution, carries of its status. */
export interface WithStatus {
  readonly status?: Identity['status'];
  readonly summary_status?: Identity['summary_status'];
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
  return [status, summary_status].find((value) => typeof value === 'string' && value !== '');
}
