import { expect, test } from 'vitest';
import { receiveIronWebhook } from '../../src/webhooks/index.ts';
import { clock, event, failure, hmac, NOW, SECRET, seconds, sign, toRequest } from './support.ts';

const options = { secrets: [SECRET], clock };

test('a body that express.json() parsed is refused, and the error says what to do', async () => {
  const { body, headers } = sign();
  const error = await failure(receiveIronWebhook({ body: JSON.parse(body), headers }, options));
  expect(error).toMatchObject({ name: 'WebhookVerificationError', reason: 'parsed-body' });
  expect(error.message).toBe(
    'The body is a parsed object, not the bytes that were sent, so nothing can be verified. Pass the request before anything parses it: no express.json() on this route (use express.raw), no request.json() before.',
  );
});

test('a Request that was parsed before is refused, and the error says what to do', async () => {
  const request = toRequest(sign());
  await request.json();
  const error = await failure(receiveIronWebhook(request, options));
  expect(error).toMatchObject({ reason: 'parsed-body', message: expect.stringContaining('no request.json() before') });
});

test('JSON that was parsed and written again is refused where it differs, and the error names that mistake', async () => {
  const signed = sign(JSON.stringify(event, null, 2));
  const rewritten = JSON.stringify(JSON.parse(signed.body));
  const error = await failure(receiveIronWebhook({ ...signed, body: rewritten }, options));
  expect(error).toMatchObject({
    reason: 'signature',
    message: expect.stringContaining('pass the raw request body, never JSON that was parsed and written again'),
  });
});

test('rejects an authentic body that is not an event', async () => {
  for (const body of ['not json', '[]', '"text"', '7', 'null', '{}', '{"type":7}']) {
    const error = await failure(receiveIronWebhook(sign(body), options));
    expect(error).toMatchObject({ name: 'WebhookVerificationError', reason: 'body' });
    expect(error.message).toMatch(/^The signature is right, but the body is not (JSON|an event)/);
  }
});

test('an authentic body that is no UTF-8 is refused as such', async () => {
  const bytes = Buffer.from('{"type":"caf\u00e9"}', 'latin1');
  const timestamp = seconds(NOW);
  const headers = { 'webhook-timestamp': timestamp, 'webhook-signature': `v1=${hmac(SECRET, timestamp, bytes)}` };
  expect((await failure(receiveIronWebhook({ body: bytes, headers }, options))).reason).toBe('body');
});
