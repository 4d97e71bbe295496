import type { Clock } from '../clock.ts';
import type { Layer } from '../layer.ts';
import type { Context, LightRequest } from '../request.ts';
import { within } from '../within.ts';

/** Sets the headers that carry the credentials. It may give a promise of being done. */
export type SetCredentials = (request: LightRequest, context: Context) => unknown;

/** How an SDK with credentials that expire proves who is calling. */
export interface Authorizer {
  readonly apply: SetCredentials;
  /** Called on a 401: true if there are fresh credentials now and the request is worth sending once more. */
  refused(request: LightRequest, context: Context): PromiseLike<boolean>;
}

/** Adds the credentials to each attempt; waits for them no longer than the deadline allows. */
export function authorize(apply: SetCredentials, clock: Clock): Layer {
  return (request, context, next) => {
    const pending = apply(request, context) as PromiseLike<unknown> | undefined;
    // Whoever gives up before it is there must not leave it unhandled.
    pending?.then(undefined, () => {});
    return pending ? within(context, clock, () => pending).then(() => next(request, context)) : next(request, context);
  };
}

/** The same, and sends once more with fresh credentials if the first ones were refused. */
export function authorizeAgain({ apply, refused }: Authorizer, clock: Clock): Layer {
  const once = authorize(apply, clock);
  return async (request, context, next) => {
    const response = await once(request, context, next);
    const { attempt, failures } = context;
    if (response.status !== 401 || !(await within(context, clock, () => refused(request, context)))) return response;
    failures.push({ attempt, reason: '401, credentials renewed', status: 401, delay: 0 });
    return once(request, context, next);
  };
}
