// Whether Iron answers in the dated version that it was asked for.
import type { Middleware } from '@org/sdk-core';
import { callSafely, type Log } from '@org/sdk-core/internal';

/** A response in another version than the one asked for. */
export interface ApiVersionMismatch {
  /** What was asked for, as `YYYY-MM-DD`. */
  readonly expected: string;
  /** The response's `X-API-Version`. */
  readonly received: string;
  /** The name of the operation method. */
  readonly operation: string;
}

const HEADER = 'X-API-Version';

/**
 * Compares the version that a response echoes with the one its request asked for. A response without the header says
 * nothing: those stored under an idempotency key may come without.
 *
 * @see https://docs.iron.xyz/versioning
 */
export function apiVersionMiddleware(
  log: Log,
  onApiVersionMismatch: ((mismatch: ApiVersionMismatch) => unknown) | undefined,
): Middleware {
  const warned = new Set<string>();
  return async (request, next) => {
    const response = await next(request);
    // A call may ask for a version of its own.
    const expected = request.headers.get(HEADER);
    const received = response.headers.get(HEADER);
    if (expected && received && received !== expected) {
      const mismatch = { expected, received, operation: request.operation.name };
      if (!warned.has(received)) {
        warned.add(received);
        log.write('warn', `Iron answered in version ${received}, though ${expected} was asked for.`, mismatch);
      }
      callSafely(() => onApiVersionMismatch?.(mismatch));
    }
    return response;
  };
}
