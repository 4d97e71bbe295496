// What every receiver of deliveries needs, whoever sends them: `@org/sdk-core/receive`. The SDKs' own entries re-export it.
export { type Answerable, answer, answerToError } from './answer.ts';
export { checkLimit, type DeliveredBody, type Delivery, readRawBody } from './body.ts';
export { equalBytes, sameSecret } from './compare.ts';
export { type DeliveredHeaders, readHeader } from './headers.ts';
export { createMemoryReplayStore, type MemoryReplayStoreOptions } from './memory-store.ts';
export { type Claim, checkOnce, claim, handleOnce, type Once, type OnceOptions } from './once.ts';
export { type Refusal, refusalOf, refuse } from './refuse.ts';
export type { Lease, ReplayStore } from './replay-store.ts';
export { type RouteOptions, routeOf } from './route.ts';
