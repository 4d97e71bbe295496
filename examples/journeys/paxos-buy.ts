// Journey 17: buying bitcoin, at a held price or on the market. Call it again after a crash: it goes on.
import type { Paxos, PaxosClient, WaitOptions } from '@org/paxos-sdk';
import { executeQuote, type QuoteTrade, waitForOrder, waitForQuoteExecution } from '@org/paxos-sdk/money';
import { once } from './paxos-once.ts';

/** The price to show. Store it with your ref_id when the customer accepts; it holds for 30 seconds. */
export async function quoteBitcoin(paxos: PaxosClient): Promise<Paxos.Quote> {
  const { items = [] } = await paxos.quotes.listQuotes({ query: { markets: ['BTCUSD'] } });
  const quote = items.find(({ side }) => side === 'BUY');
  if (!quote) throw new Error('There is no price for bitcoin now.');
  return quote;
}

/** Buys at the accepted price. Returns the bitcoin bought, as a decimal string. */
export async function buyAtQuote(paxos: PaxosClient, trade: QuoteTrade, options: WaitOptions = {}): Promise<string> {
  const { id } = await executeQuote(paxos, trade, options);
  const { base_amount } = await waitForQuoteExecution(paxos, { profile_id: trade.profile_id, id }, options);
  return base_amount;
}

/** Spends dollars on the market. Returns the bitcoin bought, as a decimal string. */
export async function buyOnMarket(
  paxos: PaxosClient,
  { ref_id, profile_id, dollars }: { ref_id: string; profile_id: string; dollars: string },
  options: WaitOptions = {},
): Promise<string> {
  const path = { profile_id };
  const body = { ref_id, market: 'BTCUSD', side: 'BUY', type: 'MARKET', quote_amount: dollars } as const;
  const { id = '' } = await once<Paxos.Order>(
    () => paxos.orders.createOrder({ path, body }),
    (existing) => paxos.orders.getOrder({ path: { ...path, id: existing } }),
  );
  const { amount_filled = '0' } = await waitForOrder(paxos, { profile_id, id }, options);
  return amount_filled;
}
