// Vectors by a program that has nothing to do with this code: OpenSSL.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveIronWebhook, signIronWebhook } from '../../src/webhooks/index.ts';
import { clock, event, failure, NOW, seconds } from './support.ts';

function openssl(key: Buffer, data: string): string {
  const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`];
  const output = execFileSync('openssl', args, { input: data, encoding: 'utf8' });
  return (
    output
      .trim()
      .split(/[\s=]+/)
      .at(-1) ?? ''
  );
}

const deliver = (key: Buffer, body: string, at = NOW) => ({
  body,
  headers: { 'webhook-timestamp': seconds(at), 'webhook-signature': `v1=${openssl(key, seconds(at) + body)}` },
});

test('a delivery signed by OpenSSL is accepted', async () => {
  const delivery = deliver(Buffer.from('a secret'), JSON.stringify(event));
  expect(await receiveIronWebhook(delivery, { secrets: 'a secret', clock })).toMatchObject({ event });
});

test('OpenSSL gives the signature that signIronWebhook gives', async () => {
  const { headers, body } = await signIronWebhook(event, { secret: 'a secret', at: new Date(NOW) });
  expect(headers['webhook-signature']).toBe(`v1=${openssl(Buffer.from('a secret'), seconds(NOW) + body)}`);
});

test('any secret and body are accepted as OpenSSL signs them, and not when one byte of the body differs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.string({ unit: 'grapheme' }),
      fc.nat(),
      async (secret, text, at) => {
        const key = Buffer.from(secret);
        const delivery = deliver(key, JSON.stringify({ type: 'any', text }));
        const options = { secrets: { base64: key.toString('base64') }, clock };
        expect(await receiveIronWebhook(delivery, options)).toMatchObject({ event: { body: { text } } });
        const bytes = Buffer.from(delivery.body);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        expect((await failure(receiveIronWebhook({ ...delivery, body: bytes }, options))).reason).toBe('signature');
      },
    ),
    { numRuns: 25 },
  );
});
