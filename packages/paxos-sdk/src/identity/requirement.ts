import type { IdentityRequirementType, IdentityStatus } from '@org/paxos-types';
import { requirementText } from './requirement-text.ts';

/** Who has to do something. */
export type Awaiting =
  /** You, or the person through you. */
  | 'CLIENT'
  /** Paxos: just wait. */
  | 'PAXOS'
  /** Members of the institution: look at the identity of each. */
  | 'MEMBERS'
  /** The answer does not say. */
  | 'UNKNOWN';

/** A member of an institution that is not approved. */
export interface OpenMember {
  readonly identityId: string;
  readonly status: IdentityStatus | undefined;
}

/** Something that still stands between an identity and approval. */
export interface OpenRequirement {
  /** In today's words, whichever shape the answer has; `UNKNOWN` where an older answer does not say. */
  readonly type: IdentityRequirementType;
  readonly status: 'PENDING' | 'FAILED';
  readonly awaiting: Awaiting;
  /** What the person can be told, in a sentence or two. */
  readonly message: string;
  /** Paxos's findings in upper case, for you and your staff. Never show them to the person. */
  readonly codes: readonly string[];
  /** The type as it stands in the answer. */
  readonly paxosType: string;
  /** For `MEMBERS`: those that are not approved, as far as the answer shows them. */
  readonly members: readonly OpenMember[];
}

/** Makes a requirement, with its text. */
export function requirement(
  facts: { readonly type: string } & Pick<OpenRequirement, 'awaiting'> &
    Partial<Omit<OpenRequirement, 'type' | 'message'>>,
): OpenRequirement {
  const { type, awaiting, status = 'PENDING', codes = [], paxosType = type, members = [] } = facts;
  const message = requirementText(type, status === 'FAILED', awaiting);
  return { type: type as OpenRequirement['type'], status, awaiting, message, codes, paxosType, members };
}
