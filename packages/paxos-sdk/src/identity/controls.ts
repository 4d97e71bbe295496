import type { Identity, IdentityControl, IdentityControlReasonCode, IdentityControlType } from '@org/paxos-types';
import type { Unlisted } from '@org/sdk-core';
import { assertObject, lookup, objectsIn } from '@org/sdk-core/internal';
import { textOf } from './status.ts';

/** A restriction that is in force. */
export interface ActiveControl {
  readonly type: IdentityControlType;
  /** What it means, in a sentence for your own staff. */
  readonly meaning: string;
  /** Who set it. */
  readonly setBy: 'CLIENT' | 'PAXOS' | Unlisted;
  /** True if you may lift it; otherwise Paxos's support has to. */
  readonly liftable: boolean;
  /** What `deleteIdentityControl` takes; absent where an older answer says so with a flag. */
  readonly id?: string;
  readonly reasonCode?: IdentityControlReasonCode;
  readonly reason?: string;
  /** Since when (RFC 3339). */
  readonly since?: string;
}

const MEANINGS: Readonly<Record<string, string>> = {
  SELL_ONLY: 'It may sell, and nothing else.',
  CLOSED: 'It is closed and may do nothing.',
  FROZEN: 'Compliance has frozen it; only Paxos can lift that.',
  DORMANT: 'It was inactive for long: it keeps its assets and starts nothing new.',
};

/**
 * The restrictions on an identity that are in force, whichever shape the answer has: `status_details.active_controls`,
 * or the flags `user_disabled` and `admin_disabled` of older answers, which stand for one `SELL_ONLY` control each.
 *
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * for (const control of activeControls(identity)) if (control.liftable) offerToLift(control.id);
 * @see https://docs.paxos.com/api-reference/endpoints/identity-controls/overview
 */
export function activeControls(
  identity: Pick<Identity, 'status_details' | 'user_disabled' | 'admin_disabled'>,
): ActiveControl[] {
  assertObject(identity, 'an identity, as getIdentity returns it');
  const listed = identity.status_details?.active_controls;
  if (Array.isArray(listed)) return objectsIn(listed).filter(inForce).map(describe);
  return [
    ...(identity.user_disabled === true ? [flag('CLIENT')] : []),
    ...(identity.admin_disabled === true ? [flag('PAXOS')] : []),
  ];
}

function inForce({ deleted_at }: IdentityControl): boolean {
  // An overview page of the docs shows `null` for one that is in force.
  return !deleted_at;
}

function describe(control: IdentityControl): ActiveControl {
  const { id, type, is_overridable, reason_code, reason, created_at } = control;
  // The preview of October 2025 calls it `controlled_by`.
  const setBy = control.set_by ?? (control as { readonly controlled_by?: string }).controlled_by;
  return {
    type,
    meaning: meaningOf(textOf(type)),
    // The overview page writes CLIENT where the contract has SET_BY_CLIENT, and END_USER_REQUESTED with a D.
    setBy: textOf(setBy).replace(/^SET_BY_/, '') as ActiveControl['setBy'],
    liftable: is_overridable === true,
    id,
    ...(reason_code && { reasonCode: textOf(reason_code) === 'END_USER_REQUESTED' ? 'END_USER_REQUEST' : reason_code }),
    ...(reason && { reason }),
    ...(created_at && { since: created_at }),
  };
}

function flag(setBy: 'CLIENT' | 'PAXOS'): ActiveControl {
  return { type: 'SELL_ONLY', meaning: meaningOf('SELL_ONLY'), setBy, liftable: setBy === 'CLIENT' };
}

function meaningOf(type: string): string {
  return lookup(MEANINGS, type) ?? `It is restricted in a way that this SDK does not know: ${type}.`;
}
