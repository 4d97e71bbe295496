// Receiving Paxos's events: `@org/paxos-sdk/events`.
export { isWebhookVerificationError, type VerificationFailure, WebhookVerificationError } from '@org/sdk-core';
export {
  createMemoryDedupeStore,
  type DedupeOptions,
  type DedupeStore,
  type DeliveredBody,
  type DeliveredHeaders,
  type Delivery,
  type Lease,
  type MemoryDedupeStoreOptions,
  verificationFailureOf,
} from '@org/sdk-core/webhooks';
export type { HeaderCredential, PaxosEventAuthorization } from './events/authorization.ts';
export { type CatchUpOptions, catchUpEvents, handleEventOnce } from './events/catch-up.ts';
export {
  type KnownPaxosEvent,
  type PaxosEvent,
  type PaxosEventType,
  toPaxosEvent,
  type UnknownPaxosEvent,
} from './events/event.ts';
export {
  createPaxosEventHandler,
  type EventReader,
  type PaxosEventHandler,
  type PaxosEventHandlerOptions,
  type PaxosEventOptions,
  type PaxosEventReceipt,
  receivePaxosEvent,
} from './events/receive.ts';
export type { Batch, FollowOptions } from './follow.ts';
