import type { Orchestration, QuoteExecution, Transfer } from '@org/paxos-types';
import { unlisted } from '@org/sdk-core';
import { driven, manualClock } from '@org/test-kit/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import contract from '../../../paxos-types/openapi.json' with { type: 'json' };
import { createPaxosClient, isAbortedError, isTerminalStateError, isWaitTimeoutError } from '../../src/index.ts';
import {
  type OrchestrationReader,
  orchestrationWaitState,
  waitForOrchestration,
} from '../../src/money/orchestration.ts';
import { type QuoteExecutionReader, waitForQuoteExecution } from '../../src/money/quote-execution.ts';
import { type TransferReader, transferWaitState, waitForTransfer } from '../../src/money/transfer.ts';

const enumOf = (name: string): string[] =>
  [...((contract.components.schemas as unknown as Record<string, { enum: string[] }>)[name]?.enum ?? [])].sort();

/** One answer after the other, the last one for ever. */
const playing =
  <T>(states: unknown[]) =>
  async (): Promise<T> =>
    (states.length > 1 ? states.shift() : states[0]) as T;

async function ended<T>(
  start: (options: { clock: ReturnType<typeof manualClock>; random: () => number }) => Promise<T>,
) {
  const clock = manualClock();
  return driven(
    clock,
    start({ clock, random: () => 0.5 }).catch((error: unknown) => error as Error),
  );
}

const transfers = (...states: Partial<Transfer>[]): TransferReader => ({ transfers: { getTransfer: playing(states) } });
const secondary = (name: string): Partial<Transfer> => ({
  status: 'PENDING',
  secondary_status: { name: unlisted(name) },
});
const THEN = " Wait again after that, or pass { whenBlocked: 'wait' }.";

test.each(['COMPLETED', unlisted('COMPLETE')] as const)('a transfer that is %s is at its goal', async (status) => {
  const end = await ended((options) =>
    waitForTransfer(transfers({ status: 'PENDING' }, { status: unlisted('NEW') }, { status }), 't1', options),
  );
  expect(end).toEqual({ status });
});

test.each([
  [{ status: 'FAILED' }, "FAILED: Paxos returned no reason. See 'last', or ask their support."],
  [
    { status: 'FAILED', status_details: { missing_trustline: {} } },
    'FAILED: the receiving account has no trustline for the asset. Let its owner add one, then create a new withdrawal.',
  ],
  [
    { status: 'FAILED', status_details: { max_rent_exceeded: {} } },
    'FAILED: opening the receiving account would cost more rent than Paxos pays. Use an account that exists.',
  ],
  [
    { status: 'FAILED', status_details: { stale_fee_quote: {} } },
    'FAILED: the chain moved on after the fee had been quoted. Quote the fee again, then create a new withdrawal.',
  ],
  [
    { status: 'FAILED', status_details: { invalid_destination_address: {} } },
    'FAILED: the address cannot take this asset. Check it, then create a new withdrawal.',
  ],
  [
    { status: 'FAILED', status_details: { new_reason: {} } },
    "FAILED: Paxos returned no reason. See 'last', or ask their support.",
  ],
  [secondary('TRAVEL_RULE_REJECTED'), 'failed the travel rule check, for good.'],
  [secondary('CUSTOMER_REJECTED'), 'was turned down by somebody on your side.'],
])('%j is an end of a transfer', async (state, why) => {
  const end = await ended((options) =>
    waitForTransfer(transfers({ status: 'PENDING' }, state as Transfer), 't1', options),
  );
  expect(isTerminalStateError(end)).toBe(true);
  expect(end).toMatchObject({
    message: `Cannot reach the awaited state: Transfer t1 ${why}`,
    blocked: false,
    last: state,
  });
});

test.each([
  [
    secondary('TRAVEL_RULE_INFO_REQUESTED'),
    'is held until you supply travel rule data (of the destination with putCryptoDestinationAddress, of a sender in the dashboard).',
  ],
  [secondary('PENDING_CUSTOMER_APPROVAL'), 'is held until somebody on your side approves it in the dashboard.'],
  [
    { status: 'PENDING', status_details: { pending_customer_approval: { message: 'x' } } },
    'is held until somebody on your side approves it in the dashboard.',
  ],
])('%j needs a person: the waiting stops and says whom, or waits for them', async (state, why) => {
  const stopped = await ended((options) => waitForTransfer(transfers(state as Transfer), 't1', options));
  expect(stopped).toMatchObject({
    name: 'TerminalStateError',
    message: `Cannot reach the awaited state yet: Transfer t1 ${why}${THEN}`,
    blocked: true,
  });
  const waited = await ended((options) =>
    waitForTransfer(transfers(state as Transfer, state as Transfer, { status: 'COMPLETED' }), 't1', {
      ...options,
      whenBlocked: 'wait',
    }),
  );
  expect(waited).toEqual({ status: 'COMPLETED' });
});

test('a completed transfer is completed whatever stands beside it', () => {
  expect(transferWaitState({ ...secondary('TRAVEL_RULE_INFO_REQUESTED'), status: 'COMPLETED' } as Transfer)).toBe(
    'succeeded',
  );
});

test('the tables have every status of the contract', () => {
  expect(enumOf('TransferStatus')).toEqual(['COMPLETED', 'FAILED', 'PENDING']);
  expect(enumOf('SecondaryStatusName')).toEqual([
    'CUSTOMER_REJECTED',
    'PENDING_CUSTOMER_APPROVAL',
    'TRAVEL_RULE_INFO_REQUESTED',
    'TRAVEL_RULE_REJECTED',
  ]);
  expect(enumOf('OrchestrationStatus')).toEqual(['COMPLETED', 'FAILED', 'PENDING', 'PROCESSING', 'REJECTED']);
  expect(enumOf('QuoteExecutionStatus')).toEqual(['CREATED', 'SETTLED']);
});

const orchestrations = (...states: Orchestration[]): OrchestrationReader => ({
  orchestrations: { getOrchestration: playing(states) },
});

test.each([
  ['PROCESSING', 'pending'],
  ['COMPLETED', 'succeeded'],
  ['FAILED', { failed: 'FAILED, and Paxos returned no reason. Check where the funds are.' }],
  ['REJECTED', { failed: 'was turned down by an approver on your side; nothing was moved.' }],
  ['PENDING', { blocked: 'is held until somebody on your side approves it in the dashboard.' }],
  ['PENDING_APPROVAL', { blocked: 'is held until somebody on your side approves it in the dashboard.' }],
  ['SOMETHING_NEW', 'pending'],
  [undefined, 'pending'],
])('an orchestration that is %s', (status, standing) => {
  expect(orchestrationWaitState(status === undefined ? {} : { status: unlisted(status) })).toEqual(standing);
});

test('waits for an orchestration, and tells why it failed', async () => {
  const good = await ended((options) =>
    waitForOrchestration(orchestrations({ status: 'PROCESSING' }, { status: 'COMPLETED' }), 'o1', options),
  );
  expect(good).toEqual({ status: 'COMPLETED' });
  const bad = await ended((options) =>
    waitForOrchestration(orchestrations({ status: 'FAILED', fail_reason: { detail: 'no liquidity' } }), 'o1', options),
  );
  expect(bad).toMatchObject({
    message:
      'Cannot reach the awaited state: Orchestration o1 FAILED; see fail_reason of error.last. Check where the funds are.',
  });
  const held = await ended((options) => waitForOrchestration(orchestrations({ status: 'PENDING' }), 'o1', options));
  expect(held).toMatchObject({ blocked: true });
});

test('waits for a quote execution until it is settled', async () => {
  const asked: object[] = [];
  const states = [{ status: 'CREATED' }, { status: 'SETTLED' }] as QuoteExecution[];
  const client: QuoteExecutionReader = {
    quoteExecutions: {
      async getQuoteExecution({ path }) {
        asked.push(path);
        return states[asked.length - 1] as QuoteExecution;
      },
    },
  };
  const end = await ended((options) => waitForQuoteExecution(client, { profile_id: 'p1', id: 'q1' }, options));
  expect(end).toEqual({ status: 'SETTLED' });
  expect(asked).toEqual(Array(2).fill({ profile_id: 'p1', id: 'q1' }));
});

test('waiting ends at its deadline, and by its signal', async () => {
  const late = await ended((options) =>
    waitForTransfer(transfers({ status: 'PENDING' }), 't1', { ...options, deadline: 9_000 }),
  );
  expect(isWaitTimeoutError(late)).toBe(true);
  const controller = new AbortController();
  const aborted = waitForTransfer(transfers({ status: 'PENDING' }), 't1', {
    signal: controller.signal,
    clock: manualClock(),
  });
  controller.abort();
  expect(isAbortedError(await aborted.catch((error: unknown) => error))).toBe(true);
});

test('bad input is refused before anything is sent', async () => {
  await expect(waitForTransfer(transfers({}), '')).rejects.toThrow(
    "'id' must be a non-empty string. Nothing was sent.",
  );
  await expect(waitForOrchestration(orchestrations({}), undefined as never)).rejects.toThrow(
    "'id' must be a non-empty string",
  );
  const client = { quoteExecutions: { getQuoteExecution: playing<QuoteExecution>([]) } };
  await expect(waitForQuoteExecution(client, { profile_id: '', id: 'q' })).rejects.toThrow(
    "'profile_id' must be a non-empty string",
  );
  await expect(waitForQuoteExecution(client, undefined as never)).rejects.toThrow(
    "'profile_id' must be a non-empty string",
  );
  for (const wrong of [undefined, null, 'x', []]) {
    expect(() => transferWaitState(wrong as never)).toThrow('Expected a transfer, as getTransfer returns it');
    expect(() => orchestrationWaitState(wrong as never)).toThrow(
      'Expected an orchestration, as getOrchestration returns it',
    );
  }
});

test('every answer has a standing, whatever stands in it', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          status: fc.jsonValue(),
          secondary_status: fc.jsonValue(),
          status_details: fc.jsonValue(),
          fail_reason: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      (value) => {
        for (const state of [transferWaitState(value as never), orchestrationWaitState(value as never)]) {
          const name = typeof state === 'string' ? state : Object.keys(state).join();
          expect(['succeeded', 'pending', 'failed', 'blocked']).toContain(name);
        }
      },
    ),
  );
});

test('a whole client is what each of them takes', () => {
  const client = createPaxosClient({ clientId: 'a', clientSecret: 'b', environment: 'sandbox' });
  const all: TransferReader & OrchestrationReader & QuoteExecutionReader = client;
  expect(all.transfers.getTransfer).toBeTypeOf('function');
});
