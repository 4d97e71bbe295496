import type { IdentityStatus } from '@org/paxos-types';

/** What an identity may do. */
export interface IdentityEffects {
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

const NOTHING: IdentityEffects = {
  holdAssets: false,
  createBuyOrders: false,
  createSellOrders: false,
  executeOpenOrders: false,
  createCryptoDepositAddress: false,
  createCryptoWithdrawal: false,
  receiveCryptoDeposits: false,
  cryptoDepositsHeld: false,
};
const FROZEN: IdentityEffects = { ...NOTHING, holdAssets: true, executeOpenOrders: true, cryptoDepositsHeld: true };
const SELL_ONLY: IdentityEffects = { ...FROZEN, createSellOrders: true };
const EVERYTHING: IdentityEffects = {
  holdAssets: true,
  createBuyOrders: true,
  createSellOrders: true,
  executeOpenOrders: true,
  createCryptoDepositAddress: true,
  createCryptoWithdrawal: true,
  receiveCryptoDeposits: true,
  cryptoDepositsHeld: false,
};

/**
 * What each status still allows. An unknown status, or none, allows nothing: Paxos may add some at any time.
 *
 * It is about the status alone. A control can forbid more: see {@link activeControls}.
 *
 * @example
 * if (!effectsOf(identityStatus(identity)).createBuyOrders) hideBuyButton();
 * @see https://docs.paxos.com/guides/identity/statuses
 */
export function effectsOf(status: IdentityStatus | (string & {}) | undefined): IdentityEffects {
  switch (status) {
    case 'APPROVED':
      return EVERYTHING;
    case 'DISABLED':
      return SELL_ONLY;
    case 'ERROR':
      return FROZEN;
    default:
      return NOTHING;
  }
}
