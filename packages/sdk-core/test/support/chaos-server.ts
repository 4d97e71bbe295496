import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the server saw of one request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Plays one request. */
export type Act = (response: ServerResponse, seen: Seen, socket: Socket) => void;

/** A real HTTP server that misbehaves as it is told: one act per request, the last one for all that follow. */
export interface ChaosServer {
  readonly url: string;
  readonly seen: Seen[];
  /** Sets the acts for the requests to come. */
  script(...acts: Act[]): void;
  /** Resolves when that many requests have come. */
  arrived(count: number): Promise<void>;
  /** Requests that neither side has ended. */
  open(): number;
  close(): Promise<void>;
}

export async function startChaos(...first: Act[]): Promise<ChaosServer> {
  let acts = first;
  const seen: Seen[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let open = 0;
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    open++;
    response.on('close', () => {
      open--;
    });
    request.on('error', () => {});
    response.on('error', () => {});
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one: Seen = { method, url, headers, body: Buffer.concat(parts).toString() };
      seen.push(one);
      const act = acts.length > 1 ? acts.shift() : acts[0];
      act?.(response, one, request.socket);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    script: (...next) => {
      acts = next;
      seen.length = 0;
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Head = Record<string, string>;

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Head = {}): Act =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with any bytes, of any type or none. */
export const raw =
  (status: number, body: string | Buffer, headers: Head = {}): Act =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** Answers with a head and no body, not even `Content-Length: 0`. */
export const empty =
  (status: number, headers: Head = {}): Act =>
  (response) => {
    response.writeHead(status, { 'transfer-encoding': 'chunked', ...headers });
    response.end();
  };

/** A proxy's error page. */
export const html = (status: number): Act =>
  raw(status, '<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>', { 'content-type': 'text/html' });

/** Closes the connection without an answer. */
export const reset: Act = (_response, _seen, socket) => {
  socket.resetAndDestroy();
};

/** Breaks off in the middle of the body. */
export const resetInBody: Act = (response, _seen, socket) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"c1"', () => setImmediate(() => socket.resetAndDestroy()));
};

/** Never answers. */
export const hang: Act = () => {};

/** Sends the head and a little body, and never ends. */
export const hangInBody: Act = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"id":');
};

/** Sends a body byte by byte, one per turn of the loop. */
export const drip =
  (body: string, headers: Head = { 'content-type': 'application/json' }): Act =>
  (response) => {
    response.writeHead(200, headers);
    let at = 0;
    const next = (): void => {
      if (at < body.length) response.write(body.charAt(at++), () => setImmediate(next));
      else response.end();
    };
    next();
  };

/** Sends error bytes without end. */
export const flood =
  (status: number): Act =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/plain' });
    const part = 'x'.repeat(64 * 1024);
    const next = (): void => {
      if (!response.destroyed) response.write(part, () => setImmediate(next));
    };
    next();
  };

/** Sends the caller elsewhere. */
export const redirect = (status: number, location: string): Act => raw(status, '', { location });
