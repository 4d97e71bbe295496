import {
  AbortedError,
  ApiError,
  type Clock,
  ConnectionError,
  type Fetch,
  type SdkError,
  TimeoutError,
} from '@org/sdk-core';
import { checkUrl, systemClock } from '@org/sdk-core/internal';
import { pause, timed } from '../timed.ts';

/** How to send the bytes of a document. */
export interface SendOptions {
  /** Milliseconds for one try. Default 120,000. */
  readonly timeout?: number | undefined;
  /** How often it may be sent again. Default 2. */
  readonly maxRetries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called instead of the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  readonly clock?: Clock | undefined;
  /** Numbers from 0 to 1 for the jitter. */
  readonly random?: (() => number) | undefined;
}

const ANEW = 'Announce the document under another name and send it again.';

/**
 * Sends the bytes of an announced document to its address. No credentials go there: the address itself carries the right
 * to write, so it is treated as a secret and stands in no error.
 */
export async function sendDocument(url: string, bytes: Uint8Array<ArrayBuffer>, options: SendOptions): Promise<void> {
  const { maxRetries = 2, clock = systemClock, random = Math.random, signal } = options;
  checkUrl('upload_url', url.replace(/[?#].*$/s, ''));
  for (let retries = 0; ; retries++) {
    const failure = await sendOnce(url, bytes, options);
    if (!failure) return;
    if (!failure.passing || retries >= maxRetries) throw failure;
    await pause(random() * Math.min(8_000, 500 * 2 ** retries), clock, signal);
    if (signal?.aborted) throw aborted(signal);
  }
}

async function sendOnce(
  url: string,
  body: Uint8Array<ArrayBuffer>,
  options: SendOptions,
): Promise<SdkError | undefined> {
  const { timeout = 120_000, clock = systemClock, signal, fetch = globalThis.fetch } = options;
  if (signal?.aborted) throw aborted(signal);
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  signal?.addEventListener('abort', stop);
  const { host } = new URL(url);
  const late = (): TimeoutError =>
    new TimeoutError(`the document did not get to ${host} within ${timeout} ms. ${ANEW}`, undefined, {
      kind: 'attempt',
      ms: timeout,
      passing: true,
    });
  try {
    const init: RequestInit = { method: 'PUT', body, signal: controller.signal, redirect: 'manual' };
    const response = await timed(fetch(url, init), timeout, clock, late);
    // Not awaited: what storage says beyond its status is nobody's concern.
    response.body?.cancel().catch(() => {});
    return response.ok ? undefined : refusal(response, host);
  } catch (error) {
    if (signal?.aborted) throw aborted(signal);
    if (error instanceof TimeoutError) return error;
    return new ConnectionError(
      `the connection to ${host} failed while the document was sent. ${ANEW}`,
      undefined,
      { reason: 'network', unsent: false, passing: true },
      error,
    );
  } finally {
    stop();
    signal?.removeEventListener('abort', stop);
  }
}

function refusal(response: Response, host: string): ApiError {
  const { status } = response;
  const passing = status === 408 || status === 429 || status > 499;
  const error = new ApiError(`${host} answered ${status} to the bytes of the document. ${ANEW}`, undefined, {
    status,
    passing,
  });
  return Object.defineProperties(error, { body: { value: undefined }, response: { value: response } });
}

function aborted(signal: AbortSignal): AbortedError {
  return new AbortedError(`sending the document was aborted by its signal. ${ANEW}`, undefined, {}, signal.reason);
}
