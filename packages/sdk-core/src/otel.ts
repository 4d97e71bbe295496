import {
  context as active,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Hooks } from './layers/observe.ts';
import type { Context } from './request.ts';

/** How calls become spans. */
export interface TracingOptions {
  /** Default: the global provider's, by the name of this package. */
  tracer?: Tracer | undefined;
  /** Whether the provider gets to see our trace ids, in a `traceparent` header. Default false. */
  propagate?: boolean | undefined;
}

/**
 * Hooks that make one span of each call, by OpenTelemetry's conventions for HTTP clients: named by method and path
 * template, retries as events. No span holds credentials, ids, query values or bodies.
 *
 * @example
 * import { tracing } from '@org/sdk-core/otel';
 * createIronClient({ environment: 'sandbox', hooks: tracing() });
 */
export function tracing({ tracer = trace.getTracer('@org/sdk-core'), propagate = false }: TracingOptions = {}): Hooks {
  const spans = new WeakMap<Context, Span>();
  return {
    start(context) {
      const { id, method, path } = context.operation;
      const span = tracer.startSpan(`${method} ${path}`, {
        kind: SpanKind.CLIENT,
        attributes: { 'http.request.method': method, 'url.template': path, 'rpc.method': id },
      });
      spans.set(context, span);
    },
    request(context, request) {
      const span = spans.get(context);
      if (!span) return;
      const { hostname, port, protocol } = new URL(request.url);
      const scheme = protocol.slice(0, -1);
      span.setAttributes({
        'server.address': hostname,
        'server.port': Number(port) || (scheme === 'http' ? 80 : 443),
        'url.scheme': scheme,
      });
      if (!propagate) return;
      propagation.inject(trace.setSpan(active.active(), span), request.headers, {
        set: (headers, name, value) => headers.set(name, value),
      });
    },
    retry(context, { attempt, status, delay }) {
      spans.get(context)?.addEvent('retry', {
        attempt,
        'error.type': status ? `${status}` : 'no answer',
        ...(delay !== undefined && { 'delay.ms': delay }),
      });
    },
    end(context, outcome) {
      const span = spans.get(context);
      if (!span) return;
      const failed = outcome instanceof Error ? outcome.name : outcome.ok ? undefined : `${outcome.status}`;
      if (!(outcome instanceof Error)) span.setAttribute('http.response.status_code', outcome.status);
      if (context.attempt > 1) span.setAttribute('http.request.resend_count', context.attempt - 1);
      if (failed) span.setAttribute('error.type', failed).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
