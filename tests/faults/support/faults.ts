// What can go wrong between a client and a provider, one act each. They say whether the request was carried out.
import { type Act, type Answer, type Exchange, json, send } from './exchange.ts';

/** The connection is reset, and nothing was carried out. */
export const resetBefore: Act = ({ socket }) => {
  socket.resetAndDestroy();
};

/** It was carried out, and the connection is reset instead of an answer. */
export const resetAfter: Act = (exchange) => {
  exchange.handle();
  exchange.socket.resetAndDestroy();
};

/** It was carried out; the answer breaks off in the middle of its body. */
export const breakOff: Act = (exchange) => {
  const { body, ...answer } = exchange.handle();
  const bytes = Buffer.from(body);
  exchange.response.writeHead(answer.status, { ...answer.headers, 'content-length': `${bytes.length + 10}` });
  exchange.response.write(bytes.subarray(0, bytes.length / 2), () => setImmediate(() => exchange.socket.destroy()));
};

/** It was carried out, and the answer comes byte by byte; all of it. */
export const drip: Act = (exchange) => {
  const { response } = exchange;
  const { status, headers, body } = exchange.handle();
  const bytes = Buffer.from(body);
  response.writeHead(status, headers);
  const next = (at: number): void => {
    if (at < bytes.length) response.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
    else response.end();
  };
  next(0);
};

/** It was carried out; the answer begins, and then nothing more of it comes. */
export const stall: Act = (exchange) => {
  const { status, headers, body } = exchange.handle();
  exchange.response.writeHead(status, headers);
  exchange.response.write(Buffer.from(body).subarray(0, 5));
};

/** Nothing is carried out, nothing is answered. */
export const hangBefore: Act = () => {};

/** It is carried out, nothing is answered. */
export const hangAfter: Act = (exchange) => {
  exchange.handle();
};

/** Turned away before anything was carried out. */
export const turnAway =
  (status: 429 | 503 | 408 | 425, retryAfter?: string): Act =>
  (exchange) => {
    send(exchange, json(status, 'busy', retryAfter === undefined ? {} : { 'retry-after': retryAfter }));
  };

const PAGE = '<!DOCTYPE html>\n<html><head><title>Bad Gateway</title></head><body>cloud edge</body></html>';

/** It was carried out, and a proxy answers with a page of its own. */
export const proxyPage =
  (status: number): Act =>
  (exchange) => {
    exchange.handle();
    send(exchange, { status, headers: { 'content-type': 'text/html' }, body: PAGE });
  };

/** The same, and nothing was carried out. */
export const proxyPageBefore =
  (status: number): Act =>
  (exchange) => {
    send(exchange, { status, headers: { 'content-type': 'text/html' }, body: PAGE });
  };

/** An error without a body. Nothing was carried out. */
export const emptyError =
  (status: number): Act =>
  (exchange) => {
    send(exchange, { status, headers: {}, body: '' });
  };

/** The provider fails, and stores that where it stores failures. */
export const fail: Act = (exchange) => send(exchange, exchange.handle(true));

/** It was carried out; the answer is the beginning of its JSON, and says that this is all. */
export const truncate: Act = (exchange) => {
  const answer = exchange.handle();
  send(exchange, { ...answer, body: Buffer.from(answer.body).subarray(0, -3) });
};

/** It was carried out; the answer is labelled as something else, or not at all. */
export const label =
  (contentType: string | undefined): Act =>
  (exchange) => {
    const answer = exchange.handle();
    send(exchange, { ...answer, headers: contentType === undefined ? {} : { 'content-type': contentType } });
  };

/** It was carried out; the answer is in another encoding, and says so. */
export const encode =
  (charset: string, encoding: 'latin1' | 'utf16le'): Act =>
  (exchange) => {
    const { status, body } = exchange.handle();
    const headers = { 'content-type': `application/json; charset=${charset}` };
    send(exchange, { status, headers, body: Buffer.from(`${body}`, encoding) });
  };

/** Sent elsewhere. Nothing was carried out. */
export const redirect =
  (status: number, location: string): Act =>
  (exchange) => {
    send(exchange, { status, headers: { location }, body: '' });
  };

/** Something between delivers the request twice, and passes on the second answer. */
export const deliverTwice: Act = (exchange) => {
  exchange.handle();
  send(exchange, exchange.handle());
};

/** What comes is no HTTP. Nothing was carried out. */
export const gibberish: Act = ({ socket }) => {
  socket.end('220 mail.example.com ESMTP ready\r\n');
};

/** Any answer at all. Nothing was carried out. */
export const say =
  (answer: Answer): Act =>
  (exchange: Exchange) =>
    send(exchange, answer);
