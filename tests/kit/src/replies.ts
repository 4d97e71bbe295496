// What a scripted server can reply, the ways in which connections and bodies fail included.
import type { Reply } from './server.ts';

type Headers = Readonly<Record<string, string>>;

/** JSON. */
export const json =
  (status: number, body: unknown, headers: Headers = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** Any bytes, of any content type or none. */
export const raw =
  (status: number, body: string | Buffer, headers: Headers = {}): Reply =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** Headers and no body, not even `Content-Length: 0`. */
export const empty =
  (status: number, headers: Headers = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'transfer-encoding': 'chunked', ...headers });
    response.end();
  };

/** The error page of a proxy. */
export const html = (status: number): Reply =>
  raw(status, '<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>', { 'content-type': 'text/html' });

/** Sends the client elsewhere. */
export const redirect = (status: number, location: string): Reply => raw(status, '', { location });

/** Sends a reply when the test releases it, and to all requests that come after that at once. */
export function held(reply: Reply): { readonly reply: Reply; release(): void } {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    reply: async (response, seen, socket) => {
      await released;
      await reply(response, seen, socket);
    },
    release,
  };
}

/** Resets the connection after the request was read. */
export const reset: Reply = (_response, _seen, socket) => {
  socket.resetAndDestroy();
};

/** Resets the connection before the body of the request was read. */
export const resetBeforeRead: Reply = Object.assign(
  ((_response, _seen, socket) => {
    socket.resetAndDestroy();
  }) satisfies Reply,
  { early: true },
);

/** Breaks off in the middle of the body. */
export const resetInBody: Reply = (response, _seen, socket) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"c1"', () => setImmediate(() => socket.resetAndDestroy()));
};

/** Never replies. */
export const hang: Reply = () => {};

/** Sends the headers and the beginning of a body, and never ends. */
export const hangInBody: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"id":');
};

/** Sends a body byte by byte, one per turn of the event loop. */
export const drip =
  (body: string | Buffer, headers: Headers = { 'content-type': 'application/json' }, status = 200): Reply =>
  (response) => {
    response.writeHead(status, headers);
    const bytes = Buffer.from(body);
    const next = (at: number): void => {
      if (at < bytes.length) response.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      else response.end();
    };
    next(0);
  };

/** Sends a body that never ends. */
export const flood =
  (status: number): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/plain' });
    const part = 'x'.repeat(64 * 1024);
    const next = (): void => {
      if (!response.destroyed) response.write(part, () => setImmediate(next));
    };
    next();
  };
