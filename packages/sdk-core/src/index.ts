export type { AttemptFailure, CallFacts } from './call-facts.ts';
export type { CallArgs, CallOptions } from './call-options.ts';
export type { Clock } from './clock.ts';
export {
  AbortedError,
  ApiError,
  ConfigurationError,
  ConnectionError,
  DecodeError,
  type FieldError,
  InvalidRequestError,
  PaginationError,
  RateLimitError,
  SdkError,
  StateError,
  TerminalStateError,
  TimeoutError,
  TokenError,
  type VerificationFailure,
  WaitTimeoutError,
  WebhookVerificationError,
} from './errors.ts';
export * from './guards.ts';
export type { AttemptResult, CallInfo, CallResult, Hooks } from './instrumentation.ts';
export { type InstrumentationOptions, type Logger, type LogLevel, wireLog } from './log.ts';
export type { ClientOptions, Environment } from './options.ts';
export type { PageLinks, PageOptions, PagePromise } from './pages.ts';
export type { ApiPromise, Failure, Settled, Success, WithResponse } from './promise.ts';
export { redact, type Secret, secret } from './redact.ts';
export type { Fetch, Middleware, MiddlewareNext, ParseAs, SdkRequest } from './request.ts';
export type { HeaderValues } from './serialize.ts';
export type { ErrorOf, Undeclared } from './statuses.ts';
export { type Unlisted, unlisted } from './unlisted.ts';
export { type WaitOptions, type WaitState, waitFor } from './wait.ts';
