// Moving money: opening ramps, paying in, and following what becomes of it: `@org/iron-sdk/ramps`.
export { isKeyStillGood, type KeyLifetimeOptions } from './key-lifetime.ts';
export {
  type ExplainOptions,
  explainTransaction,
  type MoneyIs,
  type TransactionExplanation,
} from './ramps/explain-transaction.ts';
export {
  type PayInAmount,
  type PayInDetails,
  type PayInField,
  type PayInOptions,
  payInDetails,
} from './ramps/pay-in.ts';
export type { PayInRail } from './ramps/rails.ts';
export { isOwnershipMessageCurrent, type WalletOwnership, walletOwnershipMessage } from './wallet-proof.ts';
export { type OpenedRamp, type OpenRampOptions, openOffRamp, openOnRamp } from './workflows/open-ramp.ts';
export type { MarketTerms, OffRampOrder, OnRampOrder, OpensRamps, QuoteTerms } from './workflows/ramp-order.ts';
export {
  type MissingPrecondition,
  type RampPrecondition,
  RampPreconditionError,
} from './workflows/ramp-preconditions.ts';
export {
  type RegisteredWallet,
  type RegistersWallets,
  registerWallet,
  type WalletToRegister,
  WalletUnavailableError,
} from './workflows/register-wallet.ts';
export { waitForAutoramp } from './workflows/wait-for-autoramp.ts';
export { waitForFiatAddress } from './workflows/wait-for-fiat-address.ts';
export { waitForTransaction } from './workflows/wait-for-transaction.ts';
export type { IronWaitOptions } from './workflows/wait-options.ts';
