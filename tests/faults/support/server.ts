// A real HTTP server that keeps real books and misbehaves as it is told.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Act, Books, Exchange, Seen } from './exchange.ts';
import type { Ledger } from './ledger.ts';

export interface ChaosServer {
  /** Without a path. */
  readonly origin: string;
  /** Connections that are open at this moment. */
  connections(): Promise<number>;
  /** Whatever went wrong inside the server itself. */
  readonly broken: unknown[];
  close(): Promise<void>;
}

/**
 * Starts it on a free port of this machine.
 *
 * @param plan says how a request is played
 */
export async function startServer(
  books: Books,
  ledger: Ledger,
  plan: (exchange: Exchange) => Act,
): Promise<ChaosServer> {
  const broken: unknown[] = [];
  const play = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const { method = '', url = '', headers, socket } = request;
    const call = `${headers['x-call'] ?? `${method} ${url}`}`;
    const seen: Seen = { method, url, headers, body, call };
    const nth = ledger.came(seen).requests;
    const exchange: Exchange = { seen, nth, response, socket, handle: (fail) => books.handle(seen, fail) };
    plan(exchange)(exchange);
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    // Clients break off too, and that is their right.
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      try {
        play(request, response, Buffer.concat(parts).toString());
      } catch (error) {
        broken.push(error);
        response.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broken,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
