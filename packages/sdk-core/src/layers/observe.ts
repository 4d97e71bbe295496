import type { AttemptFailure } from '../errors.ts';
import type { Layer } from '../layer.ts';
import type { Context, LightRequest } from '../request.ts';
import type { Around } from '../runtime.ts';

/** What happens in a call, in order. A hook that throws changes nothing. */
export interface Hooks {
  /** A call begins. */
  start?(context: Context): void;
  /** It is being tried again: why the attempt before failed, and how long it waited since. */
  retry?(context: Context, failure: AttemptFailure): void;
  /** An attempt is about to be sent, credentials included. A hook may still set headers. */
  request?(context: Context, request: LightRequest): void;
  /** The head of an answer is there. */
  response?(context: Context, response: Response): void;
  /** An attempt got no answer. */
  failure?(context: Context, error: unknown): void;
  /** The call is over: with an answer, whichever its status, or with an error. */
  end?(context: Context, outcome: Response | Error): void;
}

/** What puts hooks into a call: something around the whole, and a layer for each attempt. */
export interface Observers {
  readonly around?: Around;
  readonly layers: readonly Layer[];
}

/** Lets hooks look on. Without any it costs a call nothing. */
export function observe(hooks: readonly Hooks[]): Observers {
  if (!hooks.length) return { layers: [] };
  const tell = (name: keyof Hooks, context: Context, subject?: unknown): void => {
    for (const hook of hooks) {
      try {
        hook[name]?.(context, subject as never);
      } catch {
        // Whoever only looks on must not be able to break a payment.
      }
    }
  };
  const each: Layer = async (request, context, next) => {
    const failure = context.failures.at(-1);
    if (failure) tell('retry', context, failure);
    tell('request', context, request);
    try {
      const response = await next(request, context);
      tell('response', context, response);
      return response;
    } catch (error) {
      tell('failure', context, error);
      throw error;
    }
  };
  return {
    layers: [each],
    around: async (context, run) => {
      tell('start', context);
      try {
        const answer = await run();
        tell('end', context, answer.response);
        return answer;
      } catch (error) {
        tell('end', context, error);
        throw error;
      }
    },
  };
}

/**
 * Hooks as a layer, for a client with the path door alone, which has no option `hooks`. They are told of attempts and
 * retries; a whole call's `start` and `end` are not a layer's to see.
 *
 * @example
 * createIronPathClient({ environment: 'sandbox', layers: [hooksLayer(wireLog(console))] });
 */
export function hooksLayer(...hooks: readonly Hooks[]): Layer {
  const [each] = observe(hooks).layers;
  return each ?? ((request, context, next) => next(request, context));
}
