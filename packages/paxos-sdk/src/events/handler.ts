// A receiver in the form that Fetch-like frameworks take: a request in, a response out.
import { type Delivery, type HandlerOptions, toFetchHandler } from '@org/sdk-core/webhooks';
import { checkEventOptions, type PaxosEventHandler, type PaxosEventOptions, receivePaxosEvent } from './receive.ts';

export interface PaxosEventHandlerOptions extends PaxosEventOptions, HandlerOptions {}

/**
 * Makes a route of `receivePaxosEvent`: it answers 200 to what was handled, now or before, 4xx to what is not to be
 * trusted, and 5xx when fetching the event or the handler fails, so that Paxos sends it again. It never throws.
 *
 * @throws {ConfigurationError} at once, if an option is malformed
 * @example
 * export const POST = createPaxosEventHandler({ client: paxos, authorize, dedupeStore }, async (event) => { … });
 * @see https://docs.paxos.com/guides/webhooks/retries-and-limits
 */
export function createPaxosEventHandler(
  options: PaxosEventHandlerOptions,
  handler: PaxosEventHandler,
): (request: Delivery) => Promise<Response> {
  checkEventOptions(options);
  return toFetchHandler(options, (request) => receivePaxosEvent(request, options, handler));
}
