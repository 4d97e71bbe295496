import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveIronWebhook } from '../../src/webhooks/index.ts';
import { clock, event, failure, hmac, NOW, SECRET, type Signed, seconds, sign, toRequest } from './support.ts';

const options = { secrets: [SECRET], clock };

test('a delivery that Iron signed gives its event, as Request or as raw body and headers', async () => {
  const signed = sign();
  for (const request of [toRequest(signed), signed, { ...signed, body: Buffer.from(signed.body) }]) {
    const receipt = await receiveIronWebhook(request, options);
    expect(receipt).toMatchObject({ event, outcome: 'received', duplicate: false });
    expect(receipt.deliveryId).toBe('0198c3b6-aabb-706b-9a28-93f475d01299');
    expect(receipt.response.status).toBe(200);
  }
});

test('the signature covers the bytes: unusual white space, escapes and non-ASCII text pass, as long as they are as sent', async () => {
  const body = ` {"type" : "ping","timestamp":"2026-03-02T09:36:00Z",\n"data":{"customer_id":"Ĺukasz \\u00fc ☃","message":{"Ping":{"id":"p"}}}}\n`;
  const { event } = await receiveIronWebhook(toRequest(sign(body)), options);
  expect(event).toMatchObject({ type: 'ping', data: { customer_id: 'Ĺukasz ü ☃' } });
});

test('a body that differs in any one field is refused', async () => {
  const signed = sign();
  const paths: [string, string][] = [
    ['transaction_status', 'customer_status'],
    ['2026-03-02T09:36:00Z', '2026-03-02T09:36:01Z'],
    ['0b01', '0b02'],
    ['TransactionStatus', 'CustomerStatus'],
    ['0d41', '0d42'],
    ['"status":"Completed"', '"status":"Failed"'],
    ['"transaction_status":"Completed"', '"transaction_status":"Failed"'],
    ['null', '"0x"'],
  ];
  for (const [from, to] of paths) {
    expect(signed.body).toContain(from);
    const error = await failure(receiveIronWebhook({ ...signed, body: signed.body.replace(from, to) }, options));
    expect(error).toMatchObject({ name: 'WebhookVerificationError', reason: 'signature' });
  }
});

test('a body that differs in any byte, or is shorter or longer, is refused', async () => {
  const { body, headers } = sign();
  const bytes = Buffer.from(body);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect((await failure(receiveIronWebhook({ body: changed, headers }, options))).reason).toBe('signature');
    }),
  );
  for (const other of [body.slice(1), body.slice(0, -1), ` ${body}`, `${body}\n`]) {
    expect((await failure(receiveIronWebhook({ body: other, headers }, options))).reason).toBe('signature');
  }
});

test('a signature that differs in any byte is refused', async () => {
  const { body, headers } = sign();
  const signature = headers['webhook-signature'] ?? '';
  expect(signature).toHaveLength(67);
  for (const at of Array.from(signature).keys()) {
    for (const other of ['0', 'f', 'A', 'x', ',', '=']) {
      if (signature[at] === other) continue;
      const changed = signature.slice(0, at) + other + signature.slice(at + 1);
      const error = await failure(
        receiveIronWebhook({ body, headers: { ...headers, 'webhook-signature': changed } }, options),
      );
      expect(['signature', 'headers']).toContain(error.reason);
    }
  }
});

test.each([
  ['without its scheme', (hex: string) => hex],
  ['of another version', (hex: string) => `v2=${hex}`],
  ['in upper case', (hex: string) => `v1=${hex.toUpperCase()}`],
  ['cut short', (hex: string) => `v1=${hex.slice(0, 62)}`],
  ['given twice', (hex: string) => `v1=${hex}, v1=${hex}`],
  ['with something after it', (hex: string) => `v1=${hex} v1=00`],
  ['of Standard Webhooks', (hex: string) => `v1,${Buffer.from(hex, 'hex').toString('base64')}`],
])('a signature %s is refused as malformed', async (_name, make) => {
  const { body, headers } = sign();
  const hex = hmac(SECRET, seconds(NOW), body);
  const error = await failure(
    receiveIronWebhook({ body, headers: { ...headers, 'webhook-signature': make(hex) } }, options),
  );
  expect(error.reason).toBe('headers');
  expect(error.message).toBe("Header webhook-signature is not 'v1=' and 64 hex digits, so it is not Iron's.");
});

test('a signature in the form of other schemes is refused, though made with the secret', async () => {
  const { body, headers } = sign();
  const id = headers['webhook-id'] ?? '';
  for (const text of [`${id}.${seconds(NOW)}.${body}`, `${seconds(NOW)}.${body}`, body]) {
    const changed = { ...headers, 'webhook-signature': `v1=${hmac(SECRET, '', text)}` };
    expect((await failure(receiveIronWebhook({ body, headers: changed }, options))).reason).toBe('signature');
  }
});

test('the timestamp is signed, too', async () => {
  const { body, headers } = sign();
  for (const at of [NOW + 1000, NOW - 1000]) {
    const changed = { ...headers, 'webhook-timestamp': seconds(at) };
    expect((await failure(receiveIronWebhook({ body, headers: changed }, options))).reason).toBe('signature');
  }
});

test('the id is not signed, so that another one changes nothing', async () => {
  const { body, headers } = sign();
  expect(await receiveIronWebhook({ body, headers: { ...headers, 'webhook-id': 'other' } }, options)).toMatchObject({
    event,
  });
});

test.each(['webhook-timestamp', 'webhook-signature'])(
  'a delivery without %s is refused, and the header named',
  async (name) => {
    const { body, headers } = sign();
    delete headers[name];
    const error = await failure(receiveIronWebhook({ body, headers }, options));
    expect(error).toMatchObject({ name: 'WebhookVerificationError', reason: 'headers' });
    expect(error.message).toBe(`Header ${name} is missing: pass on the headers of the request.`);
  },
);

test.each(['', 'now', '1.5', '-1', '1e9', '0x10', ' ', '99999999999999999999'])(
  'the timestamp %j is refused',
  async (timestamp) => {
    const { body } = sign();
    const headers = { 'webhook-timestamp': timestamp, 'webhook-signature': `v1=${hmac(SECRET, timestamp, body)}` };
    expect((await failure(receiveIronWebhook({ body, headers }, options))).reason).toBe('headers');
  },
);

test.each([
  ['five minutes old', NOW - 300_000, undefined, true],
  ['five minutes and a second old', NOW - 301_000, undefined, false],
  ['five minutes ahead', NOW + 300_000, undefined, true],
  ['five minutes and a second ahead', NOW + 301_000, undefined, false],
  ['a second old, where none is tolerated', NOW - 1000, 0, false],
  ['of this second, where none is tolerated', NOW, 0, true],
  ['an hour old, where a day is tolerated', NOW - 3_600_000, 86_400_000, true],
  ['from 1970', 0, undefined, false],
])('a delivery that is %s', async (_name, at, tolerance, fresh) => {
  const receiving = receiveIronWebhook(sign(event, SECRET, at), { ...options, tolerance });
  if (fresh) expect(await receiving).toMatchObject({ event });
  else expect(await failure(receiving)).toMatchObject({ name: 'WebhookVerificationError', reason: 'timestamp' });
});

test('an old delivery is told from one that comes from the future', async () => {
  const message = async (at: number) => (await failure(receiveIronWebhook(sign(event, SECRET, at), options))).message;
  expect(await message(NOW - 400_000)).toBe(
    "The delivery was signed 400000 ms ago, beyond the tolerance of 300000 ms: it is a replay, or this machine's clock is wrong.",
  );
  expect(await message(NOW + 400_000)).toContain('signed 400000 ms in the future');
});

test('while secrets change, a delivery signed under any of them is accepted, and under no other', async () => {
  const secrets = ['old', 'new', { base64: 'd2hhdGV2ZXI=' }];
  for (const secret of ['old', 'new', Buffer.from('whatever')]) {
    expect(await receiveIronWebhook(sign(event, secret), { secrets, clock })).toMatchObject({ event });
  }
  expect((await failure(receiveIronWebhook(sign(event, 'older'), { secrets, clock }))).reason).toBe('signature');
});

test('one secret need not be in a list', async () => {
  expect(await receiveIronWebhook(sign(), { secrets: SECRET, clock })).toMatchObject({ event });
});

test('a secret is used as it is, and decoded only when asked, with whsec_ in front or without', async () => {
  const bytes = Buffer.from([0, 255, 128, 7]);
  const base64 = bytes.toString('base64');
  expect(await receiveIronWebhook(sign(event, bytes), { secrets: { base64 }, clock })).toMatchObject({ event });
  expect(await receiveIronWebhook(sign(event, bytes), { secrets: { base64: `whsec_${base64}` }, clock })).toMatchObject(
    { event },
  );
  expect(await receiveIronWebhook(sign(event, `whsec_${base64}`), { secrets: `whsec_${base64}`, clock })).toMatchObject(
    { event },
  );
  const error = await failure(receiveIronWebhook(sign(event, bytes), { secrets: base64, clock }));
  expect(error.message).toContain('pass one in base64 as { base64 }');
});

test.each<[string, object | undefined, string]>([
  ['no options', undefined, "Option 'secrets' is missing: pass the webhook's secret from the dashboard."],
  ['no secrets', {}, "Option 'secrets' is missing: pass the webhook's secret from the dashboard."],
  ['an empty list', { secrets: [] }, "Option 'secrets' is empty: pass the webhook's secret from the dashboard."],
  ['an empty secret', { secrets: [''] }, "Option 'secrets' must be a non-empty string, or { base64: string }."],
  ['an undefined secret', { secrets: ['s3cret', undefined] }, "Option 'secrets[1]' must be a non-empty string"],
  ['a secret with a line break', { secrets: ['s3cret\n'] }, "Option 'secrets' has leading or trailing whitespace."],
  [
    'a secret that is not base64',
    { secrets: { base64: 's3cret!' } },
    "Option 'secrets' is not base64. If it is plain text",
  ],
  ['an empty base64 secret', { secrets: { base64: 'whsec_' } }, "Option 'secrets' is not base64."],
  [
    'a negative tolerance',
    { secrets: 's3cret', tolerance: -1 },
    "Option 'tolerance' must be a non-negative number of milliseconds (got -1).",
  ],
  [
    'a tolerance that is no number',
    { secrets: 's3cret', tolerance: '5m' },
    "Option 'tolerance' must be a non-negative number of milliseconds (got 5m).",
  ],
  ['an endless tolerance', { secrets: 's3cret', tolerance: Number.POSITIVE_INFINITY }, "Option 'tolerance' must be"],
  [
    'a limit of nothing',
    { secrets: 's3cret', limit: 0 },
    "Option 'limit' must be a positive integer of bytes (got 0).",
  ],
  [
    'a lease of nothing',
    { secrets: 's3cret', lease: 0 },
    "Option 'lease' must be a positive number of milliseconds (got 0).",
  ],
  [
    'a store that is none',
    { secrets: 's3cret', dedupeStore: {} },
    "Option 'dedupeStore' needs the methods lease, renew, done and release.",
  ],
])('%s is a ConfigurationError, which shows no secret', async (_name, options, message) => {
  const error = await failure(receiveIronWebhook(sign(), options as never));
  expect(error.name).toBe('ConfigurationError');
  expect(error.message).toContain(message);
  expect(`${error.message}${error.stack}`).not.toContain('s3cret');
});

test('a handler that is no function is a ConfigurationError', async () => {
  const error = await failure(receiveIronWebhook(sign(), options, {} as never));
  expect(error).toMatchObject({ name: 'ConfigurationError', message: 'The handler must be a function.' });
});

test('a body beyond the limit is refused before it is verified', async () => {
  const signed = sign();
  expect(await receiveIronWebhook(signed, { ...options, limit: signed.body.length })).toMatchObject({ event });
  const error = await failure(receiveIronWebhook(toRequest(signed), { ...options, limit: signed.body.length - 1 }));
  expect(error.reason).toBe('too-large');
});

/** A delivery that counts how often its body and its signature are read. */
function counted(signed: Signed): { request: { body: AsyncIterable<Uint8Array>; headers: Headers }; reads: Reads } {
  const reads = { body: 0, signature: 0 };
  const headers = new Headers(signed.headers);
  const get = headers.get.bind(headers);
  headers.get = (name) => {
    if (name === 'webhook-signature') reads.signature += 1;
    return get(name);
  };
  const body = (async function* () {
    reads.body += 1;
    yield Buffer.from(signed.body);
  })();
  return { request: { body, headers }, reads };
}

interface Reads {
  readonly body: number;
  readonly signature: number;
}

test('the signature header is read once, and the body is checked against what it said then', async () => {
  const { request, reads } = counted(sign());
  expect(await receiveIronWebhook(request, options)).toMatchObject({ event, outcome: 'received' });
  expect(reads).toEqual({ body: 1, signature: 1 });
});

test.each<[string, Signed, string]>([
  ['is too old', sign(event, SECRET, NOW - 301_000), 'timestamp'],
  ['is ahead of the clock', sign(event, SECRET, NOW + 301_000), 'timestamp'],
  ['has no signature', { ...sign(), headers: { 'webhook-timestamp': seconds(NOW) } }, 'headers'],
  ['has a malformed signature', { ...sign(), headers: { ...sign().headers, 'webhook-signature': 'v1=00' } }, 'headers'],
  ['has no timestamp', { ...sign(), headers: { 'webhook-signature': `v1=${'0'.repeat(64)}` } }, 'headers'],
])('the body of a delivery that %s is never read', async (_what, signed, reason) => {
  const { request, reads } = counted(signed);
  expect((await failure(receiveIronWebhook(request, options))).reason).toBe(reason);
  expect(reads.body).toBe(0);
});
