import { ConfigurationError } from '@org/sdk-core';
import type { Engine } from '@org/sdk-core/internal';
import type { PaxosOperation } from './generated/operations.ts';

/** The same for all copies of this package: its ESM and CommonJS entries have one each. */
const ENGINE = Symbol.for('@org/paxos-sdk/engine');

/** Keeps the engine with its client, for helpers of other entries. No rendering of the client shows more than a function. */
export function keepEngine<Client extends object>(client: Client, engine: Engine<PaxosOperation>): Client {
  return Object.defineProperty(client, ENGINE, { value: () => engine });
}

/** The engine of a client. Throws `ConfigurationError` for what is not one, such as a copy of its properties. */
export function engineOf(client: object): Engine<PaxosOperation> {
  const engine = (client as { [ENGINE]?: () => Engine<PaxosOperation> } | undefined)?.[ENGINE];
  if (engine) return engine();
  throw new ConfigurationError("Expected the client that 'createPaxosClient' returned, not a copy or a part of it.");
}
