import type { Clock } from '../clock.ts';
import { Deadline, Stop } from '../deadline.ts';
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

/** How much of a body is read, and for how long. */
export interface BodyLimits {
  /** Bytes that a body may have. */
  readonly limit: number;
  /** Milliseconds in which it has to arrive. */
  readonly bodyTimeout: number;
  readonly clock: Clock;
}

/**
 * Reads the body of a delivery byte for byte.
 *
 * @throws {WebhookVerificationError} if the body was parsed or read before, breaks off, is too long or takes too long
 */
export async function readRawBody(delivery: Delivery, limits: BodyLimits): Promise<Uint8Array> {
  const { body, bodyUsed } = (delivery ?? {}) as { body?: unknown; bodyUsed?: boolean };
  if (bodyUsed) throw verificationError('parsed-body', `The request's body has been read already. ${HINT}`);
  const bytes = new Uint8Array(await new Blob(await collect(body, limits)).arrayBuffer());
  if (bytes.length === 0) {
    throw verificationError(
      'parsed-body',
      `The body is empty: nothing was sent, or something has read it already. ${HINT}`,
    );
  }
  return bytes;
}

async function collect(body: unknown, { limit, bodyTimeout, clock }: BodyLimits): Promise<BlobPart[]> {
  const parts: BlobPart[] = [];
  let length = 0;
  const read = reader(body);
  const deadline = new Deadline(clock, bodyTimeout, undefined);
  for (;;) {
    const part = await deadline.race(read());
    if (part === undefined) return parts;
    if (part instanceof Stop) {
      throw verificationError('too-slow', `The body did not arrive within ${bodyTimeout} ms.`);
    }
    const bytes = bytesOf(part);
    length += bytes.length;
    // The rest is left unread, and the stream as it is: Node could not answer on a request that was destroyed.
    if (length > limit)
      throw verificationError('too-large', `The body is longer than ${limit} bytes; no event is that long.`);
    parts.push(bytes as Uint8Array<ArrayBuffer>);
  }
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
