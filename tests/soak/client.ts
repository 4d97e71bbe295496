// The process of the soak that makes the calls. It has to end by itself when they are done.
import { getEventListeners } from 'node:events';
import {
  type CallOptions,
  isAbortedError,
  isApiError,
  isConnectionError,
  isDecodeError,
  isInvalidRequestError,
  isPaginationError,
  isRateLimitError,
  isSdkError,
  isTimeoutError,
  isTokenError,
} from '@org/iron-sdk';
import { manualClock } from '@org/test-kit/clock';
import { soakCalls } from './calls.ts';
import { chance, pick } from './random.ts';
import type { FailureReport, Outcome, Settings, Summary } from './report.ts';

const settings = JSON.parse(process.argv[2] ?? '') as Settings;
const { seed, calls: count, workers } = settings;
const clock = manualClock({ start: Date.now(), speed: settings.speed });
const calls = soakCalls(settings, clock);
const shared = new AbortController();
const unhandled: string[] = [];
for (const event of ['unhandledRejection', 'uncaughtException', 'warning'] as const) {
  process.on(event, (reason: unknown) => {
    unhandled.push(`${event}: ${(reason as Error)?.stack ?? reason}`);
  });
}

const guards = {
  ApiError: isApiError,
  ConnectionError: isConnectionError,
  TimeoutError: isTimeoutError,
  AbortedError: isAbortedError,
  DecodeError: isDecodeError,
  InvalidRequestError: isInvalidRequestError,
  PaginationError: isPaginationError,
  TokenError: isTokenError,
  RateLimitError: isRateLimitError,
};

function reportOf(error: unknown): FailureReport {
  const known = Object.entries(guards).filter(([, guard]) => guard(error));
  const { name, message, stack } = error as Error;
  if (!isSdkError(error)) return { guards: [], name: `${name}`, message: `${stack ?? message ?? error}` };
  const { status } = error as { status?: number };
  return { guards: known.map(([guard]) => guard), name, message, status, key: error.idempotencyKey };
}

function report(line: Outcome | Summary): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function one(index: number): Promise<void> {
  const call = `${seed}-${index}`;
  // The first five create.
  const half = chance(seed, index, 'half') < 0.5 ? calls.slice(0, 5) : calls.slice(5);
  const { kind, run } = pick(half as [(typeof calls)[0]], chance(seed, index, 'kind'));
  const aborting = chance(seed, index, 'aborting') < 0.03;
  const own = new AbortController();
  const timer = aborting ? clock.setTimeout(() => own.abort(), chance(seed, index, 'abort') * 4_000) : undefined;
  const options: CallOptions = { headers: { 'X-Call': call }, signal: aborting ? own.signal : shared.signal };
  try {
    const ids = await run(call, options);
    report({ call, kind, aborting, ok: ids !== undefined, ...(ids && { ids }) });
  } catch (error) {
    report({ call, kind, aborting, ok: false, failure: reportOf(error) });
  }
  clock.clearTimeout(timer);
}

async function range(from: number, to: number): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < to; index = next++) await one(index);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

/** Heap in use once everything that can go is gone. */
async function heap(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    // Finalizers run between collections.
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

await range(0, count / 4);
const quarter = await heap();
await range(count / 4, count);
const end = await heap();
report({
  done: true,
  heap: [quarter, end],
  unhandled,
  timers: clock.pending().length,
  listeners: getEventListeners(shared.signal, 'abort').length,
  resources: process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap'),
});
