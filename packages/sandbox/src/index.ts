export type { ClockOptions } from './engine/clock.ts';
export type { Disturbance } from './engine/disturbances.ts';
export type { Where } from './engine/expectation.ts';
export type { Fault, FaultRule, Faults, OpenFault } from './engine/faults.ts';
export type { RequestEntry } from './engine/log.ts';
export type { Receiver } from './engine/send.ts';
export type { Snapshot } from './engine/snapshot.ts';
export type { IsolatedState } from './engine/state.ts';
export type {
  DeliveryInfo,
  ExpectOptions,
  SubscribeOptions,
  TriggerOptions,
  Webhooks,
} from './engine/webhook-control.ts';
export type { Attempt, Subscription } from './engine/webhooks.ts';
export { createSandbox, type Part, type Sandbox, type SandboxApi, type SandboxOptions, type Step } from './sandbox.ts';
