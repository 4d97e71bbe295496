import type { Clock } from '../clock.ts';
import { about, ConnectionError } from '../errors.ts';
import { isSdkError } from '../guards.ts';
import type { Layer } from '../layer.ts';
import { outcome } from '../outcome.ts';
import { readBody } from '../read-body.ts';
import { redactText, secretsIn } from '../redact.ts';
import type { Context } from '../request.ts';
import { within } from '../within.ts';

/** The request certainly did not arrive: nobody took the connection. */
const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/;

/**
 * One try, its body included, with one timer and one `AbortController`. Everything that is not an answer becomes a
 * typed error here. What is given up is given up even if `fetch` does not listen to its signal.
 */
export function attempt(clock: Clock): Layer {
  return (request, context, next) => {
    const controller = new AbortController();
    const work = async (): Promise<Response> => {
      let reason: ConnectionError['reason'] = 'network';
      try {
        context.attempt++;
        context.body = undefined;
        context.abort = controller.signal;
        const response = await next(request, context);
        refuseRedirect(response, context);
        reason = 'body';
        context.body = await readBody(response, context);
        return response;
      } catch (error) {
        throw isSdkError(error) ? error : connectionError(context, reason, error);
      }
    };
    return within(context, clock, work, context.timeout, (error) => controller.abort(error));
  };
}

/** A redirect is not followed: credentials in a header of their own would go along, to whichever host it names. */
function refuseRedirect(response: Response, context: Context): void {
  const target = response.headers.get('location');
  if (response.type !== 'opaqueredirect' && !(target && response.status > 300 && response.status < 400)) return;
  response.body?.cancel().catch(() => {});
  const to = target ? ` to ${target.split('?')[0]}` : '';
  throw new ConnectionError(
    `${context.operation.id} was redirected${to}, and redirects are not followed, since credentials would go along. ` +
      'Set baseUrl to the address that is meant.',
    { ...about(context), reason: 'redirect', unsent: false },
  );
}

function connectionError(context: Context, reason: ConnectionError['reason'], error: unknown): ConnectionError {
  const texts: string[] = [];
  for (let cause = error as (Error & { code?: string }) | undefined; cause && texts.length < 4; ) {
    texts.push([cause.code, cause.message ?? String(cause)].filter(Boolean).join(' '));
    cause = cause.cause as typeof cause;
  }
  const why = redactText(texts.join(': '), secretsIn(context.headers)).slice(0, 300);
  const unsent = reason === 'network' && UNSENT.test(why);
  const what = reason === 'body' ? 'the answer broke off' : 'the connection failed';
  return new ConnectionError(
    `${context.operation.id}: ${what} in attempt ${context.attempt} (${why}). ${
      unsent ? 'The host cannot be reached: check baseUrl and the network.' : outcome(context)
    }`,
    { ...about(context), reason, unsent },
    error,
  );
}
