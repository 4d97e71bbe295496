// Which requests the server answers at all: those that name this machine, and from browsers those of its own pages.
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  /** Names that requests may have in `Host` beside those of this machine, with or without a port. */
  readonly allowHost: readonly string[];
  /** Origins whose pages may call both APIs. */
  readonly cors: readonly string[];
}

export interface Guarded {
  readonly status: 403 | 400;
  readonly message: string;
}

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why a request is refused; undefined where it is not. */
export function refusedBy({ allowHost, cors }: GuardOptions, { headers, url }: IncomingMessage): Guarded | undefined {
  const { host = '', origin } = headers;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!local.has(name) && !allowHost.some((allowed) => allowed === name || allowed === host.toLowerCase())) {
    const message = `Requests to ${JSON.stringify(host)} are refused. Start the sandbox with --allow-host ${/^[\w.-]+$/.test(name) ? name : '<host>'} to answer them.`;
    return { status: 403, message };
  }
  if (!url?.startsWith('/')) return { status: 400, message: 'The request has no path.' };
  if (origin !== undefined && !isOwn(origin, host) && !cors.includes(origin)) {
    const message = `Pages of ${JSON.stringify(origin)} are refused. Start the sandbox with --cors <origin> to let them call it.`;
    return { status: 403, message };
  }
  // A page elsewhere that shows or loads something of this server sends no Origin with GET.
  if (origin === undefined && headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate') {
    return { status: 403, message: 'Requests of other pages are refused.' };
  }
  return undefined;
}

/** Whether a request comes from a page of this server. */
export function isOwn(origin: string, host: string): boolean {
  return origin === `http://${host}`;
}

/** Headers that let a page of an allowed origin read the response. */
export function corsHeaders({ cors }: GuardOptions, { headers }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !cors.includes(origin)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': '*', vary: 'Origin' };
}

/** Headers that answer a browser's question before it sends such a page's request. */
export function preflightHeaders({ headers }: IncomingMessage): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '600',
  };
}
