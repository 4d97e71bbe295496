import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveIronWebhook, signIronWebhook } from '../../src/webhooks/index.ts';
import { clock, event, failure, hmac, NOW, SECRET } from './support.ts';

const at = new Date(NOW);

test('a delivery is signed as Iron signs it', async () => {
  const delivery = await signIronWebhook(event, { secret: SECRET, at, id: 'd1' });
  expect(delivery).toEqual({
    method: 'POST',
    body: JSON.stringify(event),
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'd1',
      'webhook-timestamp': '1772444160',
      'webhook-signature': `v1=${hmac(SECRET, '1772444160', JSON.stringify(event))}`,
    },
  });
});

test('it makes a Request of a delivery, with a new id each and the time of now', async () => {
  const before = Date.now();
  const delivery = await signIronWebhook(event, { secret: SECRET });
  const request = new Request('http://localhost/', delivery);
  expect(await receiveIronWebhook(request, { secrets: SECRET })).toMatchObject({ event });
  const seconds = Number(delivery.headers['webhook-timestamp']);
  expect(seconds * 1000).toBeGreaterThan(before - 1000);
  const another = await signIronWebhook(event, { secret: SECRET });
  expect(another.headers['webhook-id']).not.toBe(delivery.headers['webhook-id']);
});

test('whatever is signed is accepted under its secret, and under no other', async () => {
  const secret = fc.string({ minLength: 1 }).filter((text) => text === text.trim() && text !== '');
  await fc.assert(
    fc.asyncProperty(secret, secret, fc.string({ unit: 'grapheme' }), async (secret, other, text) => {
      const delivery = await signIronWebhook({ type: 'new', text }, { secret, at });
      expect(await receiveIronWebhook(delivery, { secrets: secret, clock })).toMatchObject({
        event: { type: 'unknown', body: { text } },
      });
      fc.pre(secret !== other);
      expect((await failure(receiveIronWebhook(delivery, { secrets: other, clock }))).reason).toBe('signature');
    }),
    { numRuns: 50 },
  );
});

test('a raw text is signed as it is, to test what is no event', async () => {
  const delivery = await signIronWebhook('{ broken', { secret: SECRET, at });
  expect(delivery.body).toBe('{ broken');
  expect((await failure(receiveIronWebhook(delivery, { secrets: SECRET, clock }))).reason).toBe('body');
});

test.each<[string, unknown, unknown, string]>([
  ['no options', event, undefined, 'must be a non-empty string'],
  ['no secret', event, {}, 'must be a non-empty string'],
  ['no event', undefined, { secret: SECRET }, "'event' must be an event, or the raw text of a body."],
  ['an invalid date', event, { secret: SECRET, at: new Date('x') }, "Option 'at' must be a valid Date."],
  ['a number for a date', event, { secret: SECRET, at: NOW }, "Option 'at' must be a valid Date."],
])('%s is a ConfigurationError', async (_name, given, options, message) => {
  const error = await failure(signIronWebhook(given as object, options as { secret: string }));
  expect(error.name).toBe('ConfigurationError');
  expect(error.message).toContain(message);
});
