import {
  context as active,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallInfo, Hooks } from './instrumentation.ts';

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
  const spans = new WeakMap<CallInfo, Span>();
  return {
    start(call) {
      const { operation, method, path } = call;
      const span = tracer.startSpan(`${method} ${path}`, {
        kind: SpanKind.CLIENT,
        attributes: { 'http.request.method': method, 'url.template': path, 'rpc.method': operation },
      });
      spans.set(call, span);
    },
    request(call, request) {
      const span = spans.get(call);
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
    retry(call, { attempt, status, delay }) {
      spans.get(call)?.addEvent('retry', {
        attempt,
        'error.type': status ? `${status}` : 'no response',
        ...(delay !== undefined && { 'delay.ms': delay }),
      });
    },
    end(call, { attempts, response, error }) {
      const span = spans.get(call);
      if (!span) return;
      const name = error instanceof Error ? error.name : undefined;
      const failed = response && !response.ok ? `${response.status}` : name;
      if (response) span.setAttribute('http.response.status_code', response.status);
      if (attempts > 1) span.setAttribute('http.request.resend_count', attempts - 1);
      if (failed) span.setAttribute('error.type', failed).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
