import type { DocumentType, ListIdentityDocumentsResponse } from '@org/paxos-types';
import { InvalidRequestError, type WaitOptions, waitFor } from '@org/sdk-core';
import { assertId, lookup } from '@org/sdk-core/internal';
import { checkFile } from './document-file.ts';
import { type DocumentAnnouncer, type IdentityDocument, uploadIdentityDocument } from './documents.ts';
import type { SendOptions } from './send-document.ts';

/** The part of a client that supplies documents. */
export interface DocumentSupplier {
  readonly identityDocuments: DocumentAnnouncer['identityDocuments'] & {
    listIdentityDocuments(
      args: { path: { identity_id: string }; query: { include_pending_docs: boolean } },
      options: { signal: AbortSignal },
    ): PromiseLike<ListIdentityDocumentsResponse>;
  };
}

/** A document to supply. */
export type SuppliedDocument = Omit<IdentityDocument, 'identityId'>;

/** How to supply documents. `deadline` and `interval` are about all of them, `timeout` is about one attempt for one. */
export interface SupplyOptions
  extends Omit<WaitOptions, 'whenBlocked'>,
    Pick<SendOptions, 'timeout' | 'fetchOptions' | 'onProgress'> {}

/** What became of the documents. */
export interface Supplied {
  /** The names under which Paxos has them, in the order in which they were given. */
  readonly names: readonly string[];
  /** The types that Paxos still waits for. It may take a while until a document is counted. */
  readonly pending: readonly DocumentType[];
}

/**
 * What `identity.documents_required` asks for, in the words of the upload. Its page calls them values of
 * `document_types`; the webhook's document lists these seven instead. Their mapping is inferred from their names.
 */
const TYPES: Readonly<Record<string, DocumentType>> = {
  DRIVERS_LICENSE: 'IDENTITY_VERIFICATION',
  PASSPORT: 'IDENTITY_VERIFICATION',
  NATIONAL_ID: 'IDENTITY_VERIFICATION',
  GOVERNMENT_ID: 'IDENTITY_VERIFICATION',
  UTILITY_BILL: 'PROOF_OF_RESIDENCY',
  BANK_STATEMENT: 'PROOF_OF_RESIDENCY',
  PROOF_OF_ADDRESS: 'PROOF_OF_RESIDENCY',
};

/**
 * The document type, for the upload, of a paper that an `identity.documents_required` event asks for.
 *
 * @example
 * const types = event.object.required_documents.map(documentTypeOf);
 * @see https://docs.paxos.com/api-reference/events/identity-documents-required-object (the mapping is inferred)
 */
export function documentTypeOf(required: string): DocumentType {
  return lookup(TYPES, required) ?? (required as DocumentType);
}

/**
 * Supplies the documents that an identity lacks, such as those of an `identity.documents_required` event. Called again with
 * the same input, also after a crash, it goes on: a document that Paxos has and no longer waits for is not sent again. A
 * name that was announced without its bytes cannot be used again, so such a document goes under the next free one
 * (`bill-2.pdf`). Transient failures are ridden out until the deadline.
 *
 * Scopes: `identity:read_identity`, `identity:write_identity`.
 *
 * @param client as `createPaxosClient` returned it
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `timeout` in milliseconds for one attempt
 *   (120,000), `signal`, `fetchOptions`, `onProgress`
 * @throws {InvalidRequestError} before anything is sent, if name, size or kind of a file are not what Paxos takes
 * @throws {ApiError} if Paxos refuses a document
 * @throws {WaitTimeoutError} when the deadline came first; call again with the same input
 * @example
 * const { pending } = await supplyDocuments(paxos, event.object.identity_id, [
 *   { name: 'bill.pdf', data: await openAsBlob('bill.pdf'), documentTypes: ['PROOF_OF_RESIDENCY'] },
 * ]);
 * if (pending.length === 0) await waitForIdentity(paxos, event.object.identity_id);
 * @see https://docs.paxos.com/guides/identity/edd (documented; that a name cannot be used twice is documented too)
 */
export async function supplyDocuments(
  client: DocumentSupplier,
  identityId: string,
  documents: readonly SuppliedDocument[],
  options: SupplyOptions = {},
): Promise<Supplied> {
  assertId('identityId', identityId);
  for (const { name, data } of documents) checkFile(name, data);
  if (new Set(documents.map(({ name }) => name)).size < documents.length) {
    throw new InvalidRequestError('Each document needs a name of its own. Nothing was sent.');
  }
  const { timeout, fetchOptions, onProgress, ...wait } = options;
  const names = new Map<SuppliedDocument, string>();
  const list = (signal: AbortSignal): PromiseLike<ListIdentityDocumentsResponse> =>
    client.identityDocuments.listIdentityDocuments(
      { path: { identity_id: identityId }, query: { include_pending_docs: true } },
      { signal },
    );
  const attempt = async (signal: AbortSignal): Promise<Supplied> => {
    const { documents: registered = [], pending_documents: wanted = [] } = await list(signal);
    const taken = new Set(registered.map(({ name }) => `${name}`));
    for (const document of documents.filter((one) => !names.has(one))) {
      const { name, documentTypes = [] } = document;
      if (taken.has(name) && !documentTypes.some((type) => wanted.includes(type))) {
        names.set(document, name);
        continue;
      }
      const free = freeName(name, taken);
      taken.add(free);
      const sending = { timeout, fetchOptions, onProgress, signal };
      await uploadIdentityDocument(client, { ...document, identityId, name: free }, sending);
      names.set(document, free);
    }
    const { pending_documents: pending = [] } = await list(signal);
    return { names: documents.map((one) => `${names.get(one)}`), pending };
  };
  return waitFor(attempt, () => true, wait);
}

/** The name, or with the next number that no announced document has. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const [, stem = name, ending = ''] = /^(.*)(\.[^.]*)$/.exec(name) ?? [];
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${stem}-${count}${ending}`;
    if (!taken.has(tried)) return tried;
  }
}
