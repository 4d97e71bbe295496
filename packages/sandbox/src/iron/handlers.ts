// Every operation of Iron that has memory. The others are answered from the contract's examples.
import { abilityHandlers } from './abilities.ts';
import { authenticationCodeHandlers } from './authentication-codes.ts';
import { autorampHandlers } from './autoramps.ts';
import type { IronHandlers, IronJobs } from './call.ts';
import { referenceHandlers } from './currencies.ts';
import { customerHandlers } from './customers.ts';
import { feeProfileHandlers } from './fee-profiles.ts';
import { fiatAddressHandlers } from './fiat-addresses.ts';
import { identificationHandlers, identificationJobs } from './identifications.ts';
import { openBankingHandlers, openBankingJobs } from './open-banking.ts';
import { pixAddressHandlers, pixAddressJobs } from './pix-addresses.ts';
import { quoteHandlers } from './quotes.ts';
import { emptyIronRecords } from './records.ts';
import { requirementHandlers } from './requirements.ts';
import { sandboxTransactionHandlers } from './sandbox-transactions.ts';
import { signingHandlers } from './signings.ts';
import { spendingLimitHandlers, spendingLimitJobs } from './spending-limit.ts';
import { transactionHandlers } from './transactions.ts';
import { walletHandlers } from './wallets.ts';
import { webhookHandlers } from './webhooks.ts';

const resetHandlers: IronHandlers = {
  /** Wipes what customers have; what the dashboard holds stays: settings and webhooks. */
  resetSandbox(call) {
    const { settings, webhooks } = call.records;
    Object.assign(call.records, emptyIronRecords(), { settings, webhooks });
    return { status: 200, body: true };
  },
};

export const ironHandlers: IronHandlers = {
  ...customerHandlers,
  ...identificationHandlers,
  ...signingHandlers,
  ...abilityHandlers,
  ...requirementHandlers,
  ...spendingLimitHandlers,
  ...walletHandlers,
  ...fiatAddressHandlers,
  ...pixAddressHandlers,
  ...authenticationCodeHandlers,
  ...quoteHandlers,
  ...autorampHandlers,
  ...transactionHandlers,
  ...sandboxTransactionHandlers,
  ...openBankingHandlers,
  ...feeProfileHandlers,
  ...referenceHandlers,
  ...webhookHandlers,
  ...resetHandlers,
};

/** What the passing of time does. */
export const ironJobs: IronJobs = {
  ...identificationJobs,
  ...pixAddressJobs,
  ...openBankingJobs,
  ...spendingLimitJobs,
};
