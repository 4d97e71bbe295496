import type { Identity } from '@org/paxos-types';
import { lookup } from '@org/sdk-core/internal';
import { activeControls } from './controls.ts';
import { identityStatus } from './status.ts';

/** What an identity may do. */
export interface AllowedActions {
  readonly holdAssets: boolean;
  readonly createBuyOrders: boolean;
  readonly createSellOrders: boolean;
  readonly executeOpenOrders: boolean;
  readonly createCryptoDepositAddress: boolean;
  readonly createCryptoWithdrawal: boolean;
  readonly receiveCryptoDeposits: boolean;
  /** True if crypto that arrives all the same is kept back for a review. */
  readonly cryptoDepositsHeld: boolean;
}

const NOTHING: AllowedActions = {
  holdAssets: false,
  createBuyOrders: false,
  createSellOrders: false,
  executeOpenOrders: false,
  createCryptoDepositAddress: false,
  createCryptoWithdrawal: false,
  receiveCryptoDeposits: false,
  cryptoDepositsHeld: false,
};
const HOLD: AllowedActions = { ...NOTHING, holdAssets: true, cryptoDepositsHeld: true };
const FROZEN: AllowedActions = { ...HOLD, executeOpenOrders: true };
const SELL_ONLY: AllowedActions = { ...FROZEN, createSellOrders: true };
const EVERYTHING: AllowedActions = {
  holdAssets: true,
  createBuyOrders: true,
  createSellOrders: true,
  executeOpenOrders: true,
  createCryptoDepositAddress: true,
  createCryptoWithdrawal: true,
  receiveCryptoDeposits: true,
  cryptoDepositsHeld: false,
};

/** Documented: https://docs.paxos.com/guides/identity/statuses. PENDING, DENIED and what is not known allow nothing. */
const BY_STATUS: Readonly<Record<string, AllowedActions>> = {
  APPROVED: EVERYTHING,
  DISABLED: SELL_ONLY,
  ERROR: FROZEN,
};

/**
 * What remains under a control. SELL_ONLY is documented, and so is that a dormant identity holds assets and starts
 * nothing, and that a closed one performs no action. Inferred: that open orders of a dormant identity still run, and
 * that FROZEN is the control behind the status ERROR.
 */
const BY_CONTROL: Readonly<Record<string, AllowedActions>> = {
  SELL_ONLY,
  DORMANT: FROZEN,
  FROZEN,
  CLOSED: HOLD,
};

/**
 * What an identity may do now: what its status allows, less what the controls on it forbid. A status that is not known
 * allows nothing, and a control that is not known leaves holding only, because Paxos may add some at any time. A `DISABLED`
 * identity may sell only where the record shows the controls, because it can be closed or dormant.
 *
 * @throws {InvalidRequestError} if it is not an object
 * @example
 * if (!allowedActions(identity).createSellOrders) hideSellButton();
 * @see https://docs.paxos.com/guides/identity/statuses
 * @see https://docs.paxos.com/api-reference/endpoints/identity-controls/overview
 */
export function allowedActions(
  identity: Pick<Identity, 'status' | 'summary_status' | 'status_details' | 'user_disabled' | 'admin_disabled'>,
): AllowedActions {
  const status = identityStatus(identity);
  const controls = activeControls(identity).map(({ type }) => lookup(BY_CONTROL, type) ?? HOLD);
  const listed = Array.isArray(identity.status_details?.active_controls);
  const byStatus = lookup(BY_STATUS, status) ?? NOTHING;
  if (!byStatus.holdAssets) return NOTHING;
  const unexplained = status === 'DISABLED' && !listed && controls.length === 0;
  return [...controls, ...(unexplained ? [FROZEN] : [])].reduce(leastOf, byStatus);
}

function leastOf(one: AllowedActions, other: AllowedActions): AllowedActions {
  const names = Object.keys(NOTHING) as (keyof AllowedActions)[];
  const both = names.map((name) => [
    name,
    name === 'cryptoDepositsHeld' ? one[name] || other[name] : one[name] && other[name],
  ]);
  return Object.fromEntries(both) as Record<keyof AllowedActions, boolean>;
}
