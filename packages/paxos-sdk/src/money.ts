// Moving money and waiting for it: `@org/paxos-sdk/money`.
export type { Batch, FollowOptions } from './follow.ts';
export { waitForAddressVerification } from './money/address-verification.ts';
export { executeQuote, type QuoteTrade } from './money/execute-quote.ts';
export { waitForFiatAccount } from './money/fiat-account.ts';
export { type FollowTransfersOptions, followTransfers } from './money/follow-transfers.ts';
export { orchestrationWaitState, waitForOrchestration } from './money/orchestration.ts';
export { orderWaitState, waitForOrder } from './money/order.ts';
export { waitForQuoteExecution } from './money/quote-execution.ts';
export { transferWaitState, waitForTransfer } from './money/transfer.ts';
export {
  type CryptoDestination,
  checkTravelRule,
  saveTravelRule,
  type TravelRuleMetadata,
} from './money/travel-rule.ts';
export { type CryptoWithdrawal, type TravelRule, type WithdrawOptions, withdrawCrypto } from './money/withdraw.ts';
