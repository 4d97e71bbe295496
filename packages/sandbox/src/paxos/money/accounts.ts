// Accounts, which tie an identity to a profile, and their members.
import type { Account, AccountMember } from '@org/paxos-types';
import { add, all, find, findByRef, rename } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import type { PaxosRecords, WithId } from '../records.ts';
import { openProfile } from './profiles.ts';

type AccountRecord = WithId<Account>;

/** What only Paxos fills. A `type` is accepted: a guide sends one, though the list of accepted fields leaves it out. */
const refusedOnCreate = [
  'id',
  'profile_id',
  'admin_disabled',
  'user_disabled',
  'summary_status',
  'created_at',
  'updated_at',
] as const;

export const accountHandlers: PaxosHandlers = {
  CreateAccount(call) {
    const { records, body } = call;
    const { identity_id, description, metadata, ref_id, type, members = [] } = body.account;
    if (!identity_id) throw badRequest('account.identity_id is required');
    const refused = refusedOnCreate.find((field) => body.account[field] !== undefined);
    if (refused) throw badRequest(`account.${refused} cannot be set`);
    if (!find(records.identities, identity_id)) throw notFound(`identity ${identity_id} is unknown`);
    assertMembers(records, members);
    const existing = findByRef(records.accounts, ref_id);
    if (existing)
      throw alreadyExists(`account already exists with ref_id '${ref_id}'`, accountReply(existing, records));

    const now = call.timestamp();
    const account: AccountRecord = compact({
      id: call.id(),
      identity_id,
      description,
      metadata,
      ref_id: ref_id || undefined,
      type,
      members: newMembers(call, members),
      created_at: now,
      updated_at: now,
    });
    if (body.create_profile) {
      const profile = openProfile(call, { nickname: `Account ${account.id}`, account_id: account.id });
      account.profile_id = profile.id;
    }
    return { status: 200, body: accountReply(add(records.accounts, account), records) };
  },

  GetAccount({ records, path }) {
    return { status: 200, body: accountReply(accountOf(records, path.id), records) };
  },

  ListAccounts({ records, query }) {
    const wanted = all(records.accounts).filter(
      (account) =>
        is(query.identity_id, account.identity_id) &&
        within(account.created_at, query) &&
        within(account.updated_at, query, 'updated_at'),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { items: items.map((account) => accountReply(account, records)), ...next } };
  },

  UpdateAccount(call) {
    const { records, body } = call;
    const { id, description, metadata, ref_id, members } = body.account;
    if (!id) throw badRequest('account.id is required');
    const account = accountOf(records, id);
    if (members?.length === 0) throw badRequest('account.members needs at least one entry');
    if (members) assertMembers(records, members);
    const holder = findByRef(records.accounts, ref_id);
    if (holder && holder !== account) {
      throw alreadyExists(`account already exists with ref_id '${ref_id}'`, accountReply(holder, records));
    }
    if (description !== undefined) account.description = description;
    if (metadata) account.metadata = metadata;
    if (ref_id) rename(records.accounts, account, ref_id);
    if (members) account.members = newMembers(call, members);
    if (body.set_user_disabled !== undefined) account.user_disabled = body.set_user_disabled;
    account.updated_at = call.timestamp();
    return { status: 200, body: accountReply(account, records) };
  },

  AddAccountMembers(call) {
    const { records, body } = call;
    const account = accountOf(records, body.account_id);
    if (body.members.length === 0) throw badRequest('members must name at least one identity');
    assertMembers(records, body.members);
    account.members = [...(account.members ?? []), ...newMembers(call, body.members)];
    account.updated_at = call.timestamp();
    return { status: 200, body: { account_id: account.id, members: account.members } };
  },

  DeleteAccountMember(call) {
    const { id } = call.path;
    const account = all(call.records.accounts).find(({ members }) => members?.some((member) => member.id === id));
    if (!account) throw notFound(`account member ${id} is unknown`);
    account.members = (account.members ?? []).filter((member) => member.id !== id);
    account.updated_at = call.timestamp();
    return { status: 200, body: {} };
  },
};

function accountOf(records: PaxosRecords, id: string): AccountRecord {
  const account = find(records.accounts, id);
  if (!account) throw notFound(`account ${id} is unknown`);
  return account;
}

function accountReply(account: AccountRecord, { identities }: PaxosRecords): Account {
  const owner = find(identities, account.identity_id)?.status ?? 'PENDING';
  const summary_status = account.user_disabled && owner === 'APPROVED' ? 'DISABLED' : owner;
  return { ...account, summary_status };
}

function assertMembers({ identities }: PaxosRecords, members: readonly AccountMember[]): void {
  for (const { id, identity_id } of members) {
    if (id !== undefined) throw badRequest('members.id cannot be set');
    if (!find(identities, identity_id)) throw notFound(`identity ${identity_id} is unknown`);
  }
}

function newMembers(context: PaxosContext, members: readonly AccountMember[]): AccountMember[] {
  return members.map((member) => ({ ...member, id: context.id() }));
}
