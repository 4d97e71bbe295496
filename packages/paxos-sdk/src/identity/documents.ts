import type { DocumentType, DocumentUploadResponse } from '@org/paxos-types';
import { DecodeError } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { checkFile, type FileData } from './document-file.ts';
import { type SendOptions, sendDocument } from './send-document.ts';

/** The part of a client that announces documents. */
export interface DocumentAnnouncer {
  readonly identityDocuments: {
    documentUpload(
      args: { path: { identity_id: string }; body: { name: string; document_types?: DocumentType[] } },
      options: { signal?: AbortSignal | undefined },
    ): PromiseLike<DocumentUploadResponse>;
  };
}

/** A document for an identity. */
export interface IdentityDocument {
  readonly identityId: string;
  /** With its ending: pdf, jpg or png. At most 260 characters, and not used for this identity before. */
  readonly name: string;
  readonly data: FileData;
  /** What it proves. */
  readonly documentTypes?: readonly DocumentType[] | undefined;
}

/** A document that Paxos has. */
export interface UploadedDocument {
  readonly fileId: string | undefined;
  readonly name: string;
}

/**
 * Uploads a document in Paxos's two steps: announces it, then sends its bytes to the address that the answer holds,
 * without credentials. Sending is tried again where it fails for the moment, because the name cannot be announced twice.
 *
 * @param options `timeout` in milliseconds for one try (120,000), `maxRetries` (2), `signal`, `fetch`
 * @throws {InvalidRequestError} before anything is sent, if name, size or kind of the file are not what Paxos takes
 * @throws {ApiError} if Paxos refuses the announcement (409: the name is taken) or the bytes
 * @throws {ConnectionError} and {TimeoutError} if the bytes did not get through
 * @example
 * const data = await openAsBlob('proof-of-residence.pdf');
 * await uploadIdentityDocument(paxos, { identityId, name: 'proof-of-residence.pdf', data, documentTypes: ['PROOF_OF_RESIDENCY'] });
 * @see https://docs.paxos.com/api-reference/endpoints/identity-documents/overview
 */
export async function uploadIdentityDocument(
  client: DocumentAnnouncer,
  { identityId, name, data, documentTypes }: IdentityDocument,
  options: SendOptions = {},
): Promise<UploadedDocument> {
  assertId('identityId', identityId);
  const bytes = await checkFile(name, data);
  const { file_id, upload_url } = await client.identityDocuments.documentUpload(
    { path: { identity_id: identityId }, body: { name, ...(documentTypes && { document_types: [...documentTypes] }) } },
    { signal: options.signal },
  );
  if (!upload_url) {
    throw new DecodeError(
      `Paxos took the name '${name}' but gave no address to send it to. Announce it under another name.`,
    );
  }
  await sendDocument(upload_url, bytes, options);
  return { fileId: file_id, name };
}
