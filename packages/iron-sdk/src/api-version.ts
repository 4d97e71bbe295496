// Whether Iron answers in the dated version that the client asked for.
import type { Hooks, Logger } from '@org/sdk-core';

/** An answer in another version than the pinned one. */
export interface ApiVersionMismatch {
  /** What was asked for, as `YYYY-MM-DD`. */
  readonly expected: string;
  /** What the answer's `X-API-Version` says. */
  readonly received: string;
  /** The contract's operationId. */
  readonly operation: string;
}

export interface ApiVersionReport {
  readonly logger?: Pick<Logger, 'warn'> | undefined;
  readonly onApiVersionMismatch?: ((mismatch: ApiVersionMismatch) => void) | undefined;
}

/**
 * Compares the version that each answer echoes with the pinned one. The hook hears of every difference, the logger of
 * each version once. An answer without the header says nothing: replays under an idempotency key may come without.
 *
 * @param apiVersion the pinned version; without one nothing is compared
 */
export function apiVersionHooks(apiVersion: string | undefined, report: ApiVersionReport): Hooks {
  const warned = new Set<string>();
  return {
    response({ operation, headers }, response) {
      // A call may ask for a version of its own, by a header.
      const expected = headers?.get('X-API-Version') ?? apiVersion;
      const received = response.headers.get('X-API-Version');
      if (!apiVersion || !expected || !received || received === expected) return;
      const mismatch = { expected, received, operation: operation.id };
      if (!warned.has(received)) {
        warned.add(received);
        report.logger?.warn(`Iron answers in version ${received}, not in ${expected}, the one asked for.`, mismatch);
      }
      report.onApiVersionMismatch?.(mismatch);
    },
  };
}
