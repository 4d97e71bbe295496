import { fillKey } from './idempotency.ts';
import { recover } from './recover.ts';
import { buildRuntime, type Runtime, type RuntimeConfig } from './runtime.ts';

/** Makes the engine of a client, for any table. */
export function createRuntime(config: RuntimeConfig): Runtime {
  return buildRuntime(config, { fillKey, recover });
}

/**
 * Makes the engine of a client whose provider takes idempotency keys in headers only: without what fills them into
 * bodies, and reads records back by them, it is a good deal smaller.
 */
export function createHeaderKeyRuntime(config: RuntimeConfig): Runtime {
  return buildRuntime(config);
}
