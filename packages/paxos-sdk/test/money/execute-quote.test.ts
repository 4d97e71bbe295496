// Trading on a held quote, once: https://docs.paxos.com/guides/crypto-brokerage/quotes/quickstart
import { driven, type ManualClock, manualClock } from '@org/test-kit/clock';
import { json, reset } from '@org/test-kit/replies';
import type { Reply, SeenRequest } from '@org/test-kit/server';
import { beforeEach, expect, test } from 'vitest';
import { createPaxosClient } from '../../src/index.ts';
import { executeQuote, type QuoteTrade } from '../../src/money.ts';
import { optionsOf } from '../support/client.ts';
import { paxosServers } from '../support/servers.ts';

const { api, tokens } = paxosServers();
const NOW = Date.parse('2023-07-13T00:50:30Z');
const PATH = '/v2/profiles/p1/quote-executions';
const TRADE: QuoteTrade = {
  profile_id: 'p1',
  ref_id: 'order-1',
  quote_amount: '250.00',
  quote: {
    id: '3750f18f-ff13-4cc9-a37f-b1f097dad201',
    market: 'BTCUSD',
    side: 'BUY',
    created_at: '2023-07-13T00:50:29Z',
    expires_at: '2023-07-13T00:50:59Z',
  },
};

type Fields = Record<string, unknown>;
let made: Fields[] = [];
const problem = (kind: string, status: number, meta: object): Reply =>
  json(status, { type: `https://developer.paxos.com/docs/v2/problems/${kind}`, title: kind, status, meta });

/** Paxos's executions: once per `ref_id`, the rest as sent. */
function carryOut({ body }: SeenRequest): Reply {
  const sent = JSON.parse(body) as Fields;
  const existing = made.find(({ ref_id }) => ref_id === sent.ref_id);
  if (existing) return problem('already-exists', 409, { existing });
  const execution = { id: `e${made.length + 1}`, profile_id: 'p1', status: 'CREATED', ...sent };
  made.push(execution);
  return json(200, execution);
}
const create: Reply = (response, seen, socket) => carryOut(seen)(response, seen, socket);
const lost: Reply = (response, seen, socket) => {
  carryOut(seen);
  return reset(response, seen, socket);
};
beforeEach(() => {
  made = [];
  api.script((response, seen, socket) => {
    const id = seen.path.slice(PATH.length + 1);
    return json(200, id ? made.find((one) => one.id === id) : { items: made })(response, seen, socket);
  });
  api.on(`POST ${PATH}`, create);
});

async function execute(trade: QuoteTrade = TRADE, clock: ManualClock = manualClock({ start: NOW })): Promise<unknown> {
  const client = createPaxosClient({
    ...optionsOf(api, tokens, clock),
    rateLimit: false,
    maxRetries: 0,
    scopes: ['exchange:write_quote_execution', 'exchange:read_quote_execution'],
  });
  const work = executeQuote(client, trade, { clock, random: () => 0.5 });
  return driven(
    clock,
    work.catch((error: unknown) => error),
  );
}
const calls = (): string[] => api.seen.map(({ method, path }) => `${method} ${path.slice(PATH.length)}`.trim());

test('a quote that holds is executed under its ref_id', async () => {
  expect(await execute()).toMatchObject({ id: 'e1', ref_id: 'order-1' });
  expect(JSON.parse(api.seen[0]?.body ?? '')).toEqual({
    quote_id: TRADE.quote.id,
    ref_id: 'order-1',
    quote_amount: '250.00',
  });
});

test('called again with the same input, it returns the trade that was made', async () => {
  const first = await execute();
  Object.assign(made[0] ?? {}, { quote_amount: '250', status: 'SETTLED', base_amount: '0.00823' });
  expect(await execute()).toMatchObject({ ...(first as object), quote_amount: '250', status: 'SETTLED' });
  expect(calls()).toEqual(['POST', 'POST', 'GET /e1']);
  expect(made).toHaveLength(1);
});

test('an outage and a lost response are ridden out, and the trade is made once', async () => {
  api.on(`POST ${PATH}`, json(503, {}), reset, lost, create);
  expect(await execute()).toMatchObject({ id: 'e1' });
  expect(calls()).toEqual(['POST', 'POST', 'POST', 'POST', 'GET /e1']);
  expect(made).toHaveLength(1);
});

test('called again after a crash and after the quote expired, it finds the trade, or says that there is none', async () => {
  api.on(`POST ${PATH}`, lost);
  const late = (): ManualClock => manualClock({ start: Date.parse(TRADE.quote.expires_at) });
  expect(await execute(TRADE, late())).toMatchObject({
    name: 'StateError',
    message:
      'The quote has expired, and no trade was made. Fetch a new quote, show its price, and execute it under a new ref_id.',
  });
  await execute();
  expect(await execute(TRADE, late())).toMatchObject({ id: 'e1' });
  expect(api.seen.at(-1)?.query).toBe('created_at.begin=2023-07-13T00%3A50%3A29Z&market=BTCUSD&side=BUY');
  expect(made).toHaveLength(1);
});

test('a trade that was made in time is found where Paxos says that the quote expired', async () => {
  api.on(`POST ${PATH}`, lost, problem('expired', 403, { expired_at: TRADE.quote.expires_at }));
  expect(await execute()).toMatchObject({ id: 'e1' });
  expect(calls()).toEqual(['POST', 'POST', 'GET']);
});

test('an outage longer than the quote ends with the news that no trade was made', async () => {
  api.on(`POST ${PATH}`, json(503, {}));
  expect(await execute()).toMatchObject({ name: 'StateError', message: expect.stringContaining('no trade was made') });
});

test('other refusals reach the caller', async () => {
  api.on(`POST ${PATH}`, problem('insufficient-funds', 403, { asset: 'USD' }));
  expect(await execute()).toMatchObject({ name: 'ApiError', status: 403 });
});

test.each([{ quote_amount: '250.01' }, { quote: { ...TRADE.quote, id: 'another' } }, { identity_id: 'i1' }])(
  'a ref_id of another trade is refused: %j',
  async (other) => {
    await execute({ ...TRADE, identity_id: 'i2', ...other });
    expect(await execute({ ...TRADE, identity_id: 'i2' })).toMatchObject({
      name: 'StateError',
      message: 'ref_id belongs to quote execution e1, which is another trade than this one. Use a ref_id once.',
    });
    expect(made).toHaveLength(1);
  },
);

test.each<[object, string]>([
  [{ quote_amount: 250 }, "'quote_amount' must be a positive decimal string such as '250.00' (got 250)"],
  [{ quote_amount: '250.001' }, "'quote_amount' must have at most 2 decimal places"],
  [{ quote_amount: undefined, base_amount: '0.123456789' }, "'base_amount' must have at most 8 decimal places"],
  [{ base_amount: '1' }, "Pass exactly one of 'base_amount' and 'quote_amount' (got both)"],
  [{ ref_id: '' }, "'ref_id' must be a non-empty string"],
  [{ profile_id: '' }, "'profile_id' must be a non-empty string"],
  [{ quote: undefined }, 'Expected a quote, as listQuotes returns it'],
  [{ quote: { ...TRADE.quote, expires_at: 'soon' } }, "'quote.expires_at' must be as listQuotes returned it"],
])('%j is refused before anything is sent', async (wrong, message) => {
  expect(await execute({ ...TRADE, ...wrong } as QuoteTrade)).toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(message),
  });
  expect(api.seen).toEqual([]);
});
