import type { Clock } from '../clock.ts';
import type { Layer } from '../layer.ts';

/**
 * Sets the time at which the whole call ends. It starts no timer of its own: each of the inner layers waits no longer
 * than this time allows.
 */
export function deadline(clock: Clock): Layer {
  return (request, context, next) => {
    context.deadlineAt = clock.now() + context.deadline;
    return next(request, context);
  };
}
