// Journey 16: dollars become a stablecoin. Call it again after a crash: it goes on.
import type { PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { waitForOrchestration } from '@org/paxos-sdk/money';
import { once } from './paxos-once.ts';

/** What you store before the first call. The amount is a decimal string. */
export interface Conversion {
  readonly ref_id: string;
  readonly profile_id: string;
  readonly amount: string;
  readonly to: 'PYUSD' | 'USDG';
}

/** Returns the id of the completed orchestration. */
export async function convert(
  paxos: PaxosClient,
  { ref_id, profile_id, amount, to }: Conversion,
  options: WaitOptions = {},
): Promise<string> {
  const profile = { profile: { profile_id } };
  const { id = '' } = await once(
    () =>
      paxos.orchestrations.createOrchestration({
        body: {
          ref_id,
          source: profile,
          source_asset: 'USD',
          source_amount: amount,
          destination: profile,
          destination_asset: to,
        },
      }),
    (existing) => paxos.orchestrations.getOrchestration({ path: { id: existing } }),
  );
  await waitForOrchestration(paxos, id, options);
  return id;
}
