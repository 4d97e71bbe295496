import type { Clock } from '../clock.ts';
import { Stop } from '../deadline.ts';
import { decodeFailure, decodeSuccess } from '../decode.ts';
import { addResponse, type DescribeError, headOf } from '../error-description.ts';
import type { Instrumentation } from '../instrumentation.ts';
import { networkFailureOf, printableCause } from '../network-failure.ts';
import type { NoResponse, Outcome } from '../outcome.ts';
import { createCleaner } from '../redact.ts';
import { type Call, type Middleware, type MiddlewareNext, type SdkRequest, SHOWN } from '../request.ts';
import { type Run, stopped } from '../step.ts';
import { limitedStream } from '../stream.ts';

export interface AttemptConfig {
  readonly clock: Clock;
  /** The user's own, the first outermost. */
  readonly middleware: readonly Middleware[];
  readonly instrumentation: Instrumentation | undefined;
  readonly describeError: DescribeError;
}

/**
 * One attempt, reading the body included, within its timeout. What is given up is given up even if `fetch` does not
 * listen to its signal. Failures of the network become an outcome; what user code throws passes through unchanged.
 */
export function attempt(config: AttemptConfig): Run {
  const { instrumentation, clock } = config;
  return async (call, number, headers = new Headers(call.headers)) => {
    const { deadline, timeout } = call;
    const stop = deadline.stopped();
    if (stop) return stopped(stop, deadline, timeout, true);
    const controller = new AbortController();
    const { operation, url, body } = call;
    const { signal } = controller;
    const { method } = operation;
    const request: SdkRequest = { url, method, headers, body, attempt: number, operation, signal, ...SHOWN };
    const startedAt = clock.monotonic();
    const duration = (): number => clock.monotonic() - startedAt;
    let outcome: Outcome | undefined;
    let error: unknown;
    try {
      const work = instrumentation
        ? instrumentation.within('withinAttempt', call, () => exchange(config, call, request), request)
        : exchange(config, call, request);
      const ended = await deadline.race(work, timeout);
      outcome = ended instanceof Stop ? stopped(ended, deadline, timeout, false) : ended;
      if (ended instanceof Stop || (!outcome.ok && outcome.kind === 'connection' && outcome.reason === 'redirect')) {
        controller.abort(!outcome.ok && outcome.kind === 'aborted' ? outcome.cause : undefined);
      }
      if (!outcome.ok || call.parseAs !== 'stream' || !outcome.data) return outcome;
      const data = limitedStream(outcome.data as ReadableStream, call, number, timeout - duration(), controller);
      return { ...outcome, data };
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      if (instrumentation) {
        const failure = outcome?.ok === false ? outcome.kind : undefined;
        const result = { attempt: number, duration: duration(), failure, error };
        instrumentation.attemptEnd(call, addResponse(result, outcome, config.describeError), outcome);
      }
    }
  };
}

/** Sends the request and reads its response. */
async function exchange(config: AttemptConfig, call: Call, request: SdkRequest): Promise<Outcome> {
  const { clock, middleware, instrumentation } = config;
  const thrown: { error?: unknown } = {};
  instrumentation?.tell(call, 'request', request);
  let reading: Response | undefined;
  try {
    const response = await (middleware.length > 0
      ? chain(middleware, (last) => send(call, last, thrown, instrumentation))(request)
      : send(call, request, thrown, instrumentation));
    reading = response;
    instrumentation?.tell(call, 'response', headOf(response), request.attempt);
    if (response.ok) return await decodeSuccess(response, call);
    if (isRedirect(response)) return lost('redirect', targetOf(response, request.headers));
    return await decodeFailure(response, request, clock.now());
  } catch (error) {
    // Only what `fetch` itself threw, or reading the body: middleware may fail in ways that look the same.
    const ours = reading !== undefined || ('error' in thrown && thrown.error === error);
    const failure = ours ? networkFailureOf(error) : undefined;
    if (!failure) throw error;
    const { code, retryable, certificate } = failure;
    const reason = reading ? 'body' : certificate ? 'certificate' : 'network';
    const notSent = failure.notSent && !reading;
    const cause = printableCause(error, createCleaner(call.operation.path, request));
    return { ...lost(reason, code), retryable, notSent, cause };
  }
}

/** No usable response. */
function lost(reason: NoResponse['reason'], code: string): NoResponse {
  return { ok: false, kind: 'connection', reason, code, retryable: false, notSent: false, failures: [] };
}

/** Middleware around the last function, the first outermost. */
function chain(middleware: readonly Middleware[], last: MiddlewareNext): MiddlewareNext {
  return middleware.reduceRight<MiddlewareNext>((next, one) => (request) => one(request, next), last);
}

/** Calls `fetch`, and keeps what it throws, to tell it from what middleware throws. */
function send(
  call: Call,
  request: SdkRequest,
  thrown: { error?: unknown },
  instrumentation: Instrumentation | undefined,
): Promise<Response> {
  const { url, method, headers, body, signal } = request;
  const keep = (error: unknown): never => {
    thrown.error = error;
    throw error;
  };
  try {
    // Redirects are refused: credentials in a header of their own would go along, to whichever host they name.
    const init = { ...call.fetchOptions, method, headers, body, signal, redirect: 'manual' } as RequestInit;
    const response = instrumentation
      ? instrumentation.within('withinFetch', call, async () => call.fetch(url, init), request)
      : call.fetch(url, init);
    return response.then(undefined, keep);
  } catch (error) {
    return keep(error);
  }
}

/** 304 and 300 without a target are answers like any other; browsers hide redirects behind status 0. */
function isRedirect({ status, headers }: Response): boolean {
  return status === 0 || (status >= 300 && status < 400 && headers.has('location'));
}

/** Where a redirect leads. Not more than the host: the rest of the address may hold credentials. */
function targetOf({ status, url, headers }: Response, sent: Headers): string {
  if (status === 0) return 'where to is hidden';
  // A value of the body, such as 1, is part of many hosts.
  const clean = createCleaner('', { url: '', headers: sent, body: undefined });
  try {
    return `${status} to ${clean(new URL(headers.get('location') ?? '', url || undefined).host)}`;
  } catch {
    return `${status}`;
  }
}
