import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the server saw of one request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, seen: Seen, socket: Socket) => void;

/** A real HTTP server whose answers are given by a function that can be changed. */
export interface TestServer {
  readonly url: string;
  readonly seen: Seen[];
  answer: Answer;
  close(): Promise<void>;
}

export async function startServer(answer: Answer = json(200, {})): Promise<TestServer> {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one: Seen = { method, url, headers, body: Buffer.concat(parts).toString() };
      seen.push(one);
      server.answer(response, one, request.socket);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: TestServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    seen,
    answer,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** Closes the connection without an answer. */
export const reset: Answer = (_response, _seen, socket) => {
  socket.resetAndDestroy();
};
