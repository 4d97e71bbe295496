// Iron's scheme: `v1=` and the hex HMAC-SHA256 of timestamp and raw body, with nothing between them.

/** Headers of a delivery. The id is not signed. */
export const ID_HEADER = 'webhook-id';
export const TIMESTAMP_HEADER = 'webhook-timestamp';
export const SIGNATURE_HEADER = 'webhook-signature';

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** The signature's bytes. */
export async function computeSignature(secret: Uint8Array, timestamp: string, body: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', secret as BufferSource, HMAC, false, ['sign']);
  const head = new TextEncoder().encode(timestamp);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
}

/** As it stands in the header. */
export function formatSignature(signature: Uint8Array): string {
  return `v1=${toHex(signature)}`;
}

/** The bytes of a header's signature; undefined if it is not of this scheme. */
export function parseSignature(header: string): Uint8Array | undefined {
  const [, hex] = /^v1=([0-9a-f]{64})$/.exec(header) ?? [];
  return hex === undefined ? undefined : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
