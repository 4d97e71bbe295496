import { summaryOf, toError } from './messages.ts';
import type { Call } from './request.ts';
import { stopped } from './step.ts';

/**
 * A streamed body that obeys the call's signal, timeout and deadline to its end.
 *
 * @param attempt the number of the attempt that got it
 * @param left milliseconds that the attempt has left
 * @param controller the attempt's, to let `fetch` close the connection
 */
export function limitedStream(
  body: ReadableStream<Uint8Array>,
  call: Call,
  attempt: number,
  left: number,
  controller: AbortController,
): ReadableStream<Uint8Array> {
  const { deadline, timeout } = call;
  const reader = body.getReader();
  let release = (): void => {};
  return new ReadableStream<Uint8Array>({
    start(stream) {
      release = deadline.arm(left, (stop) => {
        const failure = stopped(stop, deadline, timeout, false);
        const failures = [{ attempt, reason: summaryOf(failure), notSent: false }];
        const error = toError(call, { ...failure, failures }, () => ({}));
        stream.error(error);
        controller.abort(error);
        reader.cancel(error).catch(() => {});
      });
    },
    async pull(stream) {
      try {
        const { done, value } = await reader.read();
        if (!done) return stream.enqueue(value);
        release();
        stream.close();
      } catch (error) {
        release();
        stream.error(error);
      }
    },
    cancel(reason) {
      release();
      return reader.cancel(reason);
    },
  });
}
