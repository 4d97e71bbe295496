// Whether a delivery comes from Iron, and only just.
import { ConfigError } from '@org/sdk-core';
import { type Delivery, equalBytes, readHeader, refuse } from '@org/sdk-core/receive';
import { computeSignature, parseSignature, SIGNATURE_HEADER, TIMESTAMP_HEADER } from './signature.ts';

/** What a delivery is held against. */
export interface Trust {
  readonly secrets: readonly Uint8Array[];
  /** Milliseconds. */
  readonly tolerance: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @throws {ConfigError} if it is no number of milliseconds from 0 */
export function checkTolerance(tolerance: number): number {
  if (typeof tolerance === 'number' && Number.isFinite(tolerance) && tolerance >= 0) return tolerance;
  throw new ConfigError(`Option 'tolerance' must be a number of milliseconds from 0, not ${tolerance}.`);
}

/**
 * Checks where a delivery comes from and how old it is.
 *
 * @throws {WebhookVerificationError} if it cannot be trusted
 */
export async function verify(delivery: Delivery, body: Uint8Array, trust: Trust): Promise<void> {
  const timestamp = need(delivery, TIMESTAMP_HEADER);
  const given = parseSignature(need(delivery, SIGNATURE_HEADER));
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw refuse('headers', `The header ${TIMESTAMP_HEADER} is no number of seconds since 1970.`);
  }
  if (!given) {
    throw refuse('headers', `The header ${SIGNATURE_HEADER} is not 'v1=' and 64 hex digits, so it is not Iron's.`);
  }
  if (!(await signedByOne(trust.secrets, timestamp, body, given))) {
    throw refuse(
      'signature',
      'The signature fits none of the secrets. Either a secret is wrong (one in base64 is given as { base64 }), or the body is not what was sent: give the raw bytes, never JSON that was parsed and written again.',
    );
  }
  const age = trust.now - Number(timestamp) * 1000;
  if (Math.abs(age) > trust.tolerance) {
    const when = `${Math.abs(age)} ms ${age < 0 ? 'in the future' : 'ago'}`;
    throw refuse(
      'timestamp',
      `The delivery was signed ${when}, beyond the tolerance of ${trust.tolerance} ms: it is a replay, or this machine's clock is wrong.`,
    );
  }
}

function need({ headers }: Delivery, name: string): string {
  const value = readHeader(headers, name);
  if (value === undefined)
    throw refuse('headers', `The header ${name} is missing: pass on the headers of the request.`);
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
