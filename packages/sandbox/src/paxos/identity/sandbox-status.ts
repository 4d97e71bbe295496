// The sandbox's own call that decides checks by hand.
import type { PaxosHandlers } from '../handlers.ts';
import { badRequest } from '../problems.ts';
import { syncControl } from './controls.ts';
import { requestDocuments } from './documents.ts';
import { disableByUser, identityOf } from './identities.ts';
import { settleStatus } from './status.ts';

export const sandboxStatusHandlers: PaxosHandlers = {
  SandboxSetIdentityStatus(call) {
    const { body, records, path } = call;
    const identity = identityOf(records, path.id);
    const person = identity.type === 'PERSON';
    if (!person && body.id_verification_status) throw badRequest('id_verification_status is for persons only');
    if (person && body.document_verification_status) {
      throw badRequest('document_verification_status is for institutions only');
    }
    const { checks } = identity;
    if (body.id_verification_status) checks.id_verification = body.id_verification_status;
    if (body.sanctions_verification_status) checks.sanctions = body.sanctions_verification_status;
    if (body.additional_screening_status) checks.additional_screening = body.additional_screening_status;
    if (body.document_verification_status) checks.document_verification = body.document_verification_status;
    if (checks.document_verification === 'PENDING') requestDocuments(call, identity, ['ORGANIZATIONAL_DOCUMENTS']);
    if (checks.document_verification === 'APPROVED') {
      identity.pendingDocuments = identity.pendingDocuments.filter((type) => type !== 'ORGANIZATIONAL_DOCUMENTS');
    }
    // A single check in the state ERROR awaits manual review, during which Paxos freezes the identity.
    syncControl(call, identity, Object.values(checks).includes('ERROR'), {
      type: 'FROZEN',
      by: 'SET_BY_PAXOS',
      reasonCode: 'COMPLIANCE_INVESTIGATION',
    });
    if (body.user_disabled) disableByUser(call, identity, body.user_disabled.disabled === true);
    if (body.admin_disabled) {
      syncControl(call, identity, body.admin_disabled.disabled === true, {
        type: 'SELL_ONLY',
        by: 'SET_BY_PAXOS',
        reasonCode: 'ADMINISTRATIVE',
      });
    }
    settleStatus(call, identity);
    return { status: 200, body: {} };
  },
};
