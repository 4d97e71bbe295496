import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  type Histogram,
  type Meter,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { AttemptResult, CallInfo, Hooks } from './instrumentation.ts';
import type { SdkRequest } from './request.ts';

/** How calls become spans and metrics. */
export interface TracingOptions {
  /** Default: the global provider's, by name and version of the SDK. */
  tracer?: Tracer | undefined;
  /** Default: the global provider's at the first call, by name and version of the SDK. */
  meter?: Meter | undefined;
  /**
   * Whether the provider gets to see trace ids, in the header `traceparent`. It names the span of the attempt, so spans of
   * `fetch` itself, such as those of undici's instrumentation, are suppressed: they would send a second one. Default false.
   */
  propagate?: boolean | undefined;
}

/** Which SDK is observed. */
export interface InstrumentationScope {
  /** The package. */
  readonly name: string;
  readonly version: string;
  /** Begins the names of the attributes and metrics that have no convention, such as `iron`. */
  readonly prefix: string;
}

/** A call that has not ended. */
interface Running {
  readonly span: Span;
  readonly context: Context;
  attempts: number;
  attempt?: { readonly span: Span; readonly context: Context; readonly attributes: Attributes } | undefined;
}

/** In seconds, as the conventions for HTTP metrics have them. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The key of `suppressTracing` in `@opentelemetry/core`, which is too large a dependency for one flag. */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** The errors that calls throw when an attempt fails like that. */
const ERROR_NAMES: Readonly<Record<NonNullable<AttemptResult['failure']>, string>> = {
  response: 'ApiError',
  connection: 'ConnectionError',
  decode: 'DecodeError',
  timeout: 'TimeoutError',
  aborted: 'AbortedError',
  token: 'TokenError',
  rateLimit: 'RateLimitError',
};

/** W3C Trace Context. Baggage stays here: it may hold anything. */
const PROPAGATED = ['traceparent', 'tracestate'];

/**
 * Makes hooks that turn each call into an INTERNAL span with a CLIENT span per attempt, and measure both.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/
 */
export function createTracing(scope: InstrumentationScope, options: TracingOptions): Hooks {
  const { name, version, prefix } = scope;
  const { tracer = trace.getTracer(name, version), propagate = false } = options;
  const calls = new WeakMap<CallInfo, Running>();
  let histograms: Record<'call' | 'attempt', Histogram> | undefined;
  // Not before the first call: a meter of the API stays without effect when its SDK is registered later.
  const measure = (what: 'call' | 'attempt', ms: number, attributes: Attributes, within: Context): void => {
    histograms ??= histogramsOf(options.meter ?? metrics.getMeter(name, version), prefix);
    histograms[what].record(ms / 1000, attributes, within);
  };
  return {
    start(call) {
      const operation = isInContract(call) ? { [`${prefix}.operation`]: call.operation } : {};
      const keyed = call.idempotencyKey !== undefined;
      const span = tracer.startSpan(isInContract(call) ? call.operation : call.method, {
        kind: SpanKind.INTERNAL,
        attributes: { ...operation, [`${prefix}.idempotency_key.present`]: keyed },
      });
      calls.set(call, { span, context: trace.setSpan(context.active(), span), attempts: 0 });
    },
    withinCall(call, run) {
      const running = calls.get(call);
      if (running) context.with(running.context, run);
    },
    withinAttempt(call, request, run) {
      const running = calls.get(call);
      if (!running) return;
      const { template, full, server } = addressOf(call, request);
      const attributes = {
        'http.request.method': call.method,
        ...server,
        ...(template && { 'url.template': template }),
      };
      const resent = running.attempts > 0 && { 'http.request.resend_count': running.attempts };
      const span = tracer.startSpan(
        template ? `${call.method} ${template}` : call.method,
        { kind: SpanKind.CLIENT, attributes: { ...attributes, 'url.full': full, ...resent } },
        running.context,
      );
      const within = trace.setSpan(running.context, span);
      if (template && running.attempts === 0) running.span.setAttribute('url.template', template);
      running.attempts++;
      running.attempt = { span, context: within, attributes };
      if (propagate) {
        propagation.inject(within, request.headers, {
          set: (headers, header, value) => {
            if (PROPAGATED.includes(header.toLowerCase())) headers.set(header, value);
          },
        });
      }
      context.with(within, run);
    },
    withinFetch(_call, { headers }, run) {
      if (headers.has('traceparent')) context.with(context.active().setValue(SUPPRESS_TRACING, true), run);
    },
    attemptEnd(call, { duration, response, requestId, failure, error }) {
      const running = calls.get(call);
      if (!running?.attempt) return;
      const { span, context: within, attributes } = running.attempt;
      running.attempt = undefined;
      const failed = errorTypeOf(response, failure ? ERROR_NAMES[failure] : nameOf(error));
      const ended = {
        ...(response && { 'http.response.status_code': response.status }),
        ...(failed && { 'error.type': failed }),
      };
      span.setAttributes({ ...ended, ...(requestId && { [`${prefix}.request_id`]: requestId }) });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      measure('attempt', duration, { ...attributes, ...ended }, within);
    },
    end(call, { duration, response, requestId, error }) {
      const running = calls.get(call);
      if (!running) return;
      calls.delete(call);
      const { span, attempts } = running;
      const failed = errorTypeOf(response, nameOf(error));
      const type = failed ? { 'error.type': failed } : {};
      span.setAttributes({
        ...type,
        [`${prefix}.attempts`]: attempts,
        ...(requestId && { [`${prefix}.request_id`]: requestId }),
      });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      const operation = isInContract(call) ? { [`${prefix}.operation`]: call.operation } : {};
      measure('call', duration, { ...operation, ...type }, running.context);
    },
  };
}

/** As the conventions have it: the status of an error response, else the name of the error. */
function errorTypeOf(response: Response | undefined, name: string | undefined): string | undefined {
  return response && !response.ok ? `${response.status}` : name;
}

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : error === undefined ? undefined : typeof error;
}

function histogramsOf(meter: Meter, prefix: string): Record<'call' | 'attempt', Histogram> {
  const options = { unit: 's', advice: { explicitBucketBoundaries: BOUNDARIES } };
  const description = 'Duration of HTTP client requests, one for each attempt.';
  const attempt = meter.createHistogram('http.client.request.duration', { ...options, description });
  const whole = 'Duration of calls, retries and waits included.';
  return { attempt, call: meter.createHistogram(`${prefix}.call.duration`, { ...options, description: whole }) };
}

/** False for a call through a path method whose path the contract does not have. That path may hold ids. */
function isInContract({ operation, method, path }: CallInfo): boolean {
  return operation !== `${method} ${path}`;
}

/** Where a request goes, without the values of path parameters and of the query. */
function addressOf(call: CallInfo, { url }: SdkRequest): { template?: string; full: string; server: Attributes } {
  const { origin, protocol, hostname, port, pathname, searchParams } = new URL(url);
  const server = {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'http:' ? 80 : 443),
    'url.scheme': protocol.slice(0, -1),
  };
  const query = [...new Set(searchParams.keys())].map((name) => `${encodeURIComponent(name)}=REDACTED`).join('&');
  const template = isInContract(call) ? basePathOf(pathname, call.path) + call.path : undefined;
  const full = `${origin}${template ?? '/REDACTED'}${query && `?${query}`}`;
  return template === undefined ? { full, server } : { full, server, template };
}

/** What the base URL puts before the path template; nothing where the caller's middleware chose another path. */
function basePathOf(pathname: string, template: string): string {
  const parts = template.split(/\{[^{}]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^(.*)${parts.join('[^/]+')}$`).exec(pathname)?.[1] ?? '';
}
