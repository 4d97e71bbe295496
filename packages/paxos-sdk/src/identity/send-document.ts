import { DecodeError, type Fetch } from '@org/sdk-core';
import { callSafely, checkUrl, Engine } from '@org/sdk-core/internal';
import type { PaxosOperation } from '../generated/operations.ts';
import { onlyStatus, sendQuietly } from '../only-status.ts';
import type { DocumentBody } from './document-file.ts';

/** How much of a document was sent. */
export interface UploadProgress {
  /** Bytes. */
  readonly sent: number;
  /** Bytes of the whole document. */
  readonly total: number;
}

/** How to send the bytes of a document. */
export interface SendOptions {
  /** Milliseconds for one attempt. Default 120,000. */
  readonly timeout?: number | undefined;
  /** How often it may be retried. Default: the client's. */
  readonly maxRetries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Passed on to `fetch`, such as undici's `dispatcher`. */
  readonly fetchOptions?: object | undefined;
  /**
   * Told `sent: 0` when an attempt begins, and `sent: total` when the storage has taken the document. There is nothing in
   * between: `fetch` reports no progress, and a streamed body has no length in advance, which signed addresses require.
   * What it throws changes nothing.
   */
  readonly onProgress?: ((progress: UploadProgress) => unknown) | undefined;
}

const UPLOAD_HINT = 'Register the document again under another name, and upload it.';
/** Milliseconds: the longest that a timer takes. There is no limit on the whole but its attempts. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * Sends the bytes of an announced document to its address, as a call of the client named `uploadDocument`. The address
 * carries the right to write, so it is a secret: it is used inside the call's `fetch` only, and hooks, logs and errors see
 * the host. Neither credentials, headers nor middleware of the client go there.
 */
export async function sendDocument(
  { config }: Engine<PaxosOperation>,
  url: string,
  { body, size: total }: DocumentBody,
  { timeout = 120_000, maxRetries, signal, fetchOptions, onProgress }: SendOptions,
): Promise<void> {
  const uploads = new Engine({
    ...config,
    baseUrl: originOf(url, config.allowHttp),
    operations: {},
    headers: {},
    middleware: [],
    rateLimit: undefined,
    authorize: undefined,
    retryResponse: undefined,
    readBack: undefined,
    refuse: undefined,
  });
  const { host, pathname, search } = new URL(url);
  const secrets = [url, pathname, search].filter(({ length }) => length > 1);
  const clean = (text: string): string => secrets.reduce((rest, part) => rest.replaceAll(part, host), text);
  const report = (sent: number): void => callSafely(() => onProgress?.({ sent, total }));
  const send: Fetch = async (_url, init) => {
    report(0);
    return onlyStatus(await sendQuietly(() => config.fetch(url, { ...init, body }), clean));
  };
  await uploads.send(
    { name: 'uploadDocument', method: 'PUT', path: '/(upload)', response: 'none' },
    {
      ...{ timeout, maxRetries, signal, fetchOptions, deadline: NO_DEADLINE, fetch: send },
      around: async (call, run) => {
        const outcome = await run(call, 1);
        return outcome.ok ? outcome : { ...outcome, hint: UPLOAD_HINT };
      },
    },
    true,
  );
  report(total);
}

/** Where a document goes. No error shows more of the address. */
function originOf(url: string, allowHttp: boolean): string {
  try {
    return new URL(checkUrl('upload_url', url.replace(/[?#].*$/s, ''), allowHttp)).origin;
  } catch {
    throw new DecodeError(`Paxos returned an upload URL that is not an https: URL. ${UPLOAD_HINT}`, {
      retryable: false,
    });
  }
}
