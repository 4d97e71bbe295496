import type { AttemptFailure } from './errors.ts';
import { summaryOf } from './messages.ts';
import type { FailureOutcome } from './outcome.ts';
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

/** How a call ended. */
export interface CallResult {
  /** Milliseconds from its start to its end, waits included. */
  readonly duration: number;
  readonly attempts: number;
  /** The status of the last response, if there was one. */
  readonly status?: number | undefined;
  /** The last response, if there was one. Its body has been read. Consoles and logs do not show it. */
  readonly response?: Response | undefined;
  /** The id under which the provider knows the request. */
  readonly requestId?: string | undefined;
  /** What the call returns, or the decoded body of an error. It may hold personal data: consoles and logs do not show it. */
  readonly body?: unknown;
  /** What the call throws. */
  readonly error?: unknown;
}

type Hook<Args extends unknown[]> = (call: CallInfo, ...args: Args) => unknown;

/** What happens in a call, in order. A hook that throws or rejects is logged and changes nothing. */
export interface Hooks {
  /** A call begins. */
  start?: Hook<[]>;
  /** It is tried again: why the attempt before failed, and how long it waited since. */
  retry?: Hook<[failure: AttemptFailure]>;
  /** An attempt is about to be sent, credentials included. A hook may set headers. */
  request?: Hook<[request: SdkRequest]>;
  /** The head of a response has arrived. */
  response?: Hook<[response: Response, attempt: number]>;
  /** An attempt got no complete response. */
  failure?: Hook<[failure: AttemptFailure]>;
  /** The call is over: with a success, an error response, or an error. */
  end?: Hook<[result: CallResult]>;
}

/** Tells hooks what happens. */
export class Instrumentation {
  readonly #hooks: readonly Hooks[];
  readonly #report: (error: unknown) => void;
  readonly #infos = new WeakMap<Call, CallInfo>();

  /** @param report told what a hook throws, or rejects with */
  constructor(hooks: readonly Hooks[], report: (error: unknown) => void) {
    this.#hooks = hooks;
    this.#report = report;
  }

  start(call: Call): void {
    this.#tell(call, 'start');
  }

  retry(call: Call, failure: AttemptFailure): void {
    this.#tell(call, 'retry', failure);
  }

  request(call: Call, request: SdkRequest): void {
    this.#tell(call, 'request', request);
  }

  response(call: Call, attempt: number, response: Response): void {
    this.#tell(call, 'response', response, attempt);
  }

  failure(call: Call, attempt: number, outcome: FailureOutcome): void {
    this.#tell(call, 'failure', { attempt, reason: summaryOf(outcome), notSent: outcome.notSent });
  }

  end(call: Call, result: CallResult): void {
    this.#tell(call, 'end', result);
  }

  #tell(call: Call, name: keyof Hooks, ...args: unknown[]): void {
    let info = this.#infos.get(call);
    if (!info) {
      const { operation, idempotencyKey } = call;
      info = { operation: operation.name, method: operation.method, path: operation.path, idempotencyKey };
      this.#infos.set(call, info);
    }
    for (const hooks of this.#hooks) {
      const hook = hooks[name] as ((call: CallInfo, ...args: unknown[]) => unknown) | undefined;
      if (hook) callSafely(() => hook.call(hooks, info as CallInfo, ...args), this.#report);
    }
  }
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
