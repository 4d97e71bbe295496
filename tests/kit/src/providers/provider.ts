// What a fake provider is, and how one request to it is played.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { SeenRequest } from '../server.ts';

export interface ProviderRequest extends SeenRequest {
  /** The call of the client to which it belongs: header `X-Call`, or else method and URL. */
  readonly call: string;
}

export interface ProviderResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Provider {
  /** @param fail carry out nothing and respond with an internal error, as the provider would */
  handle(request: ProviderRequest, fail?: boolean): ProviderResponse;
}

/** One request on the server. */
export interface Exchange {
  readonly seen: ProviderRequest;
  /** Which request of its call this is, from 1. */
  readonly nth: number;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Lets the provider carry the request out. */
  handle(fail?: boolean): ProviderResponse;
}

/** Plays one request: carries it out or not, responds or not. */
export type Fault = (exchange: Exchange) => void;

/** Sends a response as it is. */
export function send({ response }: Exchange, { status, headers, body }: ProviderResponse): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** No fault: carries the request out and responds. */
export const serve: Fault = (exchange) => send(exchange, exchange.handle());

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ProviderResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
