import type { Clock } from './clock.ts';
import type { AttemptFailure } from './errors.ts';
import { isSdkError } from './guards.ts';
import type { Hooks } from './layers/observe.ts';
import { redact } from './redact.ts';
import type { Context } from './request.ts';

/** Takes what the SDKs have to say; `console` is one. */
export interface Logger {
  debug(message: string, details?: object): void;
  info(message: string, details?: object): void;
  warn(message: string, details?: object): void;
  error(message: string, details?: object): void;
}

/** The least that is logged. */
export type LogLevel = keyof Logger | 'off';

/** All levels, the least first. */
export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/**
 * Hooks that write a log: retries and ends of calls at level `info`, attempts at level `debug`. No entry holds headers,
 * bodies, ids or query values, so there is nothing to take out of it; `wireLog` shows more.
 */
export function logHooks(logger: Logger, least: LogLevel, clock: Clock): Hooks {
  const write =
    (level: 'debug' | 'info', event: string) =>
    (context: Context, subject: unknown): void => {
      if (level === 'debug' && least !== level) return;
      const { operation, attempt, idempotencyKey, deadline, deadlineAt } = context;
      const { id, method, path } = operation;
      const { status, reason, delay } = (subject ?? {}) as Partial<AttemptFailure>;
      // Errors of the SDKs hold nothing that a log may not; those of a `fetch` might.
      const error = subject instanceof Error ? (isSdkError(subject) ? `${subject}` : subject.name) : undefined;
      const ms = deadlineAt && clock.now() - deadlineAt + deadline;
      logger[level](`${id}: ${event}`, { method, path, attempt, idempotencyKey, ms, status, reason, delay, error });
    };
  return {
    retry: write('info', 'trying again'),
    request: write('debug', 'sending'),
    response: write('debug', 'answered'),
    failure: write('debug', 'no answer'),
    end: write('info', 'ended'),
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
  const write = (event: string, context: Context, details: object): void =>
    logger.debug(`${context.operation.id}: ${event}`, redact(details, context.headers) as object);
  const shown = (body: unknown): object => (bodies && body ? { body: decoded(body) } : {});
  return {
    request: (context, { method, url, headers, body }) => {
      const query = [...new URL(url).searchParams.keys()];
      write('sent', context, { method, url: url.split('?', 1)[0], query, headers, ...shown(body) });
    },
    response: (context, { status, headers }) => write('received', context, { status, headers }),
    end: (context) => write('body', context, shown(context.body)),
  };
}

function decoded(body: unknown): unknown {
  if (typeof body !== 'string') return '[binary]';
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
