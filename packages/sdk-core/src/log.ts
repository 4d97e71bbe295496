import { readEnv } from './env.ts';
import { ConfigurationError } from './errors.ts';
import { isSdkError } from './guards.ts';
import { type CallInfo, callSafely, type Hooks, Instrumentation } from './instrumentation.ts';
import { got } from './printable.ts';
import { redact } from './redact.ts';

/** Takes what the SDKs log; `console` is one. */
export interface Logger {
  debug(message: string, details?: object): void;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
}

/** The lowest level that is logged. */
export type LogLevel = keyof Logger | 'off';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/** Logging and instrumentation options. */
export interface InstrumentationOptions {
  /** Told what happens in each call. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /** Default `console`. */
  logger?: Logger | undefined;
  /** Default `'warn'`, or the value of the SDK's environment variable. */
  logLevel?: LogLevel | undefined;
}

/** Writes entries of at least its level. A logger that throws or rejects changes nothing. */
export interface Log {
  /** Whether entries of a level are written. */
  writes(level: keyof Logger): boolean;
  write(level: keyof Logger, message: string, details?: object): void;
}

/**
 * @param variable the environment variable with the log level, such as `IRON_LOG`
 * @throws {ConfigurationError} if the level is none
 */
export function createLog({ logger = console, logLevel }: InstrumentationOptions, variable: string): Log {
  const level = logLevel ?? (readEnv(variable) as LogLevel | undefined) ?? 'warn';
  const least = LEVELS.indexOf(level);
  if (least < 0) {
    throw new ConfigurationError(
      `Option 'logLevel' (or ${variable}) must be one of ${LEVELS.join(', ')} (${got(level)}).`,
    );
  }
  const writes = (of: keyof Logger): boolean => LEVELS.indexOf(of) >= least;
  return {
    writes,
    write: (of, message, details) => {
      if (writes(of)) callSafely(() => logger[of](message, details));
    },
  };
}

let warned = false;

/** Warns once per process where the visitors of a page could read the credentials. */
export function warnInBrowser(log: Log, name: string): void {
  if (warned || !('document' in globalThis) || !log.writes('warn')) return;
  warned = true;
  log.write('warn', `${name} SDK: every visitor of this page can read the credentials. Call from a server.`);
}

/** Puts the options for hooks and logs together; nothing where nobody is to be told, so that it costs nothing. */
export function createInstrumentation({ hooks = [] }: InstrumentationOptions, log: Log): Instrumentation | undefined {
  const logged = log.writes('info') ? [logHooks(log)] : [];
  const given = [hooks].flat().filter(Boolean);
  if (given.some((one) => typeof one !== 'object')) {
    throw new ConfigurationError(`Option 'hooks' must be an object with functions, or a list of such objects.`);
  }
  const all = [...given, ...logged];
  const report = (error: unknown): void => {
    const name = error instanceof Error ? error.name : typeof error;
    log.write('error', `A hook failed (${name}). The call was not affected.`);
  };
  return all.length > 0 ? new Instrumentation(all, report) : undefined;
}

/**
 * Hooks that write a log: retries and ends of calls at level `info`, attempts at level `debug`. No entry holds headers,
 * bodies, ids or query values, so there is nothing to redact; `wireLog` shows more.
 */
function logHooks(log: Log): Hooks {
  const write = (level: 'debug' | 'info', { operation, ...call }: CallInfo, event: string, details: object): void =>
    log.write(level, `${operation}: ${event}`, { ...call, ...details });
  return {
    request: (call, { attempt }) => write('debug', call, 'sending', { attempt }),
    response: (call, { status }, attempt) => write('debug', call, 'response', { attempt, status }),
    failure: (call, failure) => write('debug', call, 'no response', failure),
    retry: (call, failure) => write('info', call, 'retrying', failure),
    end: (call, { duration, attempts, response, requestId, error }) => {
      // Messages of the SDKs hold nothing that a log may not; those of a custom `fetch` might.
      const failed = error instanceof Error ? { error: isSdkError(error) ? `${error}` : error.name } : {};
      write('info', call, 'ended', { attempts, duration, status: response?.status, requestId, ...failed });
    },
  };
}

/**
 * Hooks that show what goes over the wire, at level `debug`, credentials taken out. Bodies hold personal data, and are
 * shown only when asked for.
 *
 * @example
 * createIronClient({ environment: 'sandbox', hooks: wireLog(console, { bodies: true }) });
 */
export function wireLog(logger: Logger, { bodies = false }: { bodies?: boolean } = {}): Hooks {
  const sent = new WeakMap<CallInfo, Headers>();
  const write = (event: string, call: CallInfo, details: object): void =>
    logger.debug(`${call.operation}: ${event}`, redact(details, sent.get(call)) as object);
  const shown = (body: unknown): object =>
    bodies && body !== undefined && body !== null ? { body: decoded(body) } : {};
  return {
    request: (call, { method, url, headers, body }) => {
      sent.set(call, headers);
      const query = [...new URL(url).searchParams.keys()];
      write('sent', call, { method, url: url.split('?', 1)[0], query, headers, ...shown(body) });
    },
    response: (call, { status, headers }) => {
      // An address may hold credentials, in any place and form.
      const shown = [...headers].filter(([name]) => name !== 'location');
      write('received', call, { status, headers: Object.fromEntries(shown) });
    },
    end: (call, { body }) => write('body', call, shown(body)),
  };
}

function decoded(body: unknown): unknown {
  if (typeof body !== 'string') return body instanceof Uint8Array || body instanceof Blob ? '[binary]' : body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
