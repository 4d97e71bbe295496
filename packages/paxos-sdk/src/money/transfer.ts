import type { Transfer } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId, assertObject, lookup } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads transfers. */
export interface TransferReader {
  readonly transfers: {
    getTransfer(args: { path: { id: string } }, options: { signal: AbortSignal }): PromiseLike<Transfer>;
  };
}

/** The fields that determine a transfer's state. */
export type TransferState = Pick<Transfer, 'status' | 'secondary_status' | 'status_details'>;

/** Held until a person does something. */
const HOLDS: Readonly<Record<string, string>> = {
  TRAVEL_RULE_INFO_REQUESTED:
    'is held until you supply travel rule data (of the destination with putCryptoDestinationAddress, of a sender in the dashboard).',
  PENDING_CUSTOMER_APPROVAL: 'is held until somebody on your side approves it in the dashboard.',
};

/** Refused for good, also where `status` does not say so yet. */
const REFUSED: Readonly<Record<string, string>> = {
  TRAVEL_RULE_REJECTED: 'failed the travel rule check, for good.',
  CUSTOMER_REJECTED: 'was turned down by somebody on your side.',
};

/** Why it failed, and what to do about that. */
const REASONS: Readonly<Record<string, string>> = {
  missing_trustline:
    'the receiving account has no trustline for the asset. Let its owner add one, then create a new withdrawal.',
  max_rent_exceeded: 'opening the receiving account would cost more rent than Paxos pays. Use an account that exists.',
  stale_fee_quote:
    'the chain moved on after the fee had been quoted. Quote the fee again, then create a new withdrawal.',
  invalid_destination_address: 'the address cannot take this asset. Check it, then create a new withdrawal.',
};

/**
 * The wait state of a transfer: completed, on its way, failed, or blocked until a person has done something. The texts of
 * the last two say what happened and what to do.
 *
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * const state = transferWaitState(transfer);
 * if (typeof state === 'object' && 'blocked' in state) tellStaff(state.blocked);
 */
export function transferWaitState(transfer: TransferState): WaitState {
  assertObject(transfer, 'a transfer, as getTransfer returns it');
  const { status, secondary_status, status_details } = transfer;
  // One guide writes COMPLETE.
  if (status === 'COMPLETED' || status === 'COMPLETE') return 'succeeded';
  const { name } = secondary_status ?? {};
  const refused = lookup(REFUSED, name);
  if (refused) return { failed: refused };
  if (status === 'FAILED') {
    const reason = Object.keys(status_details ?? {})
      .map((key) => lookup(REASONS, key))
      .find(Boolean);
    return { failed: `FAILED: ${reason ?? "Paxos returned no reason. See 'last', or ask their support."}` };
  }
  const hold = lookup(HOLDS, name) ?? (status_details?.pending_customer_approval && HOLDS.PENDING_CUSTOMER_APPROVAL);
  return hold ? { blocked: hold } : 'pending';
}

/**
 * Waits until a transfer is completed.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 2,000), `whenBlocked`, `signal`
 * @returns the completed transfer
 * @throws {TerminalStateError} when it failed, was refused, or needs a person (travel rule data, an approval); the
 *   message says what to do, `last` is the transfer
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * const { id } = await paxos.cryptoWithdrawals.createCryptoWithdrawal({ body });
 * await waitForTransfer(paxos, id, { deadline: 900_000 });
 */
export async function waitForTransfer(
  client: TransferReader,
  id: string,
  options: WaitOptions = {},
): Promise<Transfer> {
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<Transfer> =>
    client.transfers.getTransfer({ path: { id } }, { signal });
  return waitForRecord(`Transfer ${id}`, read, transferWaitState, options);
}
