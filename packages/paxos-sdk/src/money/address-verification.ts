import type { Verification } from '@org/paxos-types';
import type { WaitOptions, WaitState } from '@org/sdk-core';
import { assertId } from '@org/sdk-core/internal';
import { waitForRecord } from '../wait.ts';

/** The part of a client that reads verifications of addresses. */
export interface VerificationReader {
  readonly addressVerification: {
    getVerification(args: { path: { id: string } }, options: { signal: AbortSignal }): PromiseLike<Verification>;
  };
}

/**
 * Waits until control of an address is shown: the deposit was seen, or a good signature was handed in. A verification
 * expires 48 hours after it was created.
 *
 * @param options `deadline` and `interval` in milliseconds (600,000 and 5,000), `signal`
 * @returns the approved verification
 * @throws {TerminalStateError} when it expired; `last` is the verification
 * @throws {WaitTimeoutError} when the deadline came first
 * @throws {InvalidRequestError} if the id is empty
 * @example
 * await waitForAddressVerification(paxos, verification.id, { deadline: 172_800_000, interval: 60_000 });
 * @see https://docs.paxos.com/api-reference/endpoints/address-verification/get-verification (documented)
 */
export async function waitForAddressVerification(
  client: VerificationReader,
  id: string,
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<Verification> {
  assertId('id', id);
  const read = (signal: AbortSignal): PromiseLike<Verification> =>
    client.addressVerification.getVerification({ path: { id } }, { signal });
  return waitForRecord(`Address verification ${id}`, read, stateOf, { interval: 5_000, ...options });
}

function stateOf({ status }: Verification): WaitState {
  if (status === 'APPROVED') return 'succeeded';
  return status === 'EXPIRED' ? { failed: 'expired before the proof came. Create another one.' } : 'pending';
}
