import {
  AbortedError,
  ApiError,
  type Clock,
  ConnectionError,
  DecodeError,
  type Fetch,
  InvalidRequestError,
  type SdkError,
  TimeoutError,
} from '@org/sdk-core';
import { backoff, checkUrl, Deadline, isSignal, networkFailureOf, Stop, systemClock } from '@org/sdk-core/internal';

/** How to send the bytes of a document. */
export interface SendOptions {
  /** Milliseconds for one attempt. Default 120,000. */
  readonly timeout?: number | undefined;
  /** How often it may be retried. Default 2. */
  readonly maxRetries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called instead of the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. */
  readonly random?: (() => number) | undefined;
}

const ANEW = 'Announce the document under another name and send it again.';
/** Milliseconds: the longest that a timer takes. There is no limit on the whole but its attempts. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * Sends the bytes of an announced document to its address. No credentials go there: the address itself carries the right
 * to write, so it is treated as a secret and is in no error.
 *
 * @throws what the given `fetch` throws, unless it is a failure of the network
 */
export async function sendDocument(url: string, bytes: Uint8Array<ArrayBuffer>, options: SendOptions): Promise<void> {
  const { maxRetries = 2, clock = systemClock, random = Math.random, signal } = options;
  if (signal !== undefined && !isSignal(signal))
    throw new InvalidRequestError("Option 'signal' must be an AbortSignal.");
  checkUploadUrl(url);
  const limit = new Deadline(clock, NO_DEADLINE, signal);
  for (let retries = 0; ; retries++) {
    const failure = await sendOnce(url, bytes, options, limit);
    if (!failure) return;
    if (!failure.retryable || retries >= maxRetries) throw failure;
    if (await limit.sleep(backoff(retries, random))) throw aborted(signal);
  }
}

/** The address is a secret, so the error does not show it. */
function checkUploadUrl(url: string): void {
  try {
    checkUrl('upload_url', url.replace(/[?#].*$/s, ''));
  } catch {
    throw new DecodeError(`Paxos returned an upload URL that is not an https: URL. ${ANEW}`, { retryable: false });
  }
}

async function sendOnce(
  url: string,
  body: Uint8Array<ArrayBuffer>,
  { timeout = 120_000, signal, fetch = globalThis.fetch }: SendOptions,
  limit: Deadline,
): Promise<SdkError | undefined> {
  if (limit.stopped()) return aborted(signal);
  const controller = new AbortController();
  const { host } = new URL(url);
  const init: RequestInit = { method: 'PUT', body, signal: controller.signal, redirect: 'manual' };
  try {
    const response = await limit.race(fetch(url, init), timeout);
    if (response instanceof Stop) return response.reason === 'aborted' ? aborted(signal) : tooLate(host, timeout);
    // Not awaited: what storage answers beyond its status is discarded.
    response.body?.cancel().catch(() => {});
    return response.ok ? undefined : refusal(response, host);
  } catch (error) {
    const failure = networkFailureOf(error);
    if (!failure) throw error;
    const { code, notSent, retryable } = failure;
    const message = `The connection to ${host} failed while the document was sent (${code}). ${ANEW}`;
    return new ConnectionError(message, { reason: 'network', code, notSent, retryable }, error);
  } finally {
    controller.abort();
  }
}

function tooLate(host: string, ms: number): TimeoutError {
  const details = { kind: 'attempt', ms, retryable: true, notSent: false };
  return new TimeoutError(`Timed out after ${ms} ms sending the document to ${host}. ${ANEW}`, details);
}

function refusal(response: Response, host: string): ApiError {
  const { status } = response;
  const retryable = status === 408 || status === 429 || status >= 500;
  const message = `${host} answered ${status} to the bytes of the document. ${ANEW}`;
  return new ApiError(message, { status, retryable }, { body: undefined, response });
}

function aborted(signal: AbortSignal | undefined): AbortedError {
  return new AbortedError(`Sending the document was aborted by its signal. ${ANEW}`, {}, signal?.reason);
}
