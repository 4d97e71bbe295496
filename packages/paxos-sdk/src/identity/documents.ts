import type { DocumentType, DocumentUploadResponse } from '@org/paxos-types';
import { DecodeError, InvalidRequestError } from '@org/sdk-core';
import { assertId, limitsOf } from '@org/sdk-core/internal';
import { engineOf } from '../client-engine.ts';
import { checkFile, type FileData } from './document-file.ts';
import { type SendOptions, sendDocument } from './send-document.ts';

/** The part of a client that announces documents. */
export interface DocumentAnnouncer {
  readonly identityDocuments: {
    documentUpload(
      args: { path: { identity_id: string }; body: { name: string; document_types?: DocumentType[] } },
      options: { signal?: AbortSignal | undefined; fetchOptions?: object | undefined },
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
 * Uploads a document in Paxos's two steps: announces it, then sends its bytes to the address that the response holds,
 * without credentials, through the client's `fetch`, hooks and logs. Sending is retried after transient failures, because
 * a name cannot be announced twice.
 *
 * @param client as `createPaxosClient` returned it
 * @param options `timeout` in milliseconds for one attempt (120,000), `maxRetries` (the client's), `signal`,
 *   `fetchOptions`, `onProgress`
 * @throws {ConfigurationError} if `client` is not such a client
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
  // All that can be wrong is looked at before the name is taken.
  const engine = engineOf(client);
  limitsOf(options, engine.config, InvalidRequestError, 'Nothing was sent: option');
  const { signal, fetchOptions } = options;
  const file = checkFile(name, data);
  const { file_id, upload_url } = await client.identityDocuments.documentUpload(
    { path: { identity_id: identityId }, body: { name, ...(documentTypes && { document_types: [...documentTypes] }) } },
    { signal, fetchOptions },
  );
  if (!upload_url) {
    throw new DecodeError(
      'Paxos registered the document but returned no upload address. Register it again under another name.',
    );
  }
  await sendDocument(engine, upload_url, file, options);
  return { fileId: file_id, name };
}
