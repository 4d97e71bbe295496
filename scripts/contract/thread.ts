// Runs work on untrusted input in a thread of its own. A regular expression or a parser that does not return blocks the
// event loop, so only ending its thread helps. The process stays free to keep the deadline and to react to Ctrl-C.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { JsonObject } from './json.ts';
import type { Report } from './validate.ts';

/** Milliseconds. Enough for a contract of 1,000 operations. */
const DEADLINE = 20_000;
/** Megabytes. A parser that takes more is ended by V8, in its thread alone. */
const MEMORY = 3072;
const MARK = 'thread for untrusted input';

/** How long a command may work on untrusted input in all. Each piece of work takes from it. */
export class Deadline {
  readonly milliseconds: number;
  left: number;

  constructor(milliseconds: number = DEADLINE) {
    this.milliseconds = milliseconds;
    this.left = milliseconds;
  }
}

export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** A function that a module exports. Arguments and result are copied from thread to thread. */
export interface Work {
  readonly module: URL;
  readonly name: string;
  /** What is being done, for messages: `reading spec.yaml`. */
  readonly doing: string;
}

interface Asked {
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
}
type Answered =
  | { readonly started: true }
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * One piece of work at a time, in one thread that stays for the next.
 *
 * @throws {DeadlineError} if it took longer than was left, or more memory than there may be; else what the function throws
 */
export function inThread<Result>(work: Work, args: readonly unknown[], deadline: Deadline): Promise<Result> {
  const result = last.then(() => run(work, args, deadline));
  last = result.catch(() => undefined);
  return result as Promise<Result>;
}

function run({ module, name, doing }: Work, args: readonly unknown[], deadline: Deadline): Promise<unknown> {
  thread ??= start();
  const worker = thread;
  return new Promise((resolve, reject) => {
    let [timer, begun]: [NodeJS.Timeout | undefined, number] = [undefined, 0];
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      if (begun > 0) deadline.left -= performance.now() - begun;
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit);
      worker.unref();
      settle();
    };
    const stop = (reason: string): void => {
      thread = undefined;
      end(() => reject(new DeadlineError(`${doing} ${reason}`)));
      // Terminating may raise another error, which is of no interest: the result is settled.
      worker.on('error', () => undefined);
      void worker.terminate();
    };
    const onAnswer = (answer: Answered): void => {
      if ('started' in answer) {
        // The deadline starts here: until now the thread loaded our own code.
        begun = performance.now();
        timer = setTimeout(() => stop(tooLong(deadline)), Math.max(0, deadline.left));
      } else if ('value' in answer) end(() => resolve(answer.value));
      else end(() => reject(Object.assign(new Error(answer.error.message), { name: answer.error.name })));
    };
    const onError = (error: Error): void => stop(`was stopped: ${error.message}.`);
    const onExit = (): void => stop('was stopped: its thread ended.');
    worker.ref();
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit);
    worker.postMessage({ module: module.href, name, args } satisfies Asked);
  });
}

const tooLong = ({ milliseconds }: Deadline): string =>
  `took longer than ${milliseconds / 1000} s and was stopped. Look for a pattern that backtracks, or for far more parts than an API description has.`;

const start = (): Worker =>
  new Worker(new URL(import.meta.url), {
    workerData: MARK,
    // Flags of the process, such as a test runner's, are not for it.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  });

function serve(port: NonNullable<typeof parentPort>): void {
  const answer = (message: Answered): void => port.postMessage(message);
  port.on('message', async ({ module, name, args }: Asked) => {
    try {
      const exported = (await import(module)) as Record<string, (...args: readonly unknown[]) => unknown>;
      const call = exported[name];
      if (call === undefined) throw new Error(`${module} exports no ${name}.`);
      answer({ started: true });
      answer({ value: await call(...args) });
    } catch (error) {
      const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
      answer({ error: { name: kind, message } });
    }
  });
}

if (parentPort && workerData === MARK) serve(parentPort);

// Validation in a thread with a deadline: examples are matched against regular expressions that a provider wrote.

const module = new URL('./validate.ts', import.meta.url);

/** As `validateContract`. Throws DeadlineError where that would not come back. */
export const validateUntrusted = (document: JsonObject, deadline: Deadline = new Deadline()): Promise<Report> =>
  inThread<Report>({ module, name: 'validateContract', doing: 'checking the contract' }, [document], deadline);

/** Lets the thread load and compile what validation needs, while the caller does something else. */
export function prepareValidation(): void {
  inThread({ module, name: 'prepare', doing: 'preparing validation' }, [], new Deadline()).catch(() => undefined);
}
