export { assertId, assertObject, lookup, objectsIn } from './assert.ts';
export { backoff, retryAfterOf, withJitter } from './backoff.ts';
export { addOperationMethods, createPathMethods } from './client.ts';
export { systemClock } from './clock.ts';
export { Deadline, Stop } from './deadline.ts';
export { readStart } from './decode.ts';
export { Engine, type EngineConfig } from './engine.ts';
export { readEnv } from './env.ts';
export { type DescribeError, type ErrorDescription, fieldErrorsOf } from './error-description.ts';
export { hide } from './errors.ts';
export { callSafely } from './instrumentation.ts';
export { createInstrumentation, createLog, type Log, warnInBrowser } from './log.ts';
export { type NetworkFailure, networkFailureOf, printableCause } from './network-failure.ts';
export type { Named, Operation, OperationTable } from './operation.ts';
export {
  checkOptionNames,
  checkUrl,
  limitsOf,
  type Provider,
  type ResolvedOptions,
  resolveOptions,
} from './options.ts';
export type { ErrorResponse, FailureOutcome, Outcome, RateLimited, SuccessOutcome, TokenFailure } from './outcome.ts';
export { got } from './printable.ts';
export { agrees, createReadBack } from './read-back.ts';
export type { Call } from './request.ts';
export { checkHeaders } from './serialize.ts';
export { isSignal } from './signal.ts';
export { type Run, type Step, stopped } from './step.ts';
export { type Authorizer, authorize, isPromise } from './steps/authorize.ts';
