import { type RetryPolicy, retryableStatus } from '@org/sdk-core/internal';

/**
 * As everywhere, but a 429 only where `Retry-After` says when: Paxos blocks the address of whoever is too fast for five
 * minutes, and a blind retry would prolong that.
 *
 * @see https://docs.paxos.com/guides/developer/rate-limits
 */
export const paxosRetryPolicy: RetryPolicy = (status, response, operation) =>
  status === 429 ? 'after' : retryableStatus(status, response, operation);
