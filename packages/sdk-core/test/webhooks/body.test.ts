import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { readRawBody as read } from '../../src/webhooks/body.ts';
import { type DeliveredBody, type Delivery, verificationFailureOf } from '../../src/webhooks/index.ts';

const readRawBody = (delivery: Delivery, limit: number): Promise<Uint8Array> =>
  read(delivery, { limit, bodyTimeout: 10_000, clock: systemClock });

const TEXT = '{ "grüße":  "\u2603" }';
const BYTES = new TextEncoder().encode(TEXT);
const request = () => new Request('http://localhost/', { method: 'POST', body: TEXT });
const raw = (body: unknown): Delivery => ({ body: body as DeliveredBody, headers: {} });

test.each<[string, () => Delivery]>([
  ['a Request', request],
  ['a text', () => raw(TEXT)],
  ['a Buffer', () => raw(Buffer.from(TEXT))],
  ['an ArrayBuffer', () => raw(BYTES.slice().buffer)],
  ['a web stream', () => raw(new Blob([TEXT]).stream())],
  ['a Node stream in pieces', () => raw(Readable.from([BYTES.slice(0, 5), BYTES.slice(5)]))],
  ['a Node stream of text', () => raw(Readable.from([TEXT]))],
])('the bytes of %s come out as they went in', async (_name, delivery) => {
  expect(new TextDecoder().decode(await readRawBody(delivery(), 1000))).toBe(TEXT);
});

test('however a body is cut into pieces, it comes out whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1 }), async (pieces) => {
      const whole = Buffer.concat(pieces);
      fc.pre(whole.length > 0);
      async function* send(): AsyncGenerator<Uint8Array> {
        yield* pieces;
      }
      expect(Buffer.from(await readRawBody(raw(send()), whole.length))).toEqual(whole);
    }),
  );
});

test('what is given stays as it is when the caller changes its own bytes later', async () => {
  const given = Buffer.from('abc');
  const bytes = await readRawBody(raw(given), 10);
  given.fill(0);
  expect(new TextDecoder().decode(bytes)).toBe('abc');
});

test.each([
  ['a parsed object', { type: 'ping' }, 'a parsed object'],
  ['a parsed array', [1], 'an array'],
  ['a number', 7, 'a number'],
  ['nothing', undefined, 'empty'],
  ['null', null, 'empty'],
  ['an empty text', '', 'empty'],
])('%s is refused, and the error says how to get the raw bytes', async (_name, body, what) => {
  const error = await readRawBody(raw(body), 1000).catch((error: Error) => error);
  expect(verificationFailureOf(error)).toBe('parsed-body');
  expect((error as Error).message).toContain(what);
  expect((error as Error).message).toContain(
    'no express.json() on this route (use express.raw), no request.json() before',
  );
});

test('a Request that was read before is refused', async () => {
  const used = request();
  await used.json();
  const error = await readRawBody(used, 1000).catch((error: Error) => error);
  expect(verificationFailureOf(error)).toBe('parsed-body');
  expect((error as Error).message).toContain('has been read already');
});

test('a delivery that is none is refused', async () => {
  expect(verificationFailureOf(await readRawBody(undefined as unknown as Delivery, 10).catch((error) => error))).toBe(
    'parsed-body',
  );
});

test('a body is taken up to the limit, and refused one byte beyond it, without reading on', async () => {
  expect(await readRawBody(raw('12345'), 5)).toHaveLength(5);
  let given = 0;
  async function* endless(): AsyncGenerator<string> {
    for (;;) {
      given += 1;
      yield 'x';
    }
  }
  const error = await readRawBody(raw(endless()), 5).catch((error: Error) => error);
  expect(verificationFailureOf(error)).toBe('too-large');
  expect((error as Error).message).toBe('The body is longer than 5 bytes; no event is that long.');
  expect(given).toBe(6);
});

test('a body that breaks off is refused, with the cause', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield 'x';
    throw new Error('reset');
  }
  const error = await readRawBody(raw(broken()), 5).catch((error: Error) => error);
  expect(verificationFailureOf(error)).toBe('body');
  expect((error as Error).cause).toEqual(new Error('reset'));
});

test('a request of node:http is read from its stream, and can be answered after a body that is too long', async () => {
  const read = async (request: IncomingMessage): Promise<string> => {
    try {
      return `${(await readRawBody({ body: request, headers: request.headers }, 100_000)).length}`;
    } catch (error) {
      return `${verificationFailureOf(error)}`;
    }
  };
  const server = createServer(async (request, response) => response.end(await read(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = async (length: number): Promise<string> =>
    (await fetch(url, { method: 'POST', body: 'x'.repeat(length), signal: AbortSignal.timeout(5000) })).text();
  try {
    expect(await send(100_000)).toBe('100000');
    expect(await send(400_000)).toBe('too-large');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
