// Receiving Iron's webhooks: `@org/iron-sdk/webhooks`. It needs no client and no API key.
export { isWebhookVerificationError, type VerificationFailure, WebhookVerificationError } from '@org/sdk-core';
export {
  createMemoryDedupeStore,
  type DedupeKey,
  type DedupeStore,
  type DeliveredBody,
  type DeliveredHeaders,
  type Delivery,
  type Lease,
  type MemoryDedupeStoreOptions,
  verificationFailureOf,
} from '@org/sdk-core/webhooks';
export type { IronWebhookEvent, IronWebhookType, KnownIronWebhookEvent, UnknownIronWebhookEvent } from './events.ts';
export {
  createIronWebhookHandler,
  type IronWebhookHandler,
  type IronWebhookHandlerOptions,
  type IronWebhookOptions,
  type IronWebhookReceipt,
  receiveIronWebhook,
} from './receive.ts';
export type { IronWebhookSecret } from './secrets.ts';
export { type SignedIronWebhook, type SignOptions, signIronWebhook } from './sign.ts';
