import type { Middleware } from 'openapi-fetch';
import { ConfigError } from './errors.ts';
import type { Next } from './layer.ts';
import { type Context, LightRequest } from './request.ts';
import type { Init } from './runtime.ts';

type Step = (given: object) => unknown;
type Steps = Record<'onRequest' | 'onResponse' | 'onError', Step | undefined>;

/**
 * Runs openapi-fetch's middleware around the layers, as its client does: `onRequest` in order, `onError` and
 * `onResponse` backwards. An answer that `onRequest` gives is the answer.
 */
export async function runMiddleware(
  middleware: readonly Middleware[],
  { params = {}, ...options }: Init & { baseUrl: string },
  request: LightRequest,
  context: Context,
  next: Next,
): Promise<Response> {
  const steps = middleware as unknown as readonly Steps[];
  const given = { schemaPath: context.operation.path, params, options, id: `${Math.random()}`.slice(2), request };
  for (const { onRequest } of steps) {
    const result = await onRequest?.(given);
    if (result instanceof Response) return result;
    if (result && !(result instanceof LightRequest)) {
      throw new ConfigError(
        'onRequest gave a request of its own: change and return the one that it is given.',
        context,
      );
    }
    if (result) given.request = result as LightRequest;
  }
  const back = [...steps].reverse();
  let response: unknown;
  try {
    response = await next(given.request, context);
  } catch (thrown) {
    let error = thrown;
    for (const { onError } of back) {
      const result = await onError?.({ ...given, error });
      if (result instanceof Response) {
        response = result;
        break;
      }
      error = result ?? error;
    }
    if (!response) throw error;
  }
  for (const { onResponse } of back) response = (await onResponse?.({ ...given, response })) ?? response;
  return response as Response;
}
