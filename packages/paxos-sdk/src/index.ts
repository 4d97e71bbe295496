// `isApiError` below is this SDK's own, which knows Paxos's operations: a named export goes before `export *`.

export * from '@org/sdk-core';
export { createPaxosClient, isApiError, type PaxosClient } from './client.ts';
export type { PaxosErrors } from './generated/groups.ts';
export type { Paxos } from './generated/namespace.ts';
export type { PaxosScope } from './generated/scopes.ts';
export { type ActiveControl, activeControls } from './identity/controls.ts';
export { type IdentityDocument, type UploadedDocument, uploadIdentityDocument } from './identity/documents.ts';
export { effectsOf, type IdentityEffects } from './identity/effects.ts';
export type { Awaiting, OpenMember, OpenRequirement } from './identity/requirement.ts';
export { openRequirements } from './identity/requirements.ts';
export type { SendOptions } from './identity/send-document.ts';
export { identityStatus } from './identity/status.ts';
export { waitForIdentity } from './identity/wait.ts';
export { orchestrationStanding, waitForOrchestration } from './money/orchestration.ts';
export { waitForQuoteExecution } from './money/quote-execution.ts';
export { transferStanding, waitForTransfer } from './money/transfer.ts';
export type { PaxosOptions, PaxosPathOptions } from './options.ts';
export type { Pace, RateLimitStore, Slot } from './rate-limit/store.ts';
export { type SharedTokenStore, shareTokens } from './token/share-token.ts';
export type { TokenStore } from './token/token-store.ts';
export type { PaxosWaitOptions, Standing } from './wait.ts';
