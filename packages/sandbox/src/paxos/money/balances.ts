// What each profile holds: free money, and money tied up in orders. Amounts are exact to the last digit.
import type { ProfileBalance } from '@org/paxos-types';
import { add, compare, subtract } from '../decimal.ts';
import { insufficientFunds } from '../problems.ts';
import type { PaxosRecords } from '../records.ts';
import { assets } from './assets.ts';

export interface Balance {
  available: string;
  trading: string;
}

/** By profile and asset; an asset that was never held is absent. */
export type Balances = Record<string, Record<string, Balance>>;

export function balanceOf(records: PaxosRecords, profile: string, asset: string): Balance {
  return records.balances[profile]?.[asset] ?? { available: '0', trading: '0' };
}

export function balanceReply(records: PaxosRecords, profile: string, asset: string): ProfileBalance {
  return { asset, ...balanceOf(records, profile, asset) };
}

export function isEmpty(records: PaxosRecords, profile: string): boolean {
  return assets.every((asset) => {
    const { available, trading } = balanceOf(records, profile, asset);
    return compare(available, '0') === 0 && compare(trading, '0') === 0;
  });
}

/** Throws a `Refusal` unless the profile has so much to spend. */
export function assertFunds(records: PaxosRecords, profile: string, asset: string, needed: string): void {
  const { available } = balanceOf(records, profile, asset);
  if (compare(available, needed) < 0) throw insufficientFunds(profile, asset, needed, available);
}

export function credit(records: PaxosRecords, profile: string, asset: string, amount: string): void {
  const balance = writable(records, profile, asset);
  balance.available = add(balance.available, amount);
}

/** Takes money away. Check with `assertFunds` first: here too little is a fault of the sandbox. */
export function debit(records: PaxosRecords, profile: string, asset: string, amount: string): void {
  const balance = writable(records, profile, asset);
  balance.available = notBelowZero(subtract(balance.available, amount));
}

/** Ties money up in an order. */
export function hold(records: PaxosRecords, profile: string, asset: string, amount: string): void {
  debit(records, profile, asset, amount);
  const balance = writable(records, profile, asset);
  balance.trading = add(balance.trading, amount);
}

/** Spends money that was tied up. */
export function spend(records: PaxosRecords, profile: string, asset: string, amount: string): void {
  const balance = writable(records, profile, asset);
  balance.trading = notBelowZero(subtract(balance.trading, amount));
}

/** Frees money that was tied up. */
export function release(records: PaxosRecords, profile: string, asset: string, amount: string): void {
  spend(records, profile, asset, amount);
  credit(records, profile, asset, amount);
}

function writable(records: PaxosRecords, profile: string, asset: string): Balance {
  const held = records.balances[profile] ?? {};
  records.balances[profile] = held;
  const balance = held[asset] ?? { available: '0', trading: '0' };
  held[asset] = balance;
  return balance;
}

function notBelowZero(amount: string): string {
  if (compare(amount, '0') < 0) throw new Error('a balance fell below zero');
  return amount;
}
