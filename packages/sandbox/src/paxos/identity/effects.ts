// What an identity may do, by status and by control: https://docs.paxos.com/guides/identity/statuses
import { find } from '../collection.ts';
import { badRequest, notFound, refuse } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { activeControls, type IdentityRecord, type Status } from './record.ts';

export type Action =
  | 'buy'
  | 'sell'
  | 'withdraw crypto'
  | 'withdraw fiat'
  | 'make a deposit address'
  | 'receive deposits'
  | 'convert'
  | 'transfer';

const everything: readonly Action[] = [
  'buy',
  'sell',
  'withdraw crypto',
  'withdraw fiat',
  'make a deposit address',
  'receive deposits',
  'convert',
  'transfer',
];
// The table of statuses is about orders and crypto; that the proceeds of a sale can be paid out is inferred.
const selling: readonly Action[] = ['sell', 'withdraw fiat'];

export const allowedByStatus: Readonly<Record<Status, readonly Action[]>> = {
  PENDING: [],
  APPROVED: everything,
  DENIED: [],
  DISABLED: selling,
  ERROR: [],
};

export const allowedByControl: Readonly<Record<string, readonly Action[]>> = {
  SELL_ONLY: selling,
  DORMANT: [],
  CLOSED: [],
  FROZEN: [],
};

export interface Party {
  readonly identity_id?: string | undefined;
  readonly account_id?: string | undefined;
  readonly profile_id?: string | undefined;
}

/** Whether the identity behind a request may act. A party without one acts for the organization itself. */
export function mayAct(identity: IdentityRecord | undefined, action: Action): boolean {
  if (!identity) return true;
  const controls = activeControls(identity);
  return (
    allowedByStatus[identity.status].includes(action) &&
    controls.every(({ type }) => allowedByControl[type]?.includes(action))
  );
}

/** The identity that a request names, or whose account the profile belongs to. Throws a `Refusal` for one that does not exist. */
export function partyIdentity(records: PaxosRecords, party: Party): IdentityRecord | undefined {
  const { identity_id: named, account_id: accountId, profile_id: profileId } = party;
  const account = find(records.accounts, accountId ?? find(records.profiles, profileId)?.account_id);
  if (accountId && !account) throw notFound(`account ${accountId} is unknown`);
  if (named && !find(records.identities, named)) throw notFound(`identity ${named} is unknown`);
  const acts = named === undefined || accountId === undefined || belongsTo(account, named);
  if (!acts) throw badRequest(`identity ${named} is neither owner nor member of account ${accountId}`);
  return find(records.identities, named ?? account?.identity_id);
}

/** Throws a `Refusal` unless the identity behind the request, if there is one, may act. */
export function assertMayAct(records: PaxosRecords, party: Party, action: Action): void {
  const identity = partyIdentity(records, party);
  if (!identity || mayAct(identity, action)) return;
  const detail =
    identity.status === 'PENDING'
      ? 'Identity is being processed and cannot yet transact. Please try again later.'
      : `Identity may not ${action} while it is ${identity.status}: its status_details say why.`;
  throw refuse(403, 'Identity Verification Required', detail, {
    type: 'identity-verification-required',
    meta: {
      ref_path: `/v2/identity/identities/${identity.id}`,
      identity_id: identity.id,
      current_status: identity.status,
    },
  });
}

function belongsTo(account: PaxosRecords['accounts']['byId'][string] | undefined, identity: string): boolean {
  return account?.identity_id === identity || (account?.members ?? []).some(({ identity_id: id }) => id === identity);
}
