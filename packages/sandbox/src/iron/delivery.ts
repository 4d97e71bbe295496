// Body and headers of one attempt to deliver an event: https://docs.iron.xyz/webhooks
import type { Delivery, Subscription } from '../engine/webhooks.ts';

/** Signs as Iron does: `v1=` and the hex of HMAC-SHA256 over the timestamp and the raw body, without a separator. */
export async function deliver(
  delivery: Delivery,
  subscription: Subscription,
  at: number,
): Promise<{ body: string; headers: Record<string, string> }> {
  const { type, data } = delivery.event;
  // The body is that of the event and the same at each attempt, so that a receiver may tell duplicates by it.
  const body = JSON.stringify({ type, timestamp: await timestampOf(delivery.event), data });
  const timestamp = String(Math.floor(at / 1000));
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': await attemptId(delivery),
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1=${await hmac(subscription.secret, timestamp + body)}`,
    },
  };
}

/** With more digits than milliseconds, as on the wire: two equal events at once, on a clock that stands still, differ. */
async function timestampOf({ id, at }: { readonly id: string; readonly at: number }): Promise<string> {
  const digest = toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id)));
  const digits = String(Number.parseInt(digest.slice(0, 10), 16) % 1_000_000).padStart(6, '0');
  return new Date(at).toISOString().replace('Z', `${digits}Z`);
}

/** Iron documents the id as that of the attempt: another UUID each time, and the same one for the same attempt. */
async function attemptId({ id, attempts }: Delivery): Promise<string> {
  const digest = toHex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${id} ${attempts.length}`)));
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

async function hmac(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  return toHex(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
}

function toHex(buffer: ArrayBuffer): string {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
