import type { Identity } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';
import { activeControls } from './controls.ts';
import { openMembers, openRequirements } from './requirements.ts';
import { identityStatus } from './status.ts';

/** The part of a client that reads identities. */
export interface IdentityReader {
  readonly identity: {
    getIdentity(
      args: { path: { id: string }; query: { include_institution_members: boolean } },
      options: { signal: AbortSignal },
    ): PromiseLike<Identity>;
  };
}

/**
 * Waits until an identity is approved. Those of the members of an institution are looked at too, because it cannot be
 * approved without them: a member that was turned down, or for whom something has to be supplied, ends the waiting.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 5,000), `whenBlocked`, `signal`
 * @returns the approved identity
 * @throws {TerminalStateError} when it is `DENIED`, `DISABLED` or `ERROR`, or when you have to supply something; `last`
 *   is the identity
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const identity = await waitForIdentity(paxos, created.id, { deadline: 60_000 });
 * @see https://docs.paxos.com/guides/identity/statuses
 */
export async function waitForIdentity(
  client: IdentityReader,
  id: string,
  options: WaitOptions = {},
): Promise<Identity> {
  assertId('id', id);
  let members: Identity[] = [];
  const one = (identityId: string, signal: AbortSignal): PromiseLike<Identity> =>
    client.identity.getIdentity({ path: { id: identityId }, query: { include_institution_members: true } }, { signal });
  const read = async (signal: AbortSignal): Promise<Identity> => {
    const identity = await one(id, signal);
    // Whose turn it is with a member stands in the member's own identity only.
    const pending = identityStatus(identity) === 'PENDING' ? openMembers(identity) : [];
    members = await Promise.all(pending.map((member) => one(member.identityId, signal)));
    return identity;
  };
  return waitForRecord(`Identity ${id}`, read, (identity) => waitStateOf(identity, members), {
    interval: 5_000,
    ...options,
  });
}

/** The wait state of an identity that is to be approved. */
function waitStateOf(identity: Identity, members: readonly Identity[]): WaitState {
  const status = identityStatus(identity);
  switch (status) {
    case 'APPROVED':
      return 'succeeded';
    case 'DENIED':
      return { failed: 'is DENIED: Paxos turned it down for good.' };
    case 'DISABLED':
    case 'ERROR': {
      const controls = activeControls(identity).map(({ type }) => type);
      const because = controls.length > 0 ? ` (${controls.join(', ')})` : '';
      return {
        failed: `is ${status}${because}: see activeControls and openRequirements of this error's 'last'.`,
      };
    }
    default:
      return holdOf(identity) ?? members.map(memberHold).find((hold) => hold !== undefined) ?? 'pending';
  }
}

function memberHold(member: Identity): WaitState | undefined {
  const status = identityStatus(member);
  if (status === 'DENIED' || status === 'DISABLED' || status === 'ERROR') {
    return { blocked: `waits for its member ${member.id}, who is ${status}. Replace or clear that member.` };
  }
  const hold = holdOf(member);
  return hold && { blocked: `waits for its member ${member.id}, who ${hold.blocked}` };
}

function holdOf(identity: Identity): { readonly blocked: string } | undefined {
  const ours = openRequirements(identity).filter(({ awaiting }) => awaiting === 'CLIENT');
  if (ours.length === 0) return undefined;
  const what = ours.map(({ type, codes }) => (codes.length > 0 ? `${type} (${codes.join(', ')})` : type));
  return { blocked: `waits for you: ${what.join('; ')}. Supply it.` };
}
