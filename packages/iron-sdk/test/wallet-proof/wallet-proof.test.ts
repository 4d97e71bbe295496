import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwnershipMessageCurrent, walletOwnershipMessage } from '../../src/wallet-proof.ts';

const address = '0x52908400098527886E0F7030069857D2E4169EE7';
const customerId = '0198c3a2-7d4e-7b11-9c55-2f6a1e8d0b01';
const at = new Date('2026-03-02T09:36:00Z');

test('the message is the documented one, byte for byte', () => {
  expect(walletOwnershipMessage({ address, customerId, at })).toBe(
    `I am verifying ownership of the wallet address ${address} as customer ${customerId}. This message was signed on 02/03/2026 to confirm my control over this wallet.`,
  );
});

test('it is the message of the contract’s own examples', () => {
  const contract = readFileSync(new URL(import.meta.resolve('@org/iron-types/openapi.json')), 'utf8');
  const examples = contract.match(/I am verifying ownership of the wallet address [^"\\{}]* over this wallet\./g) ?? [];
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const [, wallet = '', customer = '', date = ''] =
      /address (\S+) as customer (\S+)\. .* on (\S+) to/.exec(example) ?? [];
    const [day, month, year] = date.split('/').map(Number);
    const signed = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
    expect(walletOwnershipMessage({ address: wallet, customerId: customer, at: signed })).toBe(example);
  }
});

test.each([
  ['2026-03-02T00:00:00.000Z', '02/03/2026'],
  ['2026-03-01T23:59:59.999Z', '01/03/2026'],
  ['2026-03-02T01:30:00+02:00', '01/03/2026'],
  ['2026-03-01T22:30:00-05:00', '02/03/2026'],
  ['2026-12-31T23:59:59Z', '31/12/2026'],
  ['2024-02-29T12:00:00Z', '29/02/2024'],
])('the date of %s is that in UTC, %s, wherever this runs', (time, date) => {
  expect(walletOwnershipMessage({ address, customerId, at: new Date(time) })).toContain(` signed on ${date} to `);
});

test('without a time it is dated now', () => {
  const before = walletOwnershipMessage({ address, customerId, at: new Date() });
  const message = walletOwnershipMessage({ address, customerId });
  const after = walletOwnershipMessage({ address, customerId, at: new Date() });
  expect([before, after]).toContain(message);
});

test('a message is current until midnight in UTC, and for its own wallet and customer only', () => {
  const message = walletOwnershipMessage({ address, customerId, at });
  const current = (time: string, more: object = {}) =>
    isOwnershipMessageCurrent(message, { address, customerId, at: new Date(time), ...more });
  expect(current('2026-03-02T00:00:00.000Z')).toBe(true);
  expect(current('2026-03-02T23:59:59.999Z')).toBe(true);
  expect(current('2026-03-03T00:00:00.000Z')).toBe(false);
  expect(current('2026-03-01T23:59:59.999Z')).toBe(false);
  expect(current('2026-03-02T12:00:00Z', { address: address.toLowerCase() })).toBe(false);
  expect(current('2026-03-02T12:00:00Z', { customerId: 'another' })).toBe(false);
});

test('text around the message is accepted, as Iron accepts it; a change within is not', () => {
  const message = walletOwnershipMessage({ address, customerId, at });
  const accepted = (text: unknown) => isOwnershipMessageCurrent(text as string, { address, customerId, at });
  expect(accepted(`Example Wallet asks you to sign:\n\n${message}\n\nNothing is paid by this.`)).toBe(true);
  expect(accepted(message.replace(' as customer ', '  as customer '))).toBe(false);
  expect(accepted(message.slice(0, -1))).toBe(false);
  expect(accepted([message])).toBe(false);
});

test('on any two days the messages differ, and on the same one they do not', () => {
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, time, (one, other) => {
      const sameDay = one.toISOString().slice(0, 10) === other.toISOString().slice(0, 10);
      const message = walletOwnershipMessage({ address, customerId, at: one });
      expect(isOwnershipMessageCurrent(message, { address, customerId, at: other })).toBe(sameDay);
    }),
  );
});

test.each([
  ['no address', { customerId }, "'address' must be a text without white space."],
  [
    'an address with a line break',
    { address: `${address}\n`, customerId },
    "'address' must be a text without white space.",
  ],
  ['an empty id', { address, customerId: '' }, "'customerId' must be a text without white space."],
  ['an id with a space', { address, customerId: 'a b' }, "'customerId' must be a text without white space."],
  ['an invalid date', { address, customerId, at: new Date('x') }, "'at' must be a valid Date."],
  ['a text as date', { address, customerId, at: '2026-03-02' }, "'at' must be a valid Date."],
  ['a year that the form cannot hold', { address, customerId, at: new Date(8.64e15) }, "'at' must be a valid Date."],
  ['nothing', undefined, "'address' must be a text without white space."],
])('%s is a InvalidRequestError', (_name, ownership, message) => {
  const wrong = ownership as Parameters<typeof walletOwnershipMessage>[0];
  const error = expect.objectContaining({ name: 'InvalidRequestError', message });
  expect(() => walletOwnershipMessage(wrong)).toThrow(error);
  expect(() => isOwnershipMessageCurrent('', wrong)).toThrow(error);
});
