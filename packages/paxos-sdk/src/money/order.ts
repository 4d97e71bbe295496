import type { Order } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId, assertObject } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads orders. */
export interface OrderReader {
  readonly orders: {
    getOrder(args: { path: { profile_id: string; id: string } }, options: { signal: AbortSignal }): PromiseLike<Order>;
  };
}

/**
 * The wait state of an order: filled, on its way, or ended before it was filled. Order statuses that are not known are
 * waited on.
 *
 * @throws {InvalidRequestError} if it is not an object
 */
export function orderWaitState(order: Pick<Order, 'status' | 'amount_filled'>): WaitState {
  assertObject(order, 'an order, as getOrder returns it');
  const { status, amount_filled } = order;
  const filled = /[1-9]/.test(`${amount_filled ?? ''}`)
    ? "A part of it was filled: book amount_filled of 'last'."
    : 'Nothing of it was filled.';
  switch (status) {
    case 'FILLED':
      return 'succeeded';
    case 'CANCELLED':
      return { failed: `was cancelled before it was filled. ${filled}` };
    case 'EXPIRED':
      return { failed: `expired before it was filled. ${filled}` };
    case 'REJECTED':
      return { failed: `was rejected. ${filled} Check funds, price and market, then create another order.` };
    default:
      return 'pending';
  }
}

/**
 * Waits until an order is filled. An order that ends before may have been filled in part: `amount_filled` of the error's
 * `last` is to be booked.
 *
 * @param path the profile and the order, as `getOrder` takes them
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `signal`
 * @returns the filled order
 * @throws {TerminalStateError} when it was cancelled or rejected, or expired; `last` is the order
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if an id is empty
 * @example
 * const order = await waitForOrder(paxos, { profile_id, id: created.id }, { deadline: 60_000 });
 * book(order.amount_filled, order.volume_weighted_average_price);
 * @see https://docs.paxos.com/api-reference/endpoints/orders/get-order (documented: which statuses are final)
 */
export async function waitForOrder(
  client: OrderReader,
  path: { readonly profile_id: string; readonly id: string },
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<Order> {
  const { profile_id, id } = path ?? {};
  assertId('profile_id', profile_id);
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<Order> =>
    client.orders.getOrder({ path: { profile_id, id } }, { signal });
  return waitForRecord(`Order ${id}`, read, orderWaitState, options);
}
