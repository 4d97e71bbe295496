// Papers of an identity, in two steps: name the file, then put its bytes at the address that the answer holds.
import type { DocumentType } from '@org/paxos-types';
import type { OutsideRequest, Reply } from '../../engine/provider.ts';
import { add, all, find } from '../collection.ts';
import { announce } from '../events.ts';
import type { PaxosContext, PaxosHandlers } from '../handlers.ts';
import { alreadyExists, badRequest, notFound, problem } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { decodeAccount, encodeAccount } from '../token.ts';
import { syncControl } from './controls.ts';
import type { IdentityRecord } from './record.ts';
import { settleStatus } from './status.ts';

/** Where files go; the sandbox's own place, as the provider's is a store outside of its API. */
export const uploadPath: RegExp = /^\/identity-documents\/([\w-]+)\/([\w-]+)$/;

export const documentHandlers: PaxosHandlers = {
  DocumentUpload(call) {
    const { records, path, body, baseUrl } = call;
    const identity = find(records.identities, path.identity_id);
    if (!identity) throw notFound(`identity ${path.identity_id} is unknown`);
    const { name, document_types = [] } = body;
    if (!name || name.length > 260) throw badRequest('file name is missing or exceeds 260 characters');
    if (!/\.(pdf|jpe?g|png)$/i.test(name)) throw badRequest('file must be a pdf, jpg or png, by its name');
    const taken = all(records.documents).some((one) => one.identityId === identity.id && one.name === name);
    if (taken) throw alreadyExists(`a file named ${name} is registered already`, { name });
    const id = call.id();
    add(records.documents, { id, identityId: identity.id, name, document_types, created_at: call.timestamp() });
    const upload_url = `${baseUrl.replace(/\/v2$/, '')}/identity-documents/${encodeAccount(records.clientId)}/${id}`;
    return { status: 200, body: { file_id: id, name, upload_url } };
  },

  ListIdentityDocuments({ records, path, query }) {
    const identity = find(records.identities, path.identity_id);
    if (!identity) throw notFound(`identity ${path.identity_id} is unknown`);
    const documents = all(records.documents)
      .filter(({ identityId, bytes }) => identityId === identity.id && bytes !== undefined)
      .map(({ id, name, document_types, created_at }) => ({ file_id: id, name, document_types, created_at }));
    const pending = query.include_pending_docs ? { pending_documents: identity.pendingDocuments } : {};
    return { status: 200, body: { documents, ...pending } };
  },
};

/** Asks for papers: the requirement shows on the identity, and an event names the types. */
export function requestDocuments(
  context: PaxosContext,
  identity: IdentityRecord,
  types: readonly DocumentType[],
): void {
  const missing = types.filter((type) => !identity.pendingDocuments.includes(type));
  if (missing.length === 0) return;
  identity.pendingDocuments.push(...missing);
  announce(context, 'identity.documents_required', 'identity_required_documents', {
    id: context.id(),
    identity_id: identity.id,
    required_documents: missing,
  });
  syncDueDiligence(context, identity);
}

/** Whose upload address it is. */
export function uploaderOf({ pathname }: URL): string | undefined {
  return decodeAccount(uploadPath.exec(pathname)?.[1] ?? '');
}

/** The second step: the bytes of a file. Undefined where the request is not for an upload address. */
export function answerUpload(request: OutsideRequest<PaxosRecords>): Reply | undefined {
  const match = uploadPath.exec(request.url.pathname);
  if (!match) return undefined;
  if (request.method !== 'PUT') {
    return { ...problem(405, 'Method Not Allowed', 'send the file with PUT'), headers: { allow: 'PUT' } };
  }
  const account = uploaderOf(request.url);
  if (account === undefined || !request.knows(account))
    return problem(404, 'Not Found', 'the upload address is unknown');
  const context = request.contextOf(account);
  const { records } = context;
  const document = find(records.documents, match[2]);
  const identity = find(records.identities, document?.identityId);
  if (!document || !identity) return problem(404, 'Not Found', 'the upload address is unknown');
  if (request.bytes.length === 0) return problem(400, 'Bad Request', 'the file is empty');
  document.bytes = request.bytes.length;
  identity.pendingDocuments = identity.pendingDocuments.filter((type) => !document.document_types.includes(type));
  syncDueDiligence(context, identity);
  settleStatus(context, identity);
  return { status: 200 };
}

// Proof of funds that an approved identity owes restricts it, as a documented example shows; before approval it only waits.
function syncDueDiligence(context: PaxosContext, identity: IdentityRecord): void {
  const owes = identity.onceApproved && identity.pendingDocuments.includes('PROOF_OF_FUNDS');
  syncControl(context, identity, owes, {
    type: 'SELL_ONLY',
    by: 'SET_BY_PAXOS',
    reasonCode: 'COMPLIANCE_EDD',
    reason: 'Proof of funds still missing',
  });
}
