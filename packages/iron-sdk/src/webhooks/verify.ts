// Whether a delivery comes from Iron, and recently.
import { ConfigurationError } from '@org/sdk-core';
import { type DeliveredHeaders, equalBytes, readHeader, verificationError } from '@org/sdk-core/webhooks';
import { computeSignature, parseSignature, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './signature.ts';

/** How old a delivery may be, and the present. */
export interface Age {
  /** Milliseconds that it may be old, or ahead. */
  readonly tolerance: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @throws {ConfigurationError} if it is not a non-negative number of milliseconds */
export function checkTolerance(tolerance: number): number {
  if (typeof tolerance === 'number' && Number.isFinite(tolerance) && tolerance >= 0) return tolerance;
  throw new ConfigurationError(`Option 'tolerance' must be a non-negative number of milliseconds (got ${tolerance}).`);
}

/** What the headers of a delivery say of its signature. */
export interface SignedHeaders {
  readonly timestamp: string;
  readonly signature: Uint8Array;
}

/**
 * Reads the headers that prove where a delivery comes from, and checks its age, before its body is read.
 *
 * @throws {WebhookVerificationError} if one is missing or malformed, or the delivery is too old
 */
export function verifyHeaders(headers: DeliveredHeaders, { tolerance, now }: Age): SignedHeaders {
  const timestamp = need(headers, TIMESTAMP_HEADER);
  const signature = parseSignature(need(headers, SIGNATURE_HEADER));
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw verificationError('headers', `Header ${TIMESTAMP_HEADER} is not a number of seconds since 1970.`);
  }
  if (!signature) {
    throw verificationError(
      'headers',
      `Header ${SIGNATURE_HEADER} is not 'v1=' and 64 hex digits, so it is not Iron's.`,
    );
  }
  const age = now - Number(timestamp) * 1000;
  if (Math.abs(age) > tolerance) {
    const when = `${Math.abs(age)} ms ${age < 0 ? 'in the future' : 'ago'}`;
    throw verificationError(
      'timestamp',
      `The delivery was signed ${when}, beyond the tolerance of ${tolerance} ms: it is a replay, or this machine's clock is wrong.`,
    );
  }
  return { timestamp, signature };
}

/**
 * Checks that the body is what was signed.
 *
 * @throws {WebhookVerificationError} if none of the secrets fits
 */
export async function verifyBody(
  body: Uint8Array,
  { timestamp, signature }: SignedHeaders,
  secrets: readonly Uint8Array[],
): Promise<void> {
  if (await signedByOne(secrets, timestamp, body, signature)) return;
  throw verificationError(
    'signature',
    'Signature does not match any secret. Check the secret (pass one in base64 as { base64 }), and pass the raw request body, never JSON that was parsed and written again.',
  );
}

function need(headers: DeliveredHeaders, name: string): string {
  const value = readHeader(headers, name);
  if (value === undefined)
    throw verificationError('headers', `Header ${name} is missing: pass on the headers of the request.`);
  return value;
}

/** Tries every secret, also after a hit, so that the time does not tell which one it was. */
async function signedByOne(
  secrets: readonly Uint8Array[],
  timestamp: string,
  body: Uint8Array,
  given: Uint8Array,
): Promise<boolean> {
  const hits = await Promise.all(
    secrets.map(async (secret) => equalBytes(await computeSignature(secret, timestamp, body), given)),
  );
  return hits.includes(true);
}
