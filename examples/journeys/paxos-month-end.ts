// Journey 22: the figures of a month's end. All amounts are decimal strings: use a decimal library for sums.
import type { PaxosClient } from '@org/paxos-sdk';

export interface MonthEnd {
  /** `profile asset available trading`, one line each. */
  readonly balances: readonly string[];
  readonly rewards: number;
  readonly taxForms: number;
}

export async function monthEnd(paxos: PaxosClient, tax_year: string): Promise<MonthEnd> {
  const balances: string[] = [];
  for await (const { id = '' } of paxos.profiles.listProfiles()) {
    const { items = [] } = await paxos.profiles.listProfileBalances({ path: { profile_id: id } });
    balances.push(...items.map(({ asset, available, trading }) => `${id} ${asset} ${available} ${trading}`));
  }
  // The newest dozen.
  const { items: statements = [] } = await paxos.rewardsStatements.listRewardsStatements();
  const accounts = await paxos.accounts.listAccounts().toArray();
  let taxForms = 0;
  // Paxos takes 50 accounts at a time.
  for (let first = 0; first < accounts.length; first += 50) {
    const account_ids = accounts.slice(first, first + 50).flatMap(({ id }) => id ?? []);
    const { tax_form_urls = [] } = await paxos.taxForms.listTaxForms({ query: { account_ids, tax_year } });
    taxForms += tax_form_urls.length;
  }
  return { balances, rewards: statements.length, taxForms };
}
