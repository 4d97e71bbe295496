// A receiver in the form that Fetch-like frameworks take: a request in, an answer out.
import { type Delivery, type RouteOptions, routeOf } from '@org/sdk-core/receive';
import { checkOptions, type IronWebhookHandler, type IronWebhookOptions, receiveIronWebhook } from './receive.ts';

export interface IronWebhookHandlerOptions extends IronWebhookOptions, RouteOptions {}

/**
 * Makes a route of `receiveIronWebhook`: it answers 200 to what was handled, now or before, 4xx to what is not to be
 * trusted, and 5xx when the handler fails, so that Iron sends the event again. It never throws.
 *
 * @throws {ConfigError} at once, if an option is malformed
 * @example
 * export const POST = createIronWebhookHandler({ secrets, replayStore }, async (event) => { … });
 * @see https://docs.iron.xyz/webhooks
 */
export function createIronWebhookHandler(
  options: IronWebhookHandlerOptions,
  handler: IronWebhookHandler,
): (request: Delivery) => Promise<Response> {
  checkOptions(options);
  return routeOf(options, (request) => receiveIronWebhook(request, options, handler));
}
