import type { CreateQuoteExecutionRequest, OrderSide, Quote, QuoteExecution } from '@org/paxos-types';
import { InvalidRequestError, StateError, type WaitOptions, waitFor } from '@org/sdk-core';
import { agrees, assertId, assertObject, systemClock } from '@org/sdk-core/internal';
import { assertOneAmount } from '../decimal.ts';
import { problemOf } from '../problems.ts';
import type { QuoteExecutionReader } from './quote-execution.ts';

interface Options {
  readonly signal: AbortSignal;
}

/** The part of a client that executes quotes. */
export interface QuoteExecutor {
  readonly quoteExecutions: QuoteExecutionReader['quoteExecutions'] & {
    createQuoteExecution(
      args: { path: { profile_id: string }; body: CreateQuoteExecutionRequest },
      options: Options,
    ): PromiseLike<QuoteExecution>;
    listQuoteExecutions(
      args: {
        path: { profile_id: string };
        query: { 'created_at.begin': string; market: Quote['market']; side: OrderSide };
      },
      options: Options,
    ): AsyncIterable<QuoteExecution>;
  };
}

/** A trade at the price of a quote. */
export interface QuoteTrade extends Omit<CreateQuoteExecutionRequest, 'quote_id' | 'ref_id'> {
  readonly profile_id: string;
  /** As `listQuotes` returned it, with the time at which it expires. */
  readonly quote: Pick<Quote, 'id' | 'market' | 'side' | 'created_at' | 'expires_at'>;
  /** Stored by you, with the quote, before the first call: under it the trade is made once. */
  readonly ref_id: string;
}

/** Decimal places that Paxos takes. */
const PLACES = { base_amount: 8, quote_amount: 2 } as const;

/**
 * Trades at the price of a quote, once. A quote holds for 30 seconds; one that has expired is not sent. Called again with
 * the same input, also after a crash and after the quote expired, it returns the trade that was made, or says that there
 * is none. Transient failures are ridden out for as long as the quote holds.
 *
 * It returns as soon as the trade is made, which cannot be undone. Then follow it with {@link waitForQuoteExecution}.
 *
 * Scopes: `exchange:write_quote_execution`, `exchange:read_quote_execution`.
 *
 * @param trade exactly one of `base_amount` (8 decimal places at most) and `quote_amount` (2), as a decimal string
 * @param options `deadline` and `interval` in milliseconds (60,000 and 500), `signal`
 * @throws {InvalidRequestError} before anything is sent, if an amount is not such a string, or an id is missing
 * @throws {StateError} if the quote expired and no trade was made, or `ref_id` belongs to another trade
 * @throws {WaitTimeoutError} when the deadline came first; the trade may exist, so call again with the same input
 * @throws {ApiError} if Paxos refuses it: see `problemOf`
 * @example
 * const [quote] = (await paxos.quotes.listQuotes({ query: { markets: ['BTCUSD'] } })).items ?? [];
 * const execution = await executeQuote(paxos, { profile_id, quote, quote_amount: '250.00', ref_id: order.id });
 * await waitForQuoteExecution(paxos, { profile_id, id: execution.id });
 * @see https://docs.paxos.com/guides/crypto-brokerage/quotes/quickstart (documented; that an execution is listed with its
 *   `ref_id` is documented, that it is listed at once is inferred)
 */
export async function executeQuote(
  client: QuoteExecutor,
  trade: QuoteTrade,
  options: Omit<WaitOptions, 'whenBlocked'> = {},
): Promise<QuoteExecution> {
  const expiry = checkTrade(trade);
  const { clock = systemClock } = options;
  const { profile_id, quote, ...body } = trade;
  const attempt = async (signal: AbortSignal): Promise<QuoteExecution> => {
    if (clock.now() >= expiry) return findMade(client, trade, signal);
    try {
      const sent = { ...body, quote_id: quote.id };
      return await client.quoteExecutions.createQuoteExecution({ path: { profile_id }, body: sent }, { signal });
    } catch (error) {
      const problem = problemOf(error);
      // An earlier attempt whose response was lost may have made the trade in time.
      if (problem?.kind === 'expired') return findMade(client, trade, signal);
      const id = problem?.kind === 'already-exists' ? problem.meta.existing?.id : undefined;
      if (typeof id !== 'string' || id === '') throw error;
      const made = await client.quoteExecutions.getQuoteExecution({ path: { profile_id, id } }, { signal });
      return sameOrThrow(made, trade);
    }
  };
  return waitFor(attempt, () => true, { deadline: 60_000, interval: 500, ...options });
}

/** Throws `InvalidRequestError`. Returns when the quote expires, in milliseconds since 1970. */
function checkTrade(trade: QuoteTrade): number {
  assertObject(trade, 'a trade with its quote');
  assertObject(trade.quote, 'a quote, as listQuotes returns it');
  assertId('profile_id', trade.profile_id);
  assertId('ref_id', trade.ref_id);
  assertId('quote.id', trade.quote.id);
  const name = assertOneAmount(trade, 'base_amount', 'quote_amount');
  const [, places = ''] = `${trade[name]}`.split('.');
  if (places.length > PLACES[name]) {
    throw new InvalidRequestError(`'${name}' must have at most ${PLACES[name]} decimal places. Nothing was sent.`);
  }
  const expiry = Date.parse(trade.quote.expires_at);
  if (Number.isNaN(expiry)) {
    throw new InvalidRequestError("'quote.expires_at' must be as listQuotes returned it. Nothing was sent.");
  }
  return expiry;
}

/** The trade that was made under this `ref_id` while the quote held. There is no filter for it. */
async function findMade(client: QuoteExecutor, trade: QuoteTrade, signal: AbortSignal): Promise<QuoteExecution> {
  const { market, side, created_at } = trade.quote;
  const executions = client.quoteExecutions.listQuoteExecutions(
    { path: { profile_id: trade.profile_id }, query: { 'created_at.begin': created_at, market, side } },
    { signal },
  );
  for await (const made of executions) if (made.ref_id === trade.ref_id) return sameOrThrow(made, trade);
  throw new StateError(
    'The quote has expired, and no trade was made. Fetch a new quote, show its price, and execute it under a new ref_id.',
  );
}

/** A `ref_id` that was used for another trade must not pass for this one. */
function sameOrThrow(made: QuoteExecution, { quote, ...sent }: QuoteTrade): QuoteExecution {
  if (made.ref_id === sent.ref_id && made.quote_id === quote.id && agrees(sent, made)) return made;
  throw new StateError(
    `ref_id belongs to quote execution ${made.id}, which is another trade than this one. Use a ref_id once.`,
  );
}
