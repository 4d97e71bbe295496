// Orders as the sandbox remembers them, and their life.
import type { Execution, Order } from '@org/paxos-types';
import { next, type Transitions } from '../transitions.ts';

export type OrderState = 'PENDING_SUBMISSION' | 'SUBMITTED' | 'OPEN' | 'FILLED' | 'CANCELLED' | 'REJECTED' | 'EXPIRED';

export interface OrderRecord extends Omit<Order, 'id' | 'ref_id' | 'status' | 'profile_id' | 'amount_filled'> {
  readonly id: string;
  readonly profile_id: string;
  ref_id?: string;
  status: OrderState;
  amount_filled: string;
  /** What is tied up for it: the asset, and how much of it is left. */
  readonly held: { readonly asset: string; amount: string };
  /** When it reached a final state, in milliseconds since the epoch. */
  closedAt?: number;
}

export interface ExecutionRecord extends Execution {
  readonly id: string;
  readonly profile_id: string;
  readonly created_at: string;
}

type Step = 'submit' | 'open' | 'fill' | 'cancel' | 'reject' | 'expire';

const page = 'https://docs.paxos.com/guides/trading/orders';

export const orderTransitions: Transitions<OrderState, Step> = [
  { from: 'PENDING_SUBMISSION', on: 'submit', to: 'SUBMITTED', evidence: 'documented', source: page },
  { from: 'SUBMITTED', on: 'open', to: 'OPEN', evidence: 'documented', source: page },
  { from: 'SUBMITTED', on: 'reject', to: 'REJECTED', evidence: 'documented', source: page },
  { from: 'OPEN', on: 'fill', to: 'FILLED', evidence: 'documented', source: page },
  { from: 'OPEN', on: 'cancel', to: 'CANCELLED', evidence: 'documented', source: page },
  { from: 'OPEN', on: 'expire', to: 'EXPIRED', evidence: 'documented', source: page },
  { from: 'PENDING_SUBMISSION', on: 'cancel', to: 'CANCELLED', evidence: 'inferred', source: page },
  { from: 'SUBMITTED', on: 'cancel', to: 'CANCELLED', evidence: 'inferred', source: page },
];

const final: readonly OrderState[] = ['FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED'];

/** Takes a step of the table; false where the order cannot take it. */
export function step(order: OrderRecord, on: Step, now: number): boolean {
  const to = next(orderTransitions, order.status, on);
  if (!to) return false;
  order.status = to;
  order.modified_at = new Date(now).toISOString();
  if (final.includes(to)) order.closedAt = now;
  return true;
}

export function orderReply({ held: _held, closedAt: _closedAt, ...order }: OrderRecord): Order {
  return order;
}

export function executionReply({
  id: _id,
  profile_id: _profile,
  created_at: _created,
  ...execution
}: ExecutionRecord): Execution {
  return execution;
}
