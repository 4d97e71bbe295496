// What a request is to the server that misbehaves, and what an answer is.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What the server saw of one request. */
export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Which call of the client it belongs to: header `X-Call`, else method and URL. */
  readonly call: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A provider: what it has stored, and what it says to a request. */
export interface Books {
  /** @param fail carry out nothing and answer with an internal error, as the provider would */
  handle(seen: Seen, fail?: boolean): Answer;
}

/** One request on the server. */
export interface Exchange {
  readonly seen: Seen;
  /** Which request of its call this is, from 1. */
  readonly nth: number;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Carries the request out, by the books. */
  handle(fail?: boolean): Answer;
}

/** Plays one request: carries it out or not, answers or not. */
export type Act = (exchange: Exchange) => void;

/** Sends an answer as it is. */
export function send({ response }: Exchange, { status, headers, body }: Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Carries the request out and answers: what a provider does all day. */
export const serve: Act = (exchange) => send(exchange, exchange.handle());

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
