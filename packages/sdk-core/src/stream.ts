import { toError } from './messages.ts';
import type { Call } from './request.ts';
import { stopped } from './step.ts';

/**
 * A streamed body that obeys the call's signal, timeout and deadline to its end.
 *
 * @param left milliseconds that the attempt has left
 * @param controller the attempt's, to let `fetch` close the connection
 */
export function limitedStream(
  body: ReadableStream<Uint8Array>,
  call: Call,
  left: number,
  controller: AbortController,
): ReadableStream<Uint8Array> {
  const { deadline, timeout } = call;
  const reader = body.getReader();
  let release = (): void => {};
  return new ReadableStream<Uint8Array>({
    start(stream) {
      release = deadline.arm(left, (stop) => {
        const error = toError(call, stopped(stop, deadline, timeout, false), () => ({}));
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
