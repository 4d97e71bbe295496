// What a caught error can tell, without a cast.
import {
  type AttemptFailure,
  createIronClient,
  isApiError,
  isConnectionError,
  isDecodeError,
  isPaginationError,
  isRateLimitError,
  isSdkError,
  isTerminalStateError,
  isTimeoutError,
  isTokenError,
  isWaitTimeoutError,
  isWebhookVerificationError,
  type VerificationFailure,
} from '@org/iron-sdk';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(..._: Same<A, B> extends true ? [] : [never]) => {};
const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });

try {
  await iron.customer.getCustomerById({ path: { id: 'x' } });
} catch (error) {
  if (isSdkError(error)) {
    is<typeof error.operation, string | undefined>();
    is<typeof error.method, string | undefined>();
    is<typeof error.path, string | undefined>();
    is<typeof error.idempotencyKey, string | undefined>();
    is<typeof error.attempts, number | undefined>();
    is<typeof error.failures, readonly AttemptFailure[] | undefined>();
    is<typeof error.notSent, boolean | undefined>();
    is<typeof error.retryable, boolean | undefined>();
  }
  if (isApiError(error)) {
    is<typeof error.status, number>();
    is<typeof error.requestId, string | undefined>();
    is<typeof error.retryAfter, number | undefined>();
    is<typeof error.headers, Headers>();
    error.fieldErrors?.map(({ field }) => field satisfies string);
  }
  if (isTokenError(error)) is<typeof error.code, string | undefined>();
  if (isRateLimitError(error)) is<typeof error.retryAfter, number>();
  if (isConnectionError(error)) is<typeof error.reason, 'network' | 'certificate' | 'body' | 'redirect'>();
  if (isTimeoutError(error)) is<typeof error.kind, 'attempt' | 'deadline'>();
  if (isTimeoutError(error)) is<typeof error.notSent, boolean | undefined>();
  if (isDecodeError(error)) is<typeof error.bodyPreview, string | undefined>();
  if (isPaginationError(error)) is<typeof error.cursor, string>();
  if (isWaitTimeoutError(error)) is<typeof error.last, unknown>();
  if (isTerminalStateError(error)) is<typeof error.blocked, boolean>();
  if (isWebhookVerificationError(error)) is<typeof error.reason, VerificationFailure>();
}
