// What the receivers of every provider share: `@org/sdk-core/webhooks`. The SDKs' own entries re-export it.
export type { DeliveredBody, Delivery } from './body.ts';
export { equalBytes, sameSecret } from './compare.ts';
export { type DedupeKey, type DedupeOptions, type DedupeStore, handleOnce, type Lease } from './dedupe.ts';
export { type DeliveredHeaders, readHeader } from './headers.ts';
export { createMemoryDedupeStore, type MemoryDedupeStoreOptions } from './memory-store.ts';
export {
  type CheckedReceiver,
  checkReceiver,
  createWebhookReceiver,
  type Receipt,
  type ReceiverOptions,
  type WebhookReceiver,
  type WebhookReceiverConfig,
} from './receiver.ts';
export { type DeliveryOutcome, type HandlerOptions, toFetchHandler } from './respond.ts';
export { verificationError, verificationFailureOf } from './verification.ts';
