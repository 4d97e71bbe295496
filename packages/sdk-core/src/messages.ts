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

/** A short reason for logs and lists of failures. */
export function summaryOf(outcome: FailureOutcome): string {
  switch (outcome.kind) {
    case 'response':
      return statusText(outcome);
    case 'connection':
      return connection(outcome);
    case 'decode':
      return `${statusText(outcome)} with ${outcome.problem}`;
    case 'timeout':
      return `timed out after ${outcome.ms} ms`;
    case 'aborted':
      return 'aborted by its signal';
    case 'token':
      return 'no access token';
    case 'rateLimit':
      return 'rate limit';
  }
}

/** The error of a call that failed. Made after the call was awaited, so that its stack has the caller's frame. */
export function toError(call: Call, failure: FailureOutcome, describe: DescribeError): SdkError {
  const error = errorOf(call, failure, describe);
  return failure.cause === undefined ? error : hide(error, { cause: failure.cause });
}

function errorOf(call: Call, failure: FailureOutcome, describe: DescribeError): SdkError {
  const { name } = call.operation;
  const facts = factsOf(call, failure);
  switch (failure.kind) {
    case 'response':
      return apiError(call, failure, describe, facts);
    case 'connection': {
      const { reason, code } = failure;
      const message = `${name} failed: ${connection(failure)}. ${connectionAdvice(failure)}${advice(call, failure)}`;
      return new ConnectionError(message, { ...facts, reason, code });
    }
    case 'decode':
      return decodeError(call, failure, facts);
    case 'timeout': {
      const message = `${name} failed: ${timeout(failure)}. ${advice(call, failure)}`;
      return new TimeoutError(message, { ...facts, kind: failure.limit, ms: failure.ms });
    }
    case 'aborted':
      return new AbortedError(`${name} was aborted by its signal. ${advice(call, failure)}`, facts);
    case 'token': {
      const { message, status, code, retryAfter } = failure;
      return new TokenError(`${name} failed: ${message} ${advice(call, failure)}`, {
        ...facts,
        status,
        code,
        retryAfter,
      });
    }
    case 'rateLimit': {
      const { message, rateLimit, retryAfter } = failure;
      return new RateLimitError(`${name} was not sent: ${message}`, { ...facts, rateLimit, retryAfter });
    }
  }
}

/** What any error of this call tells. */
function factsOf(call: Call, { failures, notSent, retryable }: FailureOutcome): CallFacts {
  const { operation, idempotencyKey } = call;
  const { name, method, path } = operation;
  return { operation: name, method, path, idempotencyKey, attempts: failures.length, failures, notSent, retryable };
}

/** What may have become of the request, and what to do about it. */
function advice(call: Call, { notSent, failures, ambiguous, hint }: FailureOutcome): string {
  if (hint) return hint;
  if (notSent) return 'Nothing was sent.';
  if (isRead(call) || (failures.length > 0 && ambiguous === false)) return 'It is safe to retry.';
  const { idempotencyKey } = call;
  return `The request may have succeeded. ${idempotencyKey ? `Retry with idempotencyKey '${idempotencyKey}'.` : 'Verify before retrying.'}`;
}

function connection({ reason, code }: NoResponse): string {
  switch (reason) {
    case 'certificate':
      return `the server's certificate was not accepted (${code})`;
    case 'body':
      return `the connection broke off inside the response (${code})`;
    case 'redirect':
      return `redirected (${code}), and redirects are not followed`;
    default:
      return `the connection failed (${code})`;
  }
}

function connectionAdvice({ reason, notSent, hint }: NoResponse): string {
  if (hint) return '';
  if (reason === 'certificate') return "Check baseUrl, this machine's clock and its trusted certificates. ";
  if (reason === 'redirect') return 'Check baseUrl. ';
  return notSent ? 'Check baseUrl and the network. ' : '';
}

function timeout({ limit, ms }: TimedOut): string {
  return limit === 'attempt'
    ? `timed out after ${ms} ms waiting for a complete response (per-attempt timeout)`
    : `timed out after ${ms} ms (deadline of the whole call)`;
}

function decodeError(call: Call, failure: Undecodable, facts: CallFacts): DecodeError {
  const { status, response, problem, text } = failure;
  const requestId = requestIdOf(response);
  const shown = text ? ` See error.bodyPreview.` : '';
  const message = `${call.operation.name} failed: ${statusText(failure)} with ${problem}.${shown} ${advice(call, failure)}`;
  return hide(new DecodeError(message, { ...facts, status, requestId }), { bodyPreview: text.slice(0, 200) });
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
  const said = detail ? `: ${detail}` : isPage(body) ? ': an HTML page, so probably from a proxy' : '';
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

function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^\s*</.test(body);
}

/** By RFC 9110, not as the server words it: HTTP/2 has no reason phrases, and one may echo what was sent. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  425: 'Too Early',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function statusText({ status }: ErrorResponse | Undecodable): string {
  return `${status} ${REASONS[status] ?? ''}`.trim();
}
