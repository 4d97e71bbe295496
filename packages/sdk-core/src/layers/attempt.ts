import type { Clock } from '../clock.ts';
import { ConnectionError } from '../errors.ts';
import { isSdkError } from '../guards.ts';
import type { Layer } from '../layer.ts';
import { outcome } from '../outcome.ts';
import { readBody } from '../read-body.ts';
import { within } from '../within.ts';

/**
 * One try, its body included, with one timer and one `AbortController`. Everything that is not an answer becomes a
 * typed error here. What is given up is given up even if `fetch` does not listen to its signal.
 */
export function attempt(clock: Clock): Layer {
  return (request, context, next) => {
    const controller = new AbortController();
    const work = async (): Promise<Response> => {
      let reason = 'network';
      let text = '';
      let cause: unknown;
      try {
        context.attempt++;
        context.body = undefined;
        context.abort = controller.signal;
        const response = await next(request, context);
        if (response.ok || response.status > 399) {
          reason = 'body';
          context.body = await readBody(response, context);
          return response;
        }
        // Not followed: credentials in a header of their own would go along, to whichever host it names.
        reason = 'redirect';
        text = `${response.headers.get('location')}`.split('?', 1)[0] ?? '';
        controller.abort();
      } catch (error) {
        if (isSdkError(error)) throw error;
        // Of what went wrong only its code is told: a custom fetch may put a whole request into its message.
        const { code, name } = ((error as Error)?.cause ?? error ?? {}) as { code?: string; name?: string };
        text = `${code ?? name}`;
        cause = error;
      }
      // Nobody took the connection, so the request certainly did not arrive.
      const unsent = /refused|ENOTFOUND|EAI_AGAIN/i.test(text);
      const passing = reason !== 'redirect';
      const hint = passing && !unsent ? '' : ' Check baseUrl.';
      const then = context.lost || !hint ? ` ${outcome(context)}` : '';
      throw new ConnectionError(
        `${passing ? 'the connection failed' : 'redirects are not followed'} (${reason}: ${text}).${hint}${then}`,
        context,
        { reason, unsent, passing },
        cause,
      );
    };
    return within(context, clock, work, context.timeout, (error) => controller.abort(error));
  };
}
