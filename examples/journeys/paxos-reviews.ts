// Journey 14: what Paxos asks for later, as its events say it: documents, and the refresh of what is known.
import type { PaxosClient, WaitOptions } from '@org/paxos-sdk';
import type { PaxosEvent } from '@org/paxos-sdk/events';
import { confirmKycRefresh, documentTypeOf, type SuppliedDocument, supplyDocuments } from '@org/paxos-sdk/identity';

/** Your pages, and what they collected. */
export interface Pages {
  /** The file for each kind of document. */
  upload(identityId: string, types: readonly string[]): Promise<readonly SuppliedDocument[]>;
  /** When the person said that everything is still right; you store it. */
  confirm(identityId: string): Promise<Date>;
}

/** Handles an event, and returns what was done. */
export async function answerReview(
  paxos: PaxosClient,
  event: PaxosEvent,
  pages: Pages,
  options: WaitOptions = {},
): Promise<string | undefined> {
  if (event.type === 'identity.documents_required') {
    const { identity_id, required_documents } = event.object;
    const documents = await pages.upload(identity_id, required_documents.map(documentTypeOf));
    const { pending } = await supplyDocuments(paxos, identity_id, documents, options);
    return pending.length === 0 ? 'all documents are there' : `still missing: ${pending.join(', ')}`;
  }
  if (event.type === 'identity.kyc_refresh.started') {
    const { identity_id } = event.object;
    const confirmedAt = await pages.confirm(identity_id);
    await confirmKycRefresh(paxos, { identityId: identity_id, confirmedAt }, options);
    return 'confirmed';
  }
  return undefined;
}
