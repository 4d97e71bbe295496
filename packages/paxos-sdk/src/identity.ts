// Where an identity stands, documents, and waiting for approval: `@org/paxos-sdk/identity`.
export { type AllowedActions, allowedActions } from './identity/actions.ts';
export { checkIdentity } from './identity/check.ts';
export { type ActiveControl, activeControls } from './identity/controls.ts';
export { type IdentityDocument, type UploadedDocument, uploadIdentityDocument } from './identity/documents.ts';
export { confirmKycRefresh, type KycConfirmation } from './identity/kyc-refresh.ts';
export type { Awaiting, OpenMember, OpenRequirement } from './identity/requirement.ts';
export { openRequirements } from './identity/requirements.ts';
export type { SendOptions, UploadProgress } from './identity/send-document.ts';
export { identityStatus } from './identity/status.ts';
export {
  documentTypeOf,
  type Supplied,
  type SuppliedDocument,
  type SupplyOptions,
  supplyDocuments,
} from './identity/supply-documents.ts';
export { waitForIdentity } from './identity/wait.ts';
