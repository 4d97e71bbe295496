import type { AttemptFailure } from './call-facts.ts';
import type { Deadline } from './deadline.ts';
import { summaryOf } from './messages.ts';
import type { FailureOutcome, Outcome } from './outcome.ts';
import type { Call, SdkRequest } from './request.ts';

/** One call, as hooks see it: the same object from `start` to `end`. */
export interface CallInfo {
  /** The name of the operation method; for a path that is not in the contract, method and path. */
  readonly operation: string;
  readonly method: string;
  /** The path template, so that no id gets into a log. */
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

/** What is known of a response, if there was one. Consoles and logs show neither the response nor its body. */
interface ResponseInfo {
  readonly status?: number | undefined;
  /** Its head: status and headers. */
  readonly response?: Response | undefined;
  /** The id under which the provider knows the request. */
  readonly requestId?: string | undefined;
  /** The decoded body, that of an error too. It may hold personal data. */
  readonly body?: unknown;
}

/** How a call ended. */
export interface CallResult extends ResponseInfo {
  /** Milliseconds from its start to its end, waits included. */
  readonly duration: number;
  readonly attempts: number;
  /** What the call throws. */
  readonly error?: unknown;
}

/** How one attempt ended. */
export interface AttemptResult extends ResponseInfo {
  /** Counted from 1. */
  readonly attempt: number;
  /** Milliseconds, reading the body included. */
  readonly duration: number;
  /** What kept the attempt from success; undefined after a success, and where the user's code threw. */
  readonly failure?: FailureOutcome['kind'] | undefined;
  /** What the user's code threw: middleware, or a custom `fetch`. */
  readonly error?: unknown;
}

type Hook<Args extends unknown[]> = (call: CallInfo, ...args: Args) => unknown;

/**
 * What happens in a call, in order. A hook that throws or rejects is logged and changes nothing.
 *
 * The hooks `within…` make a context active while something runs, such as a span: they call `run` before they return. It
 * runs once: without the hook if the hook did not call it, and not again if the hook calls it twice.
 *
 * @example
 * const requestIds = new AsyncLocalStorage<string>();
 * const hooks: Hooks = { withinCall: (_call, run) => requestIds.run(crypto.randomUUID(), run) };
 */
export interface Hooks {
  /** A call begins. */
  start?: Hook<[]>;
  /** Runs a call: its attempts, and what lies between them. Used a second time where a stored record is read back. */
  withinCall?: Hook<[run: () => void]>;
  /** Runs one attempt: middleware, `fetch`, and reading the response. */
  withinAttempt?: Hook<[request: SdkRequest, run: () => void]>;
  /** It is tried again: why the attempt before failed, and how long it waited since. */
  retry?: Hook<[failure: AttemptFailure]>;
  /** An attempt is about to be sent, credentials included. A hook may set headers. */
  request?: Hook<[request: SdkRequest]>;
  /** Runs `fetch` alone, with the request as middleware left it. */
  withinFetch?: Hook<[request: SdkRequest, run: () => void]>;
  /** The head of a response has arrived. */
  response?: Hook<[response: Response, attempt: number]>;
  /** An attempt got no complete response. */
  failure?: Hook<[failure: AttemptFailure]>;
  /** An attempt is over, however it ended. */
  attemptEnd?: Hook<[result: AttemptResult]>;
  /** The call is over: with a success, an error response, or an error. */
  end?: Hook<[result: CallResult]>;
}

/** What a hook is told beside the call. */
type ArgsOf<Name extends keyof Hooks> = NonNullable<Hooks[Name]> extends Hook<infer Args> ? Args : never;

type WithinHook = 'withinCall' | 'withinAttempt' | 'withinFetch';

/** Tells hooks what happens. */
export class Instrumentation {
  readonly #hooks: readonly Hooks[];
  readonly #report: (error: unknown) => void;
  /** By the deadline, of which each call has one: a path method's middleware sends a copy of the call. */
  readonly #infos = new WeakMap<Deadline, CallInfo>();

  /** @param report told what a hook throws, or rejects with */
  constructor(hooks: readonly Hooks[], report: (error: unknown) => void) {
    this.#hooks = hooks;
    this.#report = report;
  }

  /** Told of the end of an attempt. Without an outcome, the user's code threw. */
  attemptEnd(call: Call, result: AttemptResult, outcome: Outcome | undefined): void {
    const failed = outcome?.ok === false ? outcome : undefined;
    if (failed && !result.response) {
      const { attempt } = result;
      this.tell(call, 'failure', { attempt, reason: summaryOf(failed), notSent: failed.notSent });
    }
    this.tell(call, 'attemptEnd', result);
  }

  /** Does the work inside the hooks of that name, the first outermost. It is done once, whatever they do. */
  within<T extends Promise<unknown>>(name: WithinHook, call: Call, work: () => T, ...args: unknown[]): T {
    return this.#hooks.reduceRight((rest, hooks) => {
      const hook = hooks[name] as ((call: CallInfo, ...args: unknown[]) => unknown) | undefined;
      return hook ? once(rest, (run) => hook.call(hooks, this.#infoOf(call), ...args, run), this.#report) : rest;
    }, work)();
  }

  /** Tells each hook of that name. */
  tell<Name extends Exclude<keyof Hooks, WithinHook>>(call: Call, name: Name, ...args: ArgsOf<Name>): void {
    const info = this.#infoOf(call);
    for (const hooks of this.#hooks) {
      const hook = hooks[name] as ((call: CallInfo, ...args: unknown[]) => unknown) | undefined;
      if (hook) callSafely(() => hook.call(hooks, info, ...args), this.#report);
    }
  }

  #infoOf({ operation, idempotencyKey, deadline }: Call): CallInfo {
    let info = this.#infos.get(deadline);
    if (!info) {
      info = { operation: operation.name, method: operation.method, path: operation.path, idempotencyKey };
      this.#infos.set(deadline, info);
    }
    return info;
  }
}

/** Work that a hook begins. Its promise goes past the hook, which is not trusted with it. */
function once<T extends Promise<unknown>>(
  work: () => T,
  hook: (run: () => void) => unknown,
  report: (error: unknown) => void,
): () => T {
  return () => {
    let promise: T | undefined;
    const run = (): void => {
      promise ??= work();
    };
    callSafely(() => hook(run), report);
    run();
    return promise as unknown as T;
  };
}

/**
 * Runs a callback of the user's that must not affect anything, and hands what it throws or rejects with to `report`,
 * which is not trusted either.
 */
export function callSafely(run: () => unknown, report?: (error: unknown) => unknown): void {
  const failed = (error: unknown): void => {
    if (report) callSafely(() => report(error));
  };
  try {
    const result = run() as PromiseLike<unknown> | undefined;
    if (typeof result?.then === 'function') result.then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}
