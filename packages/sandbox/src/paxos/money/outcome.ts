// How a transfer ends, where its caller wants to rehearse something else than success.
import type { SecondaryStatus, Transfer, TransferStatusDetails } from '@org/paxos-types';

/**
 * Key of `metadata` that chooses an outcome: `metadata: { sandbox_outcome: 'missing_trustline' }`. The sandbox's own; the
 * provider has no such lever. Deposits take it from their deposit address or deposit instructions, whose metadata they copy.
 */
export const outcomeKey = 'sandbox_outcome';

export interface Outcome {
  /** Status that the transfer ends in, or stays in until somebody acts. */
  readonly end: 'COMPLETED' | 'FAILED' | 'held';
  readonly secondary?: SecondaryStatus;
  details?(transfer: Pick<Transfer, 'asset' | 'destination_address'>): TransferStatusDetails;
}

const to = (address: string | undefined): { destination_address?: string } =>
  address === undefined ? {} : { destination_address: address };

export const outcomes: Readonly<Record<string, Outcome>> = {
  completed: { end: 'COMPLETED' },
  failed: { end: 'FAILED' },
  missing_trustline: {
    end: 'FAILED',
    details: ({ asset, destination_address }) => ({
      missing_trustline: {
        message: `destination account has no trustline for ${asset}`,
        asset,
        ...to(destination_address),
      },
    }),
  },
  max_rent_exceeded: {
    end: 'FAILED',
    details: ({ destination_address }) => ({
      max_rent_exceeded: { message: 'rent of the destination account exceeds the limit', ...to(destination_address) },
    }),
  },
  invalid_destination_address: {
    end: 'FAILED',
    details: ({ destination_address }) => ({
      invalid_destination_address: {
        message: 'destination address cannot take the asset',
        ...to(destination_address),
      },
    }),
  },
  stale_fee_quote: {
    end: 'FAILED',
    details: () => ({ stale_fee_quote: { message: 'the fee quote no longer fits the chain' } }),
  },
  customer_rejected: {
    end: 'FAILED',
    secondary: { name: 'CUSTOMER_REJECTED', detail: 'rejected by the customer' },
  },
  travel_rule_rejected: {
    end: 'FAILED',
    secondary: { name: 'TRAVEL_RULE_REJECTED', detail: 'travel rule checks failed' },
  },
  pending_customer_approval: {
    end: 'held',
    secondary: { name: 'PENDING_CUSTOMER_APPROVAL', detail: 'awaiting approval by the customer' },
    details: () => ({ pending_customer_approval: { message: 'transfer is waiting for customer approval' } }),
  },
  travel_rule_info_requested: {
    end: 'held',
    secondary: { name: 'TRAVEL_RULE_INFO_REQUESTED', detail: 'originator name is missing' },
  },
};

export function outcomeOf(metadata: Readonly<Record<string, string>> | undefined): Outcome {
  const chosen = metadata?.[outcomeKey];
  const outcome = chosen !== undefined && Object.hasOwn(outcomes, chosen) ? outcomes[chosen] : undefined;
  return outcome ?? { end: 'COMPLETED' };
}
