// Bank accounts that fiat can be paid to, and their review.
import type { FiatAccount } from '@org/paxos-types';
import { add, all, find, findByRef } from '../collection.ts';
import { compact } from '../compact.ts';
import type { PaxosContext, PaxosHandlers, PaxosJobs } from '../handlers.ts';
import { partyIdentity } from '../identity/effects.ts';
import { among, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { next, type Transitions } from '../transitions.ts';
import { outcomeOf } from './outcome.ts';

type AccountRecord = PaxosRecords['fiatAccounts']['byId'][string];
type State = 'PENDING' | 'APPROVED' | 'REJECTED';

/** Milliseconds until a bank account is reviewed: "mostly by machine". */
const reviewDelay = 30_000;

const page = 'https://docs.paxos.com/guides/fiat-transfers/fiat-accounts';

export const fiatAccountTransitions: Transitions<State, 'approve' | 'reject' | 'update'> = [
  { from: 'PENDING', on: 'approve', to: 'APPROVED', evidence: 'documented', source: page },
  { from: 'PENDING', on: 'reject', to: 'REJECTED', evidence: 'documented', source: page },
  { from: 'APPROVED', on: 'update', to: 'PENDING', evidence: 'documented', source: page },
  { from: 'REJECTED', on: 'update', to: 'PENDING', evidence: 'inferred', source: page },
  { from: 'PENDING', on: 'update', to: 'PENDING', evidence: 'documented', source: page },
];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const fiatAccountHandlers: PaxosHandlers = {
  CreateFiatAccount(call) {
    const { body, records } = call;
    const existing = findByRef(records.fiatAccounts, body.ref_id);
    if (existing)
      throw alreadyExists(`fiat account already exists with ref_id '${body.ref_id}'`, accountReply(existing));
    const networks = Object.values(body.fiat_network_instructions).filter(Boolean);
    if (networks.length !== 1) throw badRequest('fill exactly one network under fiat_network_instructions');
    const { person_details: person, institution_details: institution } = body.fiat_account_owner;
    if (!person === !institution) throw badRequest('fiat_account_owner is a person or an institution');
    partyIdentity(records, body);
    const now = call.timestamp();
    const account: AccountRecord = compact({
      id: call.id(),
      ref_id: body.ref_id || undefined,
      identity_id: body.identity_id,
      account_id: body.account_id,
      fiat_account_owner: body.fiat_account_owner,
      fiat_network_instructions: body.fiat_network_instructions,
      metadata: body.metadata,
      status: 'PENDING' as const,
      created_at: now,
      updated_at: now,
    });
    add(records.fiatAccounts, account);
    call.schedule(reviewDelay, 'fiat account is reviewed', { account: account.id });
    return { status: 200, body: accountReply(account) };
  },

  ListFiatAccounts({ records, query }) {
    const wanted = all(records.fiatAccounts).filter(
      (one) =>
        (query.include_deleted || !one.deleted) &&
        among(query.ids, one.id) &&
        among(query.ref_ids, one.ref_id) &&
        within(one.created_at, query),
    );
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { items: items.map(shortened), ...next } };
  },

  GetFiatAccount({ records, path, query }) {
    return { status: 200, body: accountReply(accountOf(records, path.id, query.include_deleted)) };
  },

  UpdateFiatAccount(call) {
    const { body, records, path } = call;
    const account = accountOf(records, path.id);
    const owner = body.fiat_account_owner;
    const person = account.fiat_account_owner?.person_details !== undefined;
    if (person && owner?.institution_details) {
      throw badRequest('fiat_account_owner cannot be changed from person to institution');
    }
    if (!person && owner?.person_details) {
      throw badRequest('fiat_account_owner cannot be changed from institution to person');
    }
    const { wire } = body.fiat_network_instructions ?? {};
    const present = account.fiat_network_instructions.wire;
    if (wire && !present) throw badRequest('the fiat account is not a wire account');
    const status = next(fiatAccountTransitions, account.status as State, 'update');
    if (!status) throw badRequest(`fiat account has invalid status ${account.status}`);
    if (owner) account.fiat_account_owner = { ...account.fiat_account_owner, ...owner };
    if (wire && present) {
      const { routing_details: routing, fiat_account_owner_address: address } = wire;
      if (address) present.fiat_account_owner_address = { ...present.fiat_account_owner_address, ...address };
      if (routing) present.routing_details = { ...present.routing_details, ...compact(routing) };
    }
    if (body.metadata) account.metadata = body.metadata;
    account.status = status;
    account.updated_at = call.timestamp();
    call.schedule(reviewDelay, 'fiat account is reviewed', { account: account.id });
    return { status: 200, body: accountReply(account) };
  },

  DeleteFiatAccount({ records, path }) {
    if (!uuid.test(path.id)) throw badRequest(`id must be uuid, given '${path.id}'`);
    accountOf(records, path.id).deleted = true;
    return { status: 200 };
  },
};

export const fiatAccountJobs: PaxosJobs = {
  'fiat account is reviewed'(context, { account: id }: { account: string }) {
    const account = find(context.records.fiatAccounts, id);
    if (account) decide(context, id, outcomeOf(account.metadata).end === 'FAILED' ? 'reject' : 'approve');
  },
};

/** The review of a bank account; false where it is not under review. */
export function decide(context: PaxosContext, id: string, verdict: 'approve' | 'reject'): boolean {
  const account = accountOf(context.records, id, true);
  const status = next(fiatAccountTransitions, account.status as State, verdict);
  if (!status) return false;
  account.status = status;
  account.updated_at = context.timestamp();
  return true;
}

function accountOf({ fiatAccounts }: PaxosRecords, id: string, deleted = false): AccountRecord {
  const account = find(fiatAccounts, id);
  if (!account || (account.deleted && !deleted)) throw notFound(`fiat_account with id ${id} not found`);
  return account;
}

function accountReply({ deleted: _deleted, ...account }: AccountRecord): FiatAccount {
  return account;
}

/** As lists show it: the last four digits of the number, and nothing of the owner's name. */
function shortened(record: AccountRecord): FiatAccount {
  const { fiat_account_owner: _owner, ...account } = accountReply(record);
  const networks = structuredClone(account.fiat_network_instructions);
  for (const one of [networks.wire, networks.rtp, networks.scb, networks.dbs_act]) {
    if (one) one.account_number = one.account_number.slice(-4);
  }
  return { ...account, fiat_network_instructions: networks };
}
