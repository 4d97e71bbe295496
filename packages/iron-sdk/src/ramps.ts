// Waiting for autoramps and transactions, and the text that registers a wallet: `@org/iron-sdk/ramps`.
export { isOwnershipMessageCurrent, type WalletOwnership, walletOwnershipMessage } from './wallet-proof.ts';
export { waitForAutoramp } from './workflows/wait-for-autoramp.ts';
export { waitForTransaction } from './workflows/wait-for-transaction.ts';
export type { IronWaitOptions } from './workflows/wait-options.ts';
