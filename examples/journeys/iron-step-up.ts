// Journey 3: a limit pauses a transaction, and its customer has 24 hours to hand in more.
import type { Iron, IronClient } from '@org/iron-sdk';
import { onboardingOf } from '@org/iron-sdk/onboarding';
import { explainTransaction } from '@org/iron-sdk/ramps';

export interface Notice {
  readonly text: string;
  readonly url: string | undefined;
  /** Until when, ISO 8601. */
  readonly until: string | undefined;
}

/** What to tell a customer whose transaction does not go on; undefined where nothing is asked for. */
export async function noticeFor(iron: IronClient, transaction: Iron.AutorampTransaction): Promise<Notice | undefined> {
  const path = { id: transaction.customer_id };
  const customer = await iron.customer.getCustomerById({ path });
  const { paused, where, next } = explainTransaction(transaction, { customer });
  if (!paused) return undefined;
  const all = await iron.customer.getAllCustomerIdentifications({ path }).toArray();
  const { url, within } = onboardingOf(customer, all, { pausedAt: transaction.created_at });
  return { text: `${where} ${next}`, url, until: within?.until };
}
