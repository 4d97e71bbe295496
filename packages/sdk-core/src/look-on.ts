import { systemClock } from './clock.ts';
import { ConfigError } from './errors.ts';
import { type Hooks, type Observers, observe } from './layers/observe.ts';
import { LEVELS, type Logger, type LogLevel, logHooks } from './log.ts';
import { type ClientOptions, readEnv } from './options.ts';

/** What a client can be given to look on. */
export interface LookOptions {
  /** Told what happens in each call. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /** Default `console`. */
  logger?: Logger | undefined;
  /** Default `'warn'`, or what the SDK's environment variable says. */
  logLevel?: LogLevel | undefined;
}

let warned = false;

/**
 * Reads the options for logs and hooks, and warns once if a page's visitors could read the credentials.
 *
 * @param name the provider's, for the warning
 * @param variable the environment variable with the log level, such as `IRON_LOG`
 * @returns what goes into a runtime's config; the user's own layers stand last
 */
export function lookOn(options: LookOptions & ClientOptions, name: string, variable: string): Observers {
  const { logger = console, hooks = [], clock = systemClock, layers = [] } = options;
  const given = options.logLevel ?? readEnv(variable) ?? 'warn';
  const level = LEVELS.indexOf(given as LogLevel);
  if (level < 0) throw new ConfigError(`Option 'logLevel' (or ${variable}) must be one of ${LEVELS}, not '${given}'.`);
  if ('document' in globalThis && level < 3 && !warned) {
    warned = true;
    logger.warn(`${name} SDK: this is a browser, where every visitor can read the credentials. Call from a server.`);
  }
  const all = [hooks, level < 2 ? logHooks(logger, given as LogLevel, clock) : []].flat() as Hooks[];
  const observers = observe(all);
  return { ...observers, layers: [...observers.layers, ...layers] };
}
