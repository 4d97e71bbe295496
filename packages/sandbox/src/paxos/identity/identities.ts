// Persons and institutions: creating, reading, changing.
import type { CreateIdentityRequest, CustomerDueDiligence, UpdateIdentityRequest } from '@org/paxos-types';
import { add, all, find, findByRef, rename } from '../collection.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { among, is, pageOf, within } from '../page.ts';
import { alreadyExists, badRequest, notFound } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { timeOf } from '../times.ts';
import { syncControl } from './controls.ts';
import { requestDocuments } from './documents.ts';
import { completeRefresh } from './kyc-refresh.ts';
import { joinMembers, memberIdentities } from './members.ts';
import { activeControls, type IdentityRecord } from './record.ts';
import { identityReply } from './reply.ts';
import { settleStatus } from './status.ts';

export function identityOf(records: PaxosRecords, id: string): IdentityRecord {
  const identity = find(records.identities, id);
  if (!identity) throw notFound(`identity ${id} is unknown`);
  return identity;
}

export const identityHandlers: PaxosHandlers = {
  CreateIdentity(call) {
    const { body, records } = call;
    const { person_details: person, institution_details: institution } = body;
    if (!person === !institution) throw badRequest('send either person_details or institution_details');
    if (person?.verifier_type === 'PASSTHROUGH' && !person.passthrough_verified_at) {
      throw badRequest('person_details.passthrough_verified_at is required with verifier_type PASSTHROUGH');
    }
    if (person && body.institution_members?.length) throw badRequest('a person has no institution_members');
    assertUnique(records, body);
    memberIdentities(records, body.institution_members ?? []);

    const now = call.timestamp();
    const identity: IdentityRecord = {
      id: call.id(),
      type: person ? 'PERSON' : 'INSTITUTION',
      ...(body.ref_id && { ref_id: body.ref_id }),
      created_at: now,
      updated_at: now,
      status: 'PENDING',
      onceApproved: false,
      members: [],
      memberOf: [],
      checks: person ? { id_verification: verificationOf(person), sanctions: 'PENDING' } : { sanctions: 'PENDING' },
      controls: [],
      refresh: { state: 'NONE' },
      pendingDocuments: [],
    };
    takeOver(identity, body);
    if (body.tax_details_not_required !== undefined) identity.tax_details_not_required = body.tax_details_not_required;
    add(records.identities, identity);
    joinMembers(call, identity, body.institution_members ?? []);
    reviewWealth(call, identity);
    settleStatus(call, identity);
    return { status: 200, body: identityReply(identity, records, { details: true, members: true }) };
  },

  GetIdentity({ records, path, query }) {
    const shown = { details: query.include_details, members: query.include_institution_members };
    return { status: 200, body: identityReply(identityOf(records, path.id), records, shown) };
  },

  ListIdentities({ records, query }) {
    const wanted = all(records.identities).filter((identity) => {
      const controls = activeControls(identity);
      return (
        is(query.summary_status, identity.status) &&
        is(query.identity_type, identity.type) &&
        (!query.control_types?.length || controls.some(({ type }) => among(query.control_types, type))) &&
        (!query.control_reason_codes?.length ||
          controls.some(({ reason_code }) => among(query.control_reason_codes, reason_code))) &&
        within(identity.created_at, query) &&
        within(identity.updated_at, query, 'updated_at')
      );
    });
    const { items, ...next } = pageOf(wanted, query);
    return { status: 200, body: { items: items.map((identity) => identityReply(identity, records)), ...next } };
  },

  UpdateIdentity(call) {
    const { body, records, path } = call;
    const identity = identityOf(records, path.id);
    const other = identity.type === 'PERSON' ? body.institution_details : body.person_details;
    if (other) throw badRequest('a person cannot become an institution, nor an institution a person');
    assertUnique(records, body, identity);
    if (body.last_kyc_refresh_date) timeOf('last_kyc_refresh_date', body.last_kyc_refresh_date);

    const changed = changesName(identity, body);
    if (body.ref_id) rename(records.identities, identity, body.ref_id);
    takeOver(identity, body);
    if (body.set_tax_details_not_required !== undefined) {
      identity.tax_details_not_required = body.set_tax_details_not_required;
    }
    const report = body.person_details?.passthrough_verification_status;
    if (report) identity.checks.id_verification = report;
    // New names and addresses can set off new checks: here they always do.
    if (changed) {
      identity.checks.sanctions = 'PENDING';
      delete identity.checks.additional_screening;
    }
    if (body.last_kyc_refresh_date) completeRefresh(call, identity, body.last_kyc_refresh_date);
    if (body.set_user_disabled !== undefined) disableByUser(call, identity, body.set_user_disabled);
    reviewWealth(call, identity);
    settleStatus(call, identity);
    return { status: 200, body: identityReply(identity, records, { details: true, members: true }) };
  },
};

/** `set_user_disabled` and the sandbox's `user_disabled`: a control that the client may lift. */
export function disableByUser(context: PaxosContext, identity: IdentityRecord, disabled: boolean): void {
  syncControl(context, identity, disabled, {
    type: 'SELL_ONLY',
    by: 'SET_BY_CLIENT',
    reasonCode: 'END_USER_REQUEST',
  });
}

function takeOver(identity: IdentityRecord, body: CreateIdentityRequest & UpdateIdentityRequest): void {
  if (body.person_details) identity.person_details = { ...identity.person_details, ...body.person_details };
  if (body.institution_details) {
    identity.institution_details = { ...identity.institution_details, ...body.institution_details };
  }
  if (body.metadata) identity.metadata = body.metadata;
  if (body.tax_details) identity.tax_details = body.tax_details;
  if (body.customer_due_diligence) {
    identity.customer_due_diligence = { ...identity.customer_due_diligence, ...body.customer_due_diligence };
  }
  if (body.is_merchant !== undefined) identity.is_merchant = body.is_merchant;
}

function verificationOf({
  verifier_type,
  passthrough_verification_status,
}: NonNullable<CreateIdentityRequest['person_details']>) {
  return verifier_type === 'PASSTHROUGH' ? (passthrough_verification_status ?? 'APPROVED') : 'PENDING';
}

/** One `ref_id`, and one official number with its type and country, per identity. */
function assertUnique(
  records: PaxosRecords,
  body: CreateIdentityRequest & UpdateIdentityRequest,
  self?: IdentityRecord,
): void {
  const named = findByRef(records.identities, body.ref_id);
  if (named && named !== self) throw alreadyExists(`ref_id ${body.ref_id} is taken`, { id: named.id });
  const { cip_id, cip_id_type, cip_id_country } = body.person_details ?? body.institution_details ?? {};
  const holder = cip_id
    ? all(records.identities).find(({ person_details, institution_details }) => {
        const details = person_details ?? institution_details;
        return (
          details?.cip_id === cip_id && details.cip_id_type === cip_id_type && details.cip_id_country === cip_id_country
        );
      })
    : undefined;
  if (holder && holder !== self) throw alreadyExists('cip_id is taken', { id: holder.id });
}

const screened = [
  'first_name',
  'last_name',
  'date_of_birth',
  'nationality',
  'address',
  'name',
  'incorporation_address',
];

function changesName(identity: IdentityRecord, body: UpdateIdentityRequest): boolean {
  const before: object = identity.person_details ?? identity.institution_details ?? {};
  const after: object = body.person_details ?? body.institution_details ?? {};
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).some(
    ([field, value]) => screened.includes(field) && JSON.stringify(value) !== JSON.stringify(old.get(field)),
  );
}

/** The sandbox's trigger of enhanced due diligence: the highest band of wealth or of what is moved per month. */
function needsDueDiligence(diligence: CustomerDueDiligence | undefined): boolean {
  return (
    diligence?.estimated_net_worth === 'NET_WORTH_OVER_50M' ||
    diligence?.expected_transfer_value === 'TRANSFER_VALUE_ABOVE_5M'
  );
}

function reviewWealth(context: PaxosContext, identity: IdentityRecord): void {
  if (!needsDueDiligence(identity.customer_due_diligence)) return;
  const { documents } = context.records;
  const proven = all(documents).some(
    ({ identityId, document_types, bytes }) =>
      identityId === identity.id && bytes !== undefined && document_types.includes('PROOF_OF_FUNDS'),
  );
  if (!proven) requestDocuments(context, identity, ['PROOF_OF_FUNDS']);
}
