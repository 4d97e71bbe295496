// As many requests as a server answers, over a few connections that stay open. Written on sockets: a client that parses what
// it gets would be slower than the server.
import { connect } from 'node:net';

export interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

const CONNECTIONS = 8;

/** Requests per second, for `ms` milliseconds. */
export async function rateOf(load: Load, ms: number): Promise<number> {
  const started = performance.now();
  const counts = await Promise.all(Array.from({ length: CONNECTIONS }, () => answered(load, started + ms)));
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - started)) * 1000;
}

/** How many requests one connection gets answered until `end`. */
function answered({ url, method, body = '' }: Load, end: number): Promise<number> {
  const { hostname, port, host, pathname } = new URL(url);
  const head = `${method} ${pathname} HTTP/1.1\r\nHost: ${host}\r\nX-API-Key: bench\r\n`;
  const rest =
    method === 'GET'
      ? '\r\n'
      : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const next = (): string =>
    method === 'GET' ? head + rest : `${head}IDEMPOTENCY-KEY: ${crypto.randomUUID()}\r\n${rest}`;
  return new Promise((resolve, reject) => {
    let count = 0;
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(next()));
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('data', (part: Buffer) => {
      text += part.toString('latin1');
      if (!isWhole(text)) return;
      if (!text.startsWith('HTTP/1.1 2')) {
        socket.destroy();
        reject(new Error(`${method} ${url} was answered with ${text.slice(0, 400)}`));
        return;
      }
      count += 1;
      text = '';
      if (performance.now() < end) socket.write(next());
      else {
        socket.destroy();
        resolve(count);
      }
    });
  });
}

function isWhole(text: string): boolean {
  const headers = text.indexOf('\r\n\r\n');
  if (headers < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headers))?.[1];
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= headers + 4 + Number(length);
}
