// Markets and their prices, which stand still: what an order or a quote costs can be computed ahead.
import type { Market, MarketDetails, PriceMarket } from '@org/paxos-types';
import { multiply, precision, round } from '../decimal.ts';
import type { PaxosHandlers } from '../handlers.ts';
import { priceOf } from '../money/assets.ts';
import { notFound } from '../problems.ts';

/** The markets that orders and quotes take. */
export const markets: readonly string[] = [
  ...['AAVE', 'ARB', 'AVAX', 'BCH', 'BNB', 'BONK', 'BTC', 'DOGE', 'ENA', 'ETH', 'LINK', 'LTC', 'MNT', 'ONDO', 'PAXG'],
  ...['PENGU', 'PEPE', 'POL', 'QNT', 'RENDER', 'SHIB', 'SKY', 'SUI', 'TRUMP', 'UNI', 'USDP', 'WIF', 'WLD', 'XLM'],
]
  .map((base) => `${base}USD`)
  .concat('BTCEUR', 'BTCSGD', 'ETHEUR', 'ETHSGD');

export interface Pair {
  readonly base: string;
  readonly quote: string;
  /** Price of one `base` in `quote`. */
  readonly price: string;
}

/** Base, quote and price of a market. Throws a `Refusal` for a market that does not exist. */
export function pairOf(market: string): Pair {
  const base = market.slice(0, -3);
  const quote = market.slice(-3);
  const price = priceOf(base, quote);
  if (!/[1-9]/.test(price)) throw notFound(`market ${market} is unknown`);
  return { base, quote, price };
}

/** A price changed by some thousandths, as finely as the market's prices are. */
export function shifted(price: string, factor: string): string {
  return round(multiply(price, factor), Math.max(2, precision(price)), 'down');
}

export const marketHandlers: PaxosHandlers = {
  ListMarkets(call) {
    const updated_at = call.timestamp();
    const details = markets.map((market): MarketDetails => {
      const { base, quote, price } = pairOf(market);
      return {
        market: market as Market,
        base_asset: base,
        quote_asset: quote,
        tick_rate: precision(price) > 2 ? `0.${'0'.repeat(precision(price) - 1)}1` : '0.01',
        market_status: { buy_status: 'AVAILABLE', sell_status: 'AVAILABLE', updated_at },
        min_base_amount: '0.00000001',
        min_quote_amount: '0.01',
        max_base_amount: '1000000000',
        max_quote_amount: '1500000',
      };
    });
    return { status: 200, body: { markets: details } };
  },

  ListPrices(call) {
    const snapshot_at = call.timestamp();
    const asked = [...new Set(call.query.markets ?? [])].filter((market) => markets.includes(market));
    const items = asked.map((market) => {
      const { price } = pairOf(market);
      return { market, current_price: price, yesterday_price: shifted(price, '0.99'), snapshot_at };
    });
    return { status: 200, body: { items } };
  },

  GetTicker(call) {
    const { price } = pairOf(call.path.market);
    const level = { price, amount: '1' };
    const range = { begin: call.timestamp(-86_400_000), end: call.timestamp() };
    const stats = { high: price, low: price, open: price, volume: '10', volume_weighted_average_price: price, range };
    return {
      status: 200,
      body: {
        market: call.path.market as PriceMarket,
        best_bid: level,
        best_ask: level,
        last_execution: level,
        last_day: stats,
        today: stats,
        snapshot_at: call.timestamp(),
      },
    };
  },

  GetOrderBook({ path }) {
    const { price } = pairOf(path.market);
    const level = (factor: string) => ({ price: shifted(price, factor), amount: '10' });
    return {
      status: 200,
      body: {
        market: path.market as Market,
        asks: [level('1.001'), level('1.002')],
        bids: [level('0.999'), level('0.998')],
      },
    };
  },
};
