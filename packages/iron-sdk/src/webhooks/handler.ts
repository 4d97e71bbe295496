// A receiver in the form that Fetch-like frameworks take: a request in, a response out.
import { type Delivery, type HandlerOptions, toFetchHandler } from '@org/sdk-core/webhooks';
import { checkOptions, type IronWebhookHandler, type IronWebhookOptions, receiveIronWebhook } from './receive.ts';

export interface IronWebhookHandlerOptions extends IronWebhookOptions, HandlerOptions {}

/**
 * Makes a route of `receiveIronWebhook`: it answers 200 to what was handled, now or before, 4xx to what is not to be
 * trusted, and 5xx when the handler fails, so that Iron sends the event again. It never throws.
 *
 * @throws {ConfigurationError} at once, if an option is malformed
 * @example
 * export const POST = createIronWebhookHandler({ secrets, dedupeStore }, async (event) => { … });
 * @see https://docs.iron.xyz/webhooks
 */
export function createIronWebhookHandler(
  options: IronWebhookHandlerOptions,
  handler: IronWebhookHandler,
): (request: Delivery) => Promise<Response> {
  checkOptions(options);
  return toFetchHandler(options, (request) => receiveIronWebhook(request, options, handler));
}
