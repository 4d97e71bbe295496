import type { Context, LightRequest } from './request.ts';

/** The rest of the way: the following layers and, at the end, `fetch`. */
export type Next = (request: LightRequest, context: Context) => Promise<Response>;

/**
 * One concern of every call. It may change the request, call `next` once, often or never, and look at the answer.
 *
 * @example
 * const timing: Layer = async (request, context, next) => {
 *   const start = performance.now();
 *   const response = await next(request, context);
 *   console.log(context.operation.id, response.status, performance.now() - start);
 *   return response;
 * };
 */
export type Layer = (request: LightRequest, context: Context, next: Next) => Promise<Response>;

/** Chains layers, the first outermost. Missing ones are left out. */
export function compose(layers: readonly (Layer | undefined)[], last: Next): Next {
  return layers.reduceRight<Next>(
    (next, layer) => (layer ? (request, context) => layer(request, context, next) : next),
    last,
  );
}
