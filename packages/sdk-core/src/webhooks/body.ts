import { ConfigurationError } from '../errors.ts';
import type { DeliveredHeaders } from './headers.ts';
import { verificationError } from './verification.ts';

/** The bytes as they were sent: read already, or a stream to read, as Node's requests are. */
export type DeliveredBody =
  | string
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | null;

/** A delivery: a Fetch `Request`, or its raw body and headers. */
export type Delivery = Request | { readonly body: DeliveredBody; readonly headers: DeliveredHeaders };

const HINT =
  'Pass the request before anything parses it: no express.json() on this route (use express.raw), no request.json() before.';

/**
 * Reads the body of a delivery byte for byte, at most `limit` bytes of it.
 *
 * @param limit bytes
 * @throws {WebhookVerificationError} if the body was parsed or read before, breaks off, or is longer than `limit`
 * @throws {ConfigurationError} if `limit` is not a positive integer
 */
export async function readRawBody(delivery: Delivery, limit: number): Promise<Uint8Array> {
  checkLimit(limit);
  const { body, bodyUsed } = (delivery ?? {}) as { body?: unknown; bodyUsed?: boolean };
  if (bodyUsed) throw verificationError('parsed-body', `The request's body has been read already. ${HINT}`);
  const bytes = new Uint8Array(await new Blob(await collect(body, limit)).arrayBuffer());
  if (bytes.length === 0) {
    throw verificationError(
      'parsed-body',
      `The body is empty: nothing was sent, or something has read it already. ${HINT}`,
    );
  }
  return bytes;
}

/** The number of bytes that a body may have. Throws `ConfigurationError` if it is not a positive integer. */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new ConfigurationError(`Option 'limit' must be a positive integer of bytes (got ${limit}).`);
}

async function collect(body: unknown, limit: number): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  let length = 0;
  const read = reader(body);
  for (let part = await read(); part !== undefined; part = await read()) {
    const bytes = bytesOf(part);
    length += bytes.length;
    // The rest is left unread, and the stream as it is: Node could not answer on a request that was destroyed.
    if (length > limit)
      throw verificationError('too-large', `The body is longer than ${limit} bytes; no event is that long.`);
    parts.push(bytes as Uint8Array<ArrayBuffer>);
  }
  return parts;
}

/** Returns one part after the other, then undefined. Streams are read by hand: not every browser's can be iterated. */
function reader(body: unknown): () => Promise<unknown> {
  const stream = body as Partial<ReadableStream & AsyncIterable<unknown>> | null | undefined;
  const web = stream?.getReader?.() as ReadableStreamDefaultReader | undefined;
  const iterator = web ? undefined : stream?.[Symbol.asyncIterator]?.();
  if (!web && !iterator) {
    const parts = body === null || body === undefined ? [] : [body];
    return async () => parts.shift();
  }
  return async () => {
    try {
      const { done, value } = (await (web ? web.read() : iterator?.next())) ?? { done: true, value: undefined };
      return done ? undefined : value;
    } catch (cause) {
      throw verificationError('body', 'The body broke off before its end; the sender will send it again.', cause);
    }
  };
}

function bytesOf(part: unknown): Uint8Array {
  if (typeof part === 'string') return new TextEncoder().encode(part);
  if (part instanceof Uint8Array) return part;
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  const what = Array.isArray(part) ? 'an array' : typeof part === 'object' ? 'a parsed object' : `a ${typeof part}`;
  throw verificationError(
    'parsed-body',
    `The body is ${what}, not the bytes that were sent, so nothing can be verified. ${HINT}`,
  );
}
