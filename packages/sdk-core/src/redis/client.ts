import { ConfigurationError } from '../errors.ts';

/**
 * A connected client of `redis` (node-redis) or of `ioredis`: whichever of the two ways it has to send any command. A
 * cluster's client is not one; Sentinel and a single server are.
 */
export type RedisClient =
  | { sendCommand(args: string[]): Promise<unknown> }
  | { call(command: string, ...args: string[]): Promise<unknown> };

/** Options of each of the stores. */
export interface RedisStoreOptions {
  /** Begins each key. */
  readonly prefix?: string | undefined;
}

/** Sends a command, arguments as strings. */
export type Send = (...command: (string | number)[]) => Promise<unknown>;

/** The way to send commands. Throws `ConfigurationError` for what is not a client. */
export function sendThrough(client: RedisClient): Send {
  // ioredis has a `sendCommand` too, which takes something else: `call` comes first.
  const { call, sendCommand } = (client ?? {}) as Partial<Record<'call' | 'sendCommand', unknown>>;
  if (typeof call === 'function') return (command, ...args) => call.call(client, `${command}`, ...args.map(String));
  if (typeof sendCommand === 'function') return (...command) => sendCommand.call(client, command.map(String));
  throw new ConfigurationError("Expected a connected 'redis' or 'ioredis' client.");
}
