// The receiver that both SDKs build on, behind a real server.
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { manualClock, settle } from '@org/test-kit/clock';
import { afterEach, expect, test } from 'vitest';
import { createWebhookReceiver, type Delivery, toFetchHandler, verificationError } from '../../src/webhooks/index.ts';
import { checkReceiver } from '../../src/webhooks/receiver.ts';

const clock = manualClock();
const receive = createWebhookReceiver<string, string>({
  ...checkReceiver({ clock }, 1_000_000),
  verifyHeaders: (headers) => {
    if (!('x-proof' in headers)) throw verificationError('headers', 'no proof');
  },
  parse: (body) => new TextDecoder().decode(body),
  dedupeKey: (delivered) => delivered,
  load: (delivered) => delivered,
});

const handled: string[] = [];
const reasons: unknown[] = [];
const handle = toFetchHandler({ onError: (error) => reasons.push((error as { reason?: string }).reason) }, (request) =>
  receive(request, (event) => handled.push(event)),
);

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A server with the receiver as its route; `read` is whether anything of a body was read before it was answered. */
async function serve(): Promise<{ port: number; read: boolean[]; close(): Promise<unknown> }> {
  const read: boolean[] = [];
  const server = createServer(async (request, response) => {
    const delivery: Delivery = { body: request, headers: request.headers };
    const answer = await handle(delivery);
    read.push(request.readableDidRead);
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<unknown> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, read, close };
}

/** Sends the head of a request for 900,000 bytes, and the first 100 of them. Resolves to the status. */
function stall(port: number, headers: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\n${headers}\r\n${'x'.repeat(100)}`);
  return new Promise((resolve) => {
    socket.once('data', (data) => resolve(Number(`${data}`.split(' ')[1])));
  });
}

test('answers 408 ten seconds after a client sends 100 of 900,000 bytes and stalls', async () => {
  const { port, close } = await serve();
  reasons.length = 0;
  const status = stall(port, 'x-proof: 1\r\n');
  await clock.armed(10_000);
  await settle();
  await clock.advance(9_999);
  expect(reasons).toEqual([]);
  await clock.advance(1);
  expect(await status).toBe(408);
  expect(reasons).toEqual(['too-slow']);
  expect(handled).toEqual([]);
  expect(clock.pending()).toEqual([]);
  await close();
});

test('refuses a delivery without its headers before a byte of the body is read', async () => {
  const { port, read, close } = await serve();
  reasons.length = 0;
  expect(await stall(port, '')).toBe(401);
  expect(reasons).toEqual(['headers']);
  expect(read).toEqual([false]);
  expect(clock.pending()).toEqual([]);
  await close();
});

test('leaves no timer when a body arrives in time', async () => {
  const { port, read, close } = await serve();
  const body = 'y'.repeat(500_000);
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'x-proof': '1' }, body });
  expect(response.status).toBe(200);
  expect(handled.splice(0)).toEqual([body]);
  expect(read).toEqual([true]);
  expect(clock.pending()).toEqual([]);
  await close();
});

test.each([
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map(
    (limit) => [{ limit }, `Option 'limit' must be a positive integer of bytes (got ${limit}).`] as const,
  ),
  ...[0, Number.NaN, 2 ** 31].map(
    (bodyTimeout) =>
      [
        { bodyTimeout },
        `Option 'bodyTimeout' must be a positive number of milliseconds up to 2147483647 (got ${bodyTimeout}).`,
      ] as const,
  ),
])('%o is a ConfigurationError', (options, message) => {
  expect(() => checkReceiver(options, 1)).toThrow(expect.objectContaining({ name: 'ConfigurationError', message }));
});
