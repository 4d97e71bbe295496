// What the process that makes the calls reports to the one with the providers: one JSON line per call, and one at the end.

export interface Outcome {
  /** Of the call, as the server knows it. */
  readonly call: string;
  readonly kind: Kind;
  /** True if it resolved with a success. */
  readonly ok: boolean;
  /** Ids in what it resolved with. */
  readonly ids?: readonly string[];
  /** True if a signal of this call's own was set to end it. */
  readonly aborting: boolean;
  /** How it failed. */
  readonly failure?: FailureReport;
}

export interface FailureReport {
  /** Guards that know the error: exactly one should, and have its name. */
  readonly guards: readonly string[];
  readonly name: string;
  readonly message: string;
  readonly status?: number | undefined;
  readonly key?: string | undefined;
}

export type Kind = 'create' | 'path create' | 'read' | 'list' | 'delete';

export interface Summary {
  readonly done: true;
  /** Bytes of heap after garbage collection, at a quarter of the run and at its end. */
  readonly heap: readonly [number, number];
  /** Rejections nobody handled, exceptions nobody caught, warnings of the process. */
  readonly unhandled: readonly string[];
  /** Timers of the clients' clock that are still set. */
  readonly timers: number;
  /** Listeners left on a signal that all calls shared. */
  readonly listeners: number;
  /** What still keeps the process alive, by Node's own count, apart from the pipes to its parent. */
  readonly resources: readonly string[];
}

/** The settings of the process that makes the calls. */
export interface Settings {
  readonly iron: string;
  readonly paxos: string;
  readonly seed: number;
  readonly calls: number;
  readonly workers: number;
  /** Milliseconds that pass on the clients' clock in each real one. */
  readonly speed: number;
}
