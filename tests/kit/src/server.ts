// A real HTTP server on a free port of this machine that records what it was sent and replies as a test says.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';

/** What the server received. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a response, a broken one, or none. `replies.ts` has the usual ones. */
export interface Reply {
  (response: ServerResponse, seen: SeenRequest, socket: Socket): void | Promise<void>;
  /** True if it replies before the body of the request is read. */
  readonly early?: boolean;
}

export interface ScriptedServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Every request since the last `script`, in order. */
  readonly seen: SeenRequest[];
  /** Errors thrown by replies. `close` rejects with the first. */
  readonly errors: unknown[];
  /** Forgets the requests so far, and sets the replies to those to come: one each, and the last for all that follow. */
  script(...replies: Reply[]): void;
  /** The same for one route, such as `GET /v2/profiles`, which `script` then leaves alone. */
  on(route: string, ...replies: Reply[]): void;
  /** Resolves when `seen` has `count` requests. */
  arrived(count: number): Promise<void>;
  /** Requests that neither side has ended. */
  open(): number;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** A server for one test or one `beforeEach`. It closes itself when the test is over. */
export async function startServer(...replies: Reply[]): Promise<ScriptedServer> {
  const server = createScriptedServer();
  server.reset(replies);
  await server.listen();
  onTestFinished(() => server.close());
  return server;
}

/** A server for all tests of a file. Before each test it has seen nothing and has these replies again. */
export function useServer(...replies: Reply[]): ScriptedServer {
  const server = createScriptedServer();
  beforeAll(() => server.listen());
  beforeEach(() => server.reset(replies));
  afterAll(() => server.close());
  return server;
}

/** A server that the caller closes. */
export async function openServer(...replies: Reply[]): Promise<ScriptedServer> {
  const server = createScriptedServer();
  server.reset(replies);
  await server.listen();
  return server;
}

function createScriptedServer(): ScriptedServer & { listen(): Promise<void>; reset(replies: Reply[]): void } {
  const seen: SeenRequest[] = [];
  const errors: unknown[] = [];
  const routes = new Map<string, Reply[]>();
  let general: Reply[] = [];
  let open = 0;
  // Stays after closing, for calls to a port on which nothing listens.
  let url: string | undefined;
  let waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  const repliesTo = ({ method, path }: SeenRequest): Reply[] => routes.get(`${method} ${path}`) ?? general;
  const play = async (request: SeenRequest, response: ServerResponse, socket: Socket): Promise<void> => {
    seen.push(request);
    const replies = repliesTo(request);
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    try {
      if (!reply) throw new Error(`the test has no reply to ${request.method} ${request.url}`);
      const done = reply(response, request, socket);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
      waiting = waiting.filter(({ count }) => seen.length < count);
      await done;
    } catch (error) {
      errors.push(error);
      response.destroy();
    }
  };

  const http = createServer((incoming, response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    // Clients may break off too.
    incoming.on('error', () => {});
    response.on('error', () => {});
    const head = requestOf(incoming, '');
    if (repliesTo(head)[0]?.early) {
      play(head, response, incoming.socket);
      return;
    }
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      play(requestOf(incoming, Buffer.concat(parts).toString()), response, incoming.socket);
    });
  });

  return {
    seen,
    errors,
    get url() {
      if (url === undefined) throw new Error('the server runs inside tests and hooks only');
      return url;
    },
    script(...replies) {
      general = replies;
      seen.length = 0;
    },
    on(route, ...replies) {
      routes.set(route, replies);
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: () => open,
    async listen() {
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    },
    reset(replies) {
      general = [...replies];
      routes.clear();
      seen.length = 0;
    },
    async close() {
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      });
      const [first] = errors.splice(0);
      if (first !== undefined) throw first;
    },
  };
}

function requestOf({ method = '', url = '', headers }: IncomingMessage, body: string): SeenRequest {
  const [path = '', query = ''] = url.split('?');
  return { method, url, path, query, headers, body };
}
