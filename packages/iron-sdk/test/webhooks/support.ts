// Deliveries for the tests, signed by Node's crypto, so that the SDK's own signing does not vouch for itself.
import { createHmac } from 'node:crypto';
import { type ManualClock, manualClock } from '@org/test-kit/clock';

export const SECRET = 'a secret from the dashboard';
export const NOW: number = Date.UTC(2026, 2, 2, 9, 36, 0);
export const clock: ManualClock = manualClock({ start: NOW });

export const event = {
  type: 'transaction_status',
  timestamp: '2026-03-02T09:36:00Z',
  data: {
    customer_id: '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01',
    message: {
      TransactionStatus: {
        id: '0198c3b4-7788-7b16-85d3-4eaf208b0d41',
        status: 'Completed',
        transaction_status: 'Completed',
        transaction_hash: null,
      },
    },
  },
} as const;

export const seconds = (ms: number): string => `${Math.floor(ms / 1000)}`;

export function hmac(secret: string | Buffer, timestamp: string, body: string | Buffer): string {
  return createHmac('sha256', secret).update(timestamp).update(body).digest('hex');
}

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

/** A delivery with raw body and headers, as every framework can give it. */
export function sign(body: string | object = event, secret: string | Buffer = SECRET, at: number = NOW): Signed {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    body: text,
    headers: {
      'content-type': 'application/json',
      'webhook-id': '0198c3b6-aabb-706b-9a28-93f475d01299',
      'webhook-timestamp': seconds(at),
      'webhook-signature': `v1=${hmac(secret, seconds(at), text)}`,
    },
  };
}

export function toRequest({ body, headers }: Signed): Request {
  return new Request('http://localhost/webhooks/iron', { method: 'POST', body, headers });
}

/** What went wrong, where something must. */
export async function failure(promise: Promise<unknown>): Promise<Error & { reason?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was accepted.');
}
