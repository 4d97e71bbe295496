// What counts as a failure of the network. Everything else that a `fetch` throws is a programming error, and
// reaches the caller unchanged. Sources: Node's and undici's error codes, OpenSSL's and c-ares' names, and the messages
// of the runtimes that give no code.

export interface NetworkFailure {
  readonly code: string;
  /** True where the request certainly did not reach the provider. */
  readonly notSent: boolean;
  /** True where the server's certificate was not accepted: no retry will change that. */
  readonly certificate: boolean;
  readonly retryable: boolean;
}

/** Nobody knows whether the request arrived. */
const BROKEN = { notSent: false, certificate: false, retryable: true };
const NOT_SENT = { notSent: true, certificate: false, retryable: true };
const CERTIFICATE = { notSent: true, certificate: true, retryable: false };
/** Not sent, and no retry will help. */
const UNREACHABLE = { notSent: true, certificate: false, retryable: false };

type Kinds = readonly (readonly [RegExp, Omit<NetworkFailure, 'code'>])[];

/** Codes, first match wins. */
const CODES: Kinds = [
  // A peer that asks for a client's certificate says so only after the handshake.
  [/^ERR_SSL_.*(CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA)/, CERTIFICATE],
  [/(^|_)CERT(_|$)|^(CRL_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/, CERTIFICATE],
  // The handshake failed, so no byte of the request went out.
  [/^ERR_SSL_.*(VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME)$/, NOT_SENT],
  [/^ERR_TLS_(HANDSHAKE|PROTOCOL|INVALID_PROTOCOL)/, NOT_SENT],
  [/^(ECONNREFUSED|ENOTFOUND|EAI_|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)/, NOT_SENT],
  [/^(ConnectionRefused|FailedToOpenSocket|DNSException)/, NOT_SENT],
  // These end established connections too. Where they end an attempt to connect, the system call says so.
  [/^(E(HOST|NET)(UNREACH|DOWN)|EPROTO|ERR_SSL_)/, BROKEN],
  [/^(ECONN(RESET|ABORTED)|EPIPE|E(SOCKET)?TIMEDOUT|ENOTCONN|ERR_SOCKET_|ERR_STREAM_PREMATURE_CLOSE)/, BROKEN],
  [/^UND_ERR_(SOCKET|HEADERS_|BODY_TIMEOUT|RES|CLOSED|DESTROYED|ABORTED|INFO|PRX_TLS)/, BROKEN],
  [/^(HPE_|ERR_HTTP2_|NGHTTP2_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ConnectionClosed|Timeout$)/, BROKEN],
];

/** Messages of runtimes that give no code, first match wins. */
const MESSAGES: Kinds = [
  [/^bad port$|^Invalid URL|unknown scheme|^URL scheme/i, UNREACHABLE],
  [/certificate|self[- ]signed|UnknownIssuer|NotValidForName/i, CERTIFICATE],
  // Deno and Bun.
  [/connection refused|dns error|failed to lookup|tcp connect error|\(connect\)|unable to connect/i, NOT_SENT],
  [/^error (sending request|reading a body)|connection (closed before|was closed|reset)/i, BROKEN],
  // undici and node-fetch; Chrome, Firefox, Safari; Workers.
  [/^fetch failed$|^terminated$|^socket hang up$|premature close|other side closed/i, BROKEN],
  [/^failed to fetch|^network ?error|^load failed|connection (was )?lost|internal error; reference/i, BROKEN],
];

/** What kind of network failure an error is; undefined if it is none. */
export function networkFailureOf(error: unknown): NetworkFailure | undefined {
  const chain = causes(error);
  for (const { code, syscall } of chain) {
    if (typeof code !== 'string') continue;
    // A connection that was never made, whatever ended it.
    if (syscall === 'connect' || syscall === 'getaddrinfo') return { code, ...NOT_SENT };
    const kind = CODES.find(([pattern]) => pattern.test(code))?.[1];
    if (kind) return { code, ...kind };
  }
  // The innermost message says most: undici wraps everything into "fetch failed".
  const { name: code = 'Error' } = chain.at(-1) ?? {};
  for (const { message, name } of chain.reverse()) {
    const kind = MESSAGES.find(([pattern]) => pattern.test(`${message}`))?.[1];
    if (kind) return { code, ...kind };
    // A timeout of the `fetch` that was given, or a `DOMException` of a browser.
    if (name === 'AbortError' || name === 'TimeoutError' || name === 'NetworkError') return { code: name, ...BROKEN };
  }
  return undefined;
}

interface Thrown {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly name?: string;
}

/**
 * A copy of what a `fetch` threw, fit for printing: runtimes print causes, and HTTP clients put the whole request on
 * their errors.
 *
 * @param clean takes out of a text what the request sent
 */
export function printableCause(error: unknown, clean: (text: string) => string): Error | undefined {
  return causes(error).reduceRight<Error | undefined>((cause, { name = 'Error', message = '', code, syscall }) => {
    const copy = new Error(clean(`${message}`), cause && { cause });
    Object.defineProperty(copy, 'name', { value: name });
    copy.stack = `${name}: ${copy.message}`;
    return Object.assign(copy, code !== undefined && { code }, syscall !== undefined && { syscall });
  }, undefined);
}

/** The error, its causes, and what an `AggregateError` of several addresses collects. */
function causes(error: unknown): Thrown[] {
  const found: Thrown[] = [];
  let next: unknown = error;
  while (next && typeof next === 'object' && found.length < 6) {
    found.push(next as Thrown);
    const { cause, errors } = next as { cause?: unknown; errors?: unknown };
    next = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return found;
}
