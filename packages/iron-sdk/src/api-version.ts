// Whether Iron answers in the dated version that it was asked for.
import type { Layer, LookOptions } from '@org/sdk-core';
import { readEnv } from '@org/sdk-core/internal';

/** An answer in another version than the one asked for. */
export interface ApiVersionMismatch {
  /** What was asked for, as `YYYY-MM-DD`. */
  readonly expected: string;
  /** What the answer's `X-API-Version` says. */
  readonly received: string;
  /** The contract's operationId. */
  readonly operation: string;
}

export interface ApiVersionOptions extends Pick<LookOptions, 'logger' | 'logLevel'> {
  /** The dated version that every call asks for. */
  readonly apiVersion?: string | undefined;
  /** Told of each answer in another version than `apiVersion`; the logger is warned of each such version once. */
  readonly onApiVersionMismatch?: ((mismatch: ApiVersionMismatch) => void) | undefined;
}

const HEADER = 'X-API-Version';
const WARNS: readonly unknown[] = ['debug', 'info', 'warn'];

/**
 * Compares the version that an answer echoes with the one its request asked for. An answer without the header says
 * nothing: replays under an idempotency key may come without.
 *
 * @returns nothing where no version is pinned, so that it costs nothing there
 * @see https://docs.iron.xyz/versioning
 */
export function apiVersionLayer(options: ApiVersionOptions): Layer | undefined {
  const { apiVersion, logger = console, logLevel = readEnv('IRON_LOG') ?? 'warn', onApiVersionMismatch } = options;
  if (!apiVersion) return undefined;
  const warned = new Set<string>();
  return async (request, context, next) => {
    const response = await next(request, context);
    // A call may ask for a version of its own.
    const expected = request.headers.get(HEADER);
    const received = response.headers.get(HEADER);
    if (expected && received && received !== expected) {
      const mismatch = { expected, received, operation: context.operation.id };
      try {
        if (WARNS.includes(logLevel) && !warned.has(received)) {
          warned.add(received);
          logger.warn(`Iron answered in version ${received}, though ${expected} was asked for.`, mismatch);
        }
        onApiVersionMismatch?.(mismatch);
      } catch {
        // Whoever only looks on must not be able to break a payment.
      }
    }
    return response;
  };
}
