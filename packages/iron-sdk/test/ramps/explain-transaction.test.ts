import type { AutorampTransaction } from '@org/iron-types';
import { expect, test } from 'vitest';
import { type ExplainOptions, explainTransaction } from '../../src/ramps.ts';

const created_at = '2026-03-02T14:30:00Z';
const transaction = (status: string, more: object = {}) => ({ status, created_at, ...more }) as AutorampTransaction;
const ASKED: ExplainOptions = { customer: { status: 'IdentificationRequired' } };

// Every row of https://docs.iron.xyz/transaction-status; where the money is: that page, /limits-and-minimum and /account.
test.each<[status: string, final: boolean, money: string, where: RegExp, next: RegExp, basis: string]>([
  ['FundsReviewInProgress', false, 'iron', /received.*checks/, /usually short.*converted/, 'documented'],
  ['ConversionInProgress', false, 'iron', /cleared.*converts/, /paid out/, 'documented'],
  ['PayoutInProgress', false, 'network', /sent the payout/, /that network/, 'documented'],
  ['Completed', true, 'recipient', /handed over/, /Nothing more happens/, 'documented'],
  ['Failed', true, 'unclear', /error in processing/, /ask Iron's support/, 'inferred'],
  ['RejectedAml', true, 'returned', /compliance/, /returned to the sender/, 'documented'],
  ['RejectedFraud', true, 'unclear', /suspicion of fraud/, /ask Iron's support/, 'inferred'],
  ['RejectedMinAmount', true, 'returned', /below the minimum/, /except crypto worth less than 1 EUR/, 'documented'],
  ['OnHold', false, 'unclear', /newer than this SDK/, /Update/, 'inferred'],
  ['constructor', false, 'unclear', /newer than this SDK/, /Update/, 'inferred'],
])('the money of a transaction that is %s: final %s, %s', (status, final, money, where, next, basis) => {
  for (const options of [{}, { customer: { status: 'Active' } }]) {
    expect(explainTransaction(transaction(status), options)).toEqual({
      status,
      final,
      money,
      where: expect.stringMatching(where),
      next: expect.stringMatching(next),
      basis,
      paused: false,
      pausedUntil: undefined,
      transactionHash: undefined,
      tracking: {},
    });
  }
});

test.each(['FundsReviewInProgress', 'ConversionInProgress'])(
  'a transaction that is %s is paused while its customer is asked for more',
  (status) => {
    expect(explainTransaction(transaction(status), ASKED)).toMatchObject({
      paused: true,
      pausedUntil: '2026-03-03T14:30:00.000Z',
      money: 'iron',
      where: expect.stringContaining('limit'),
      next: expect.stringMatching(/24 hours.*returned/),
      basis: 'inferred',
    });
  },
);

test.each(['PayoutInProgress', 'Completed', 'Failed', 'RejectedAml', 'OnHold'])(
  'a transaction that is %s is not paused, whatever its customer',
  (status) => {
    expect(explainTransaction(transaction(status), ASKED)).toMatchObject({ paused: false, pausedUntil: undefined });
  },
);

test('what proves a payout is given: the hash, and the references that are there', () => {
  const done = transaction('Completed', {
    payout_crypto_transaction: { transaction_hash: '0xabc' },
    payment_tracking: { uetr: 'u-1', imad: null, ach_trace_number: '' },
  });
  expect(explainTransaction(done)).toMatchObject({ transactionHash: '0xabc', tracking: { uetr: 'u-1' } });
  expect(explainTransaction(done).tracking).not.toHaveProperty('imad');
  const none = transaction('Completed', { payout_crypto_transaction: null, payment_tracking: null });
  expect(explainTransaction(none)).toMatchObject({ transactionHash: undefined, tracking: {} });
});

test.each<[unknown, unknown, string]>([
  [undefined, {}, "'transaction' must be an object as getAutorampTransactionsByIds gives it, not undefined."],
  [{}, {}, "'transaction.status' must be a status as the API gives it, a string, not undefined."],
  [
    transaction('Completed'),
    { customer: 'c1' },
    "'customer' must be an object as getCustomerById gives it, not a string.",
  ],
  [
    { ...transaction('ConversionInProgress'), created_at: 'noon' },
    ASKED,
    "'transaction.created_at' must be an RFC 3339 date-time.",
  ],
])('%j with %j is an InvalidRequestError', (one, options, message) => {
  const call = () => explainTransaction(one as AutorampTransaction, options as ExplainOptions);
  expect(call).toThrow(expect.objectContaining({ name: 'InvalidRequestError', message }));
});
