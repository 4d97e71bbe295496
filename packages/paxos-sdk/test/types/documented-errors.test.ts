import { testDocumentedErrors } from '@org/test-kit/documented-errors';

testDocumentedErrors(import.meta.url, '@org/paxos-sdk', [
  'RateLimitError.notSent',
  'RateLimitError.rateLimit',
  'RateLimitError.retryAfter',
  'SdkError.notSent',
  'TerminalStateError.blocked',
  'TerminalStateError.last',
  'TokenError.code',
  'TokenError.retryable',
  'TokenError.retryAfter',
  'TokenError.status',
  'WaitTimeoutError.last',
]);
