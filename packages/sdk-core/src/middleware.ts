import type { Middleware } from 'openapi-fetch';
import { ConfigError } from './errors.ts';
import type { Next } from './layer.ts';
import { type Context, LightRequest } from './request.ts';
import type { Init } from './runtime.ts';

type Steps = Record<'onRequest' | 'onResponse' | 'onError', ((given: Given) => unknown) | undefined>;

interface Given {
  readonly schemaPath: string;
  readonly params: object;
  readonly options: object;
  readonly id: string;
  request: LightRequest;
  response?: unknown;
  error?: unknown;
}

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
  const steps = [...middleware] as unknown as Steps[];
  const { path: schemaPath } = context.operation;
  const given: Given = { schemaPath, params, options, id: `${Math.random()}`, request };
  for (const { onRequest } of steps) {
    const result = await onRequest?.(given);
    if (result instanceof Response) return result;
    if (result && !(result instanceof LightRequest)) {
      throw new ConfigError('onRequest must return the request that it is given.', context);
    }
    if (result) given.request = result as LightRequest;
  }
  steps.reverse();
  try {
    given.response = await next(given.request, context);
  } catch (error) {
    given.error = error;
    for (const { onError } of steps) {
      const result = given.response ? undefined : await onError?.(given);
      if (result instanceof Response) given.response = result;
      else given.error = result ?? given.error;
    }
    if (!given.response) throw given.error;
  }
  for (const { onResponse } of steps) given.response = (await onResponse?.(given)) ?? given.response;
  return given.response as Response;
}
