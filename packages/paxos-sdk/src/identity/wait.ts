import type { Identity } from '@org/paxos-types';
import { checkText } from '../argument.ts';
import { GOAL, type PaxosWaitOptions, type Standing, WAY, waitUntil } from '../wait.ts';
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
 * @param options `deadline` and `interval` in milliseconds (600,000 and 5,000), `whenHeld`, `signal`
 * @returns the approved identity
 * @throws {TerminalStateError} when it is `DENIED`, `DISABLED` or `ERROR`, or when you have to supply something; `last`
 *   is the identity
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {ConfigError} if the id is empty
 * @example
 * const identity = await waitForIdentity(paxos, created.id, { deadline: 60_000 });
 * @see https://docs.paxos.com/guides/identity/statuses
 */
export async function waitForIdentity(
  client: IdentityReader,
  id: string,
  options: PaxosWaitOptions = {},
): Promise<Identity> {
  checkText(id, "The identity's id");
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
  return waitUntil(`Identity ${id}`, read, (identity) => standingOf(identity, members), {
    interval: 5_000,
    ...options,
  });
}

/** Where an identity stands, for whoever waits for its approval. */
function standingOf(identity: Identity, members: readonly Identity[]): Standing {
  const status = identityStatus(identity);
  switch (status) {
    case 'APPROVED':
      return GOAL;
    case 'DENIED':
      return { at: 'end', why: 'is DENIED: Paxos turned it down for good.' };
    case 'DISABLED':
    case 'ERROR': {
      const controls = activeControls(identity).map(({ type }) => type);
      const because = controls.length > 0 ? ` (${controls.join(', ')})` : '';
      return {
        at: 'end',
        why: `is ${status}${because}: see activeControls and openRequirements of this error's 'last'.`,
      };
    }
    default:
      return holdOf(identity) ?? members.map(memberHold).find((hold) => hold !== undefined) ?? WAY;
  }
}

function memberHold(member: Identity): Standing | undefined {
  const status = identityStatus(member);
  if (status === 'DENIED' || status === 'DISABLED' || status === 'ERROR') {
    return { at: 'hold', why: `waits for its member ${member.id}, who is ${status}. Replace or clear that member.` };
  }
  const hold = holdOf(member);
  return hold && { at: 'hold', why: `waits for its member ${member.id}, who ${hold.why}` };
}

function holdOf(identity: Identity): { readonly at: 'hold'; readonly why: string } | undefined {
  const ours = openRequirements(identity).filter(({ awaiting }) => awaiting === 'CLIENT');
  if (ours.length === 0) return undefined;
  const what = ours.map(({ type, codes }) => (codes.length > 0 ? `${type} (${codes.join(', ')})` : type));
  return { at: 'hold', why: `waits for you: ${what.join('; ')}. Supply it.` };
}
