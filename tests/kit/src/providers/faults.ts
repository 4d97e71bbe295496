// What can go wrong between a client and a provider. Each comment says whether the request was carried out.
import { drip as dripBody } from '../replies.ts';
import { type Fault, jsonResponse, type ProviderResponse, send } from './provider.ts';

/** The connection is reset, and nothing was carried out. */
export const resetBefore: Fault = ({ socket }) => {
  socket.resetAndDestroy();
};

/** It was carried out, and the connection is reset before a response. */
export const resetAfter: Fault = (exchange) => {
  exchange.handle();
  exchange.socket.resetAndDestroy();
};

/** It was carried out; the response breaks off in the middle of its body. */
export const breakOff: Fault = (exchange) => {
  const { status, headers, body } = exchange.handle();
  const bytes = Buffer.from(body);
  exchange.response.writeHead(status, { ...headers, 'content-length': `${bytes.length + 10}` });
  exchange.response.write(bytes.subarray(0, bytes.length / 2), () => setImmediate(() => exchange.socket.destroy()));
};

/** It was carried out, and the response comes byte by byte; all of it. */
export const drip: Fault = ({ handle, response, seen, socket }) => {
  const { status, headers, body } = handle();
  dripBody(body, headers, status)(response, seen, socket);
};

/** It was carried out; the response begins, and nothing more of it comes. */
export const stall: Fault = (exchange) => {
  const { status, headers, body } = exchange.handle();
  exchange.response.writeHead(status, headers);
  exchange.response.write(Buffer.from(body).subarray(0, 5));
};

/** It is not carried out, and there is no response. */
export const hangBefore: Fault = () => {};

/** It is carried out, and there is no response. */
export const hangAfter: Fault = (exchange) => {
  exchange.handle();
};

/** Rejected before anything was carried out. */
export const rejectWith =
  (status: 429 | 503 | 408 | 425, retryAfter?: string): Fault =>
  (exchange) => {
    send(exchange, jsonResponse(status, 'busy', retryAfter === undefined ? {} : { 'retry-after': retryAfter }));
  };

const PAGE = '<!DOCTYPE html>\n<html><head><title>Bad Gateway</title></head><body>cloud edge</body></html>';

/** It was carried out, and a proxy responds with a page of its own. */
export const proxyPage =
  (status: number): Fault =>
  (exchange) => {
    exchange.handle();
    send(exchange, { status, headers: { 'content-type': 'text/html' }, body: PAGE });
  };

/** The same, and nothing was carried out. */
export const proxyPageBefore =
  (status: number): Fault =>
  (exchange) => {
    send(exchange, { status, headers: { 'content-type': 'text/html' }, body: PAGE });
  };

/** An error without a body. Nothing was carried out. */
export const emptyError =
  (status: number): Fault =>
  (exchange) => {
    send(exchange, { status, headers: {}, body: '' });
  };

/** The provider fails, and stores that where it stores failures. */
export const fail: Fault = (exchange) => send(exchange, exchange.handle(true));

/** It was carried out; the response is the beginning of its JSON, with a length that fits. */
export const truncate: Fault = (exchange) => {
  const response = exchange.handle();
  send(exchange, { ...response, body: Buffer.from(response.body).subarray(0, -3) });
};

/** It was carried out; the content type of the response is another one, or missing. */
export const withContentType =
  (contentType: string | undefined): Fault =>
  (exchange) => {
    const response = exchange.handle();
    send(exchange, { ...response, headers: contentType === undefined ? {} : { 'content-type': contentType } });
  };

/** It was carried out; the response is in another encoding, and says so. */
export const withEncoding =
  (charset: string, encoding: 'latin1' | 'utf16le'): Fault =>
  (exchange) => {
    const { status, body } = exchange.handle();
    const headers = { 'content-type': `application/json; charset=${charset}` };
    send(exchange, { status, headers, body: Buffer.from(`${body}`, encoding) });
  };

/** A redirect. Nothing was carried out. */
export const redirect =
  (status: number, location: string): Fault =>
  (exchange) => {
    send(exchange, { status, headers: { location }, body: '' });
  };

/** Something between client and provider delivers the request twice, and passes on the second response. */
export const deliverTwice: Fault = (exchange) => {
  exchange.handle();
  send(exchange, exchange.handle());
};

/** What comes is not HTTP. Nothing was carried out. */
export const notHttp: Fault = ({ socket }) => {
  socket.end('220 mail.example.com ESMTP ready\r\n');
};

/** Any response. Nothing was carried out. */
export const respondWith =
  (response: ProviderResponse): Fault =>
  (exchange) => {
    send(exchange, response);
  };
