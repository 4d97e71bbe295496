// Spans and metrics for OpenTelemetry: `@org/acme-sdk/otel`.
import type { Hooks } from '@org/sdk-core';
import { createTracing, type TracingOptions } from '@org/sdk-core/otel';
import { version } from './version.ts';

/**
 * Makes hooks that trace and measure each call: a span that is active while the call runs, below it a span for each
 * attempt, and the durations of both. Neither spans nor metrics hold credentials, ids of records, query values or bodies.
 *
 * @param options a tracer and a meter of your own, and whether Acme gets to see trace ids
 * @example
 * const acme = createAcmeClient({ baseUrl, credentials, hooks: tracing() });
 * @see https://opentelemetry.io/docs/specs/semconv/http/
 */
export function tracing(options: TracingOptions = {}): Hooks {
  return createTracing({ name: '@org/acme-sdk', version, prefix: 'acme' }, options);
}

export type { TracingOptions };
