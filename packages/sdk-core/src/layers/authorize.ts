import type { Clock } from '../clock.ts';
import { about, ConfigError } from '../errors.ts';
import { isSdkError } from '../guards.ts';
import type { Layer } from '../layer.ts';
import type { Context, LightRequest } from '../request.ts';
import { within } from '../within.ts';

/** How an SDK proves who is calling. */
export interface Authorizer {
  /** Sets the headers that carry the credentials. It is called again for each attempt. */
  apply(request: LightRequest, context: Context): PromiseLike<void> | undefined;
  /** Called on a 401, once per call: true if there are fresh credentials and the request is worth sending again. */
  refused?(request: LightRequest, context: Context): PromiseLike<boolean>;
}

/** Adds the credentials, within the deadline; sends once more with fresh ones if the first were refused. */
export function authorize(authorizer: Authorizer, clock: Clock): Layer {
  const apply = (request: LightRequest, context: Context): PromiseLike<void> | undefined => {
    try {
      const pending = authorizer.apply(request, context);
      return pending && within(context, clock, () => pending).catch((error) => fail(context, error));
    } catch (error) {
      fail(context, error);
    }
  };
  return async (request, context, next) => {
    const pending = apply(request, context);
    if (pending) await pending;
    const response = await next(request, context);
    if (response.status !== 401 || !authorizer.refused || context.reauthorized) return response;
    context.reauthorized = true;
    const refused = authorizer.refused(request, context);
    if (!(await within(context, clock, () => refused).catch((error) => fail(context, error)))) return response;
    context.failures.push({ attempt: context.attempt, reason: '401: credentials renewed', status: 401, delay: 0 });
    await apply(request, context);
    return next(request, context);
  };
}

function fail(context: Context, cause: unknown): never {
  if (isSdkError(cause)) throw cause;
  throw new ConfigError(
    `${context.operation.id}: the credentials could not be had. See this error's cause.`,
    about(context),
    cause,
  );
}
