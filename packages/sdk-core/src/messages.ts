import type { CallFacts } from './call-facts.ts';
import { type DescribeError, requestIdOf } from './error-description.ts';
import {
  AbortedError,
  ApiError,
  ConnectionError,
  DecodeError,
  hide,
  RateLimitError,
  type SdkError,
  TimeoutError,
  TokenError,
} from './errors.ts';
import type { ErrorResponse, FailureOutcome, NoResponse, TimedOut, Undecodable } from './outcome.ts';
import { createCleaner } from './redact.ts';
import { type Call, isRead } from './request.ts';

/** What went wrong, in a few words: for messages, logs and lists of failures. */
export function summaryOf(outcome: FailureOutcome): string {
  switch (outcome.kind) {
    case 'response':
      return statusText(outcome);
    case 'connection':
      return `${PROBLEMS[outcome.reason]} (${outcome.code})`;
    case 'decode':
      return `${statusText(outcome)} with ${outcome.problem}`;
    case 'timeout':
      return `timed out after ${outcome.ms} ms ${LIMITS[outcome.limit]}`;
    case 'aborted':
      return 'aborted by its signal';
    case 'token':
      return 'no access token';
    case 'rateLimit':
      return 'rate limit';
  }
}

const PROBLEMS: Readonly<Record<NoResponse['reason'], string>> = {
  network: 'the connection failed',
  certificate: "the server's certificate was not accepted",
  body: 'the connection broke off inside the response',
  redirect: 'redirects are not followed',
};

const LIMITS: Readonly<Record<TimedOut['limit'], string>> = {
  attempt: 'waiting for a complete response (per-attempt timeout)',
  deadline: '(deadline of the whole call)',
};

/** The error of a call that failed. Made after the call was awaited, so that its stack has the caller's frame. */
export function toError(call: Call, failure: FailureOutcome, describe: DescribeError): SdkError {
  const error = errorOf(call, failure, describe);
  return failure.cause === undefined ? error : hide(error, { cause: failure.cause });
}

function errorOf(call: Call, failure: FailureOutcome, describe: DescribeError): SdkError {
  const { operation, idempotencyKey } = call;
  const { name, method, path } = operation;
  const { failures, notSent, retryable } = failure;
  const attempts = failures.at(-1)?.attempt ?? 0;
  const facts = { operation: name, method, path, idempotencyKey, attempts, failures, notSent, retryable };
  const failed = `${name} failed: ${summaryOf(failure)}.`;
  const next = advice(call, failure);
  switch (failure.kind) {
    case 'response':
      return apiError(call, failure, describe, facts);
    case 'connection': {
      const { reason, code } = failure;
      return new ConnectionError(`${failed}${toCheck(failure)} ${next}`, { ...facts, reason, code });
    }
    case 'decode': {
      const { status, response, text } = failure;
      const shown = text && ' See error.bodyPreview.';
      const error = new DecodeError(`${failed}${shown} ${next}`, {
        ...facts,
        status,
        requestId: requestIdOf(response),
      });
      return hide(error, { bodyPreview: text.slice(0, 200) });
    }
    case 'timeout':
      return new TimeoutError(`${failed} ${next}`, { ...facts, kind: failure.limit, ms: failure.ms });
    case 'aborted':
      return new AbortedError(`${failed} ${next}`, facts);
    case 'token': {
      const { message, status, code, retryAfter } = failure;
      return new TokenError(`${name} failed: ${message} ${next}`, { ...facts, status, code, retryAfter });
    }
    case 'rateLimit': {
      const { message, rateLimit, retryAfter } = failure;
      return new RateLimitError(`${name} was not sent: ${message}`, { ...facts, rateLimit, retryAfter });
    }
  }
}

/** What may have become of the request, and what to do about it. */
function advice(call: Call, { notSent, failures, ambiguous, hint }: FailureOutcome): string {
  if (hint) return hint;
  if (notSent) return 'Nothing was sent.';
  if (isRead(call) || (failures.length > 0 && ambiguous === false)) return 'It is safe to retry.';
  const { idempotencyKey } = call;
  return `The request may have succeeded. ${idempotencyKey ? `Retry with idempotencyKey '${idempotencyKey}'.` : 'Verify before retrying.'}`;
}

function toCheck({ reason, notSent, hint }: NoResponse): string {
  if (hint) return '';
  if (reason === 'certificate') return " Check baseUrl, this machine's clock and its trusted certificates.";
  if (reason === 'redirect') return ' Check baseUrl.';
  return notSent ? ' Check baseUrl and the network.' : '';
}

const NEXT: Readonly<Record<number, string>> = {
  401: 'Check that the credentials are valid for this environment.',
  403: 'These credentials are not permitted to perform this operation.',
  404: 'Check the ids, and that they belong to this environment.',
  409: 'Fetch the current resource before retrying.',
};

/** Characters of the provider's own sentence that a message shows. */
const SHOWN = 300;
/** A longer text is not a sentence, and may be a whole record. */
const LONGEST = 2000;

function apiError(call: Call, failure: ErrorResponse, describe: DescribeError, facts: CallFacts): ApiError {
  const { status, body, response, retryAfter } = failure;
  const described = describe(body);
  const { requestId = requestIdOf(response) } = described;
  const clean = createCleaner(call.operation.path, failure.sent);
  const detailOf = (text: string): string => (text.length > LONGEST ? '' : clean(text).slice(0, SHOWN));
  const fieldErrors = described.fieldErrors?.map(({ field, message }) => ({
    field: clean(field),
    message: message && detailOf(message),
  }));
  const detail = detailOf(described.message ?? '');
  const fields = fieldErrors ? `. Invalid fields: ${fieldErrors.map(({ field }) => field).join(', ')}` : '';
  const said = detail ? `: ${detail}` : isPage(body) ? `: ${HTML_PAGE}` : '';
  const attempts = failure.failures.length > 1 ? ` after ${failure.failures.length} attempts` : '';
  const isRefused = status === 400 || status === 409 || status === 422;
  const elsewhere = isRefused && !said && !fields && body !== undefined ? ' See error.body.' : '';
  const text = `${call.operation.name} failed${attempts}: ${statusText(failure)}${said.replace(/[\s.]+$/, '')}${fields}.${elsewhere} ${nextStep(call, failure)}`;
  return new ApiError(text, { ...facts, status, requestId, retryAfter, fieldErrors }, { body, response });
}

/** What to do about an error response. */
function nextStep(call: Call, failure: ErrorResponse): string {
  const { status, hint, storedFailure, ambiguous, retryAfter } = failure;
  const { idempotencyKey } = call;
  if (hint) return hint;
  if (storedFailure) {
    return `This failure is stored under idempotency key '${idempotencyKey}' and is returned again. Retry with a new key.`;
  }
  // Of a 409 the record tells what has become of it.
  const caution = ambiguous && status !== 409 ? ` ${advice(call, failure)}` : '';
  if (retryAfter !== undefined) return `Retry after ${Math.ceil(retryAfter / 1000)} s.${caution}`;
  if (status === 429) return `Reduce your request rate.${caution}`;
  if (status >= 500) return advice(call, failure);
  const fresh = idempotencyKey && !ambiguous ? ' with a new idempotency key' : '';
  return (NEXT[status] ?? `Correct the request and retry${fresh}.`) + caution;
}

export const HTML_PAGE = 'an HTML page, probably from a proxy or login screen';

export function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

/** By RFC 9110, not as the server words it: HTTP/2 has no reason phrases, and one may echo what was sent. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function statusText({ status }: ErrorResponse | Undecodable): string {
  return `${status} ${REASONS[status] ?? ''}`.trim();
}
