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

type Kind = 'not-sent' | 'certificate' | 'unreachable' | 'broken';

/** Codes, first match wins. `unreachable` is not sent, and no retry will help. */
const CODES: readonly (readonly [RegExp, Kind])[] = [
  // A peer that asks for a client's certificate says so only after the handshake.
  [/^ERR_SSL_.*(CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA)/, 'certificate'],
  [
    /^(CERT_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH)/,
    'certificate',
  ],
  [/^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_|CRL_)/, 'certificate'],
  // The handshake failed, so no byte of the request went out.
  [
    /^ERR_SSL_.*(WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE|UNRECOGNIZED_NAME)$/,
    'not-sent',
  ],
  [/^(ERR_TLS_HANDSHAKE|ERR_TLS_PROTOCOL|ERR_TLS_INVALID_PROTOCOL)/, 'not-sent'],
  [/^(ECONNREFUSED|ENOTFOUND|EAI_|EADDRNOTAVAIL)/, 'not-sent'],
  [/^(UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket|DNSException)/, 'not-sent'],
  // These end established connections too. Where they end an attempt to connect, the system call says so.
  [/^(EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EPROTO|ERR_SSL_)/, 'broken'],
  [
    /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTCONN|ESOCKETTIMEDOUT|ERR_SOCKET_|ERR_STREAM_PREMATURE_CLOSE)/,
    'broken',
  ],
  [
    /^(UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT|HEADERS_OVERFLOW|RESPONSE|RES_|CLOSED|DESTROYED|ABORTED|INFO|PRX_TLS))/,
    'broken',
  ],
  [/^(HPE_|ERR_HTTP2_|NGHTTP2_|Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ConnectionClosed|Timeout$)/, 'broken'],
];

/** Messages of runtimes that give no code, first match wins. */
const MESSAGES: readonly (readonly [RegExp, Kind])[] = [
  [/^bad port$|^Invalid URL|unknown scheme|^URL scheme/i, 'unreachable'],
  [/certificate|self[- ]signed|UnknownIssuer|NotValidForName/i, 'certificate'],
  // Deno and Bun.
  [/connection refused|dns error|failed to lookup|tcp connect error|\(connect\)|unable to connect/i, 'not-sent'],
  [
    /^error (sending request|reading a body)|connection closed before|socket connection was closed|connection reset/i,
    'broken',
  ],
  // undici and node-fetch; Chrome, Firefox, Safari; Workers.
  [/^fetch failed$|^terminated$|^socket hang up$|premature close|other side closed/i, 'broken'],
  [/^failed to fetch|^network ?error|^load failed|network connection (was )?lost|internal error; reference/i, 'broken'],
];

/** What kind of network failure an error is; undefined if it is none. */
export function networkFailureOf(error: unknown): NetworkFailure | undefined {
  const chain = causes(error);
  for (const { code, syscall } of chain) {
    if (typeof code !== 'string') continue;
    // A connection that was never made, whatever ended it.
    if (syscall === 'connect' || syscall === 'getaddrinfo') return failure(code, 'not-sent');
    const kind = CODES.find(([pattern]) => pattern.test(code))?.[1];
    if (kind) return failure(code, kind);
  }
  // The innermost message says most: undici wraps everything into "fetch failed".
  for (const { message, name } of [...chain].reverse()) {
    const kind = MESSAGES.find(([pattern]) => pattern.test(`${message}`))?.[1];
    // The name of the innermost error says more than that of the wrapper.
    if (kind) return failure(`${chain.at(-1)?.name ?? 'Error'}`, kind);
    // A timeout of the `fetch` that was given, or a `DOMException` of a browser.
    if (name === 'AbortError' || name === 'TimeoutError' || name === 'NetworkError') return failure(name, 'broken');
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

function failure(code: string, kind: Kind): NetworkFailure {
  return {
    code,
    notSent: kind !== 'broken',
    certificate: kind === 'certificate',
    retryable: kind === 'not-sent' || kind === 'broken',
  };
}
