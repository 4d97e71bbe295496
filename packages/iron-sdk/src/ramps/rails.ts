// The types of deposit rails: those of the contract, and those that Iron's guides use instead.
import type { DepositAccount, DepositAccountType, DepositRail } from '@org/iron-types';
import { lookup } from '@org/sdk-core/internal';
import type { Known } from '../onboarding/known.ts';

/** A network by which money can be paid in, as the contract names it, or `Other`. */
export type PayInRail = DepositRail['type'] | 'Other';

/** Types of the guides: https://docs.iron.xyz/account, https://docs.iron.xyz/autoramp */
type GuideType = 'Iban' | 'UsAccount' | 'SortCode' | 'Swift';

type KnownType = DepositRail['type'] | DepositAccount['type'] | Known<DepositAccountType> | GuideType;

export interface RailFacts {
  readonly rails: readonly PayInRail[];
  /** The only currency of the network; undefined where there are several. */
  readonly currency: string | undefined;
  readonly settlement: string | undefined;
}

// https://docs.iron.xyz/transaction-status
const SEPA = 'Up to 100,000 EUR within seconds by SEPA Instant, otherwise 1 to 2 business days.';
const ACH = '2 to 3 business days.';
const WIRE = 'The same day, or 1 business day.';
const CHAPS = 'The same business day.';
const FPS = 'Usually within minutes, up to 2 hours.';

/** A type that is new to the contract does not compile until it is here. */
const RAILS: Readonly<Record<KnownType, RailFacts>> = {
  SEPA: { rails: ['SEPA'], currency: 'EUR', settlement: SEPA },
  Iban: { rails: ['SEPA'], currency: 'EUR', settlement: SEPA },
  ACH: { rails: ['ACH'], currency: 'USD', settlement: ACH },
  Wire: { rails: ['Wire'], currency: 'USD', settlement: WIRE },
  RTP: { rails: ['RTP'], currency: 'USD', settlement: undefined },
  FedNow: { rails: ['FedNow'], currency: 'USD', settlement: undefined },
  AchWire: { rails: ['ACH', 'Wire'], currency: 'USD', settlement: `ACH: ${ACH} Wire: ${WIRE}` },
  ACHWire: { rails: ['ACH', 'Wire'], currency: 'USD', settlement: `ACH: ${ACH} Wire: ${WIRE}` },
  UsAccount: { rails: ['ACH', 'Wire'], currency: 'USD', settlement: `ACH: ${ACH} Wire: ${WIRE}` },
  CHAPS: { rails: ['CHAPS'], currency: 'GBP', settlement: CHAPS },
  FPS: { rails: ['FPS'], currency: 'GBP', settlement: FPS },
  ChapsFps: { rails: ['FPS', 'CHAPS'], currency: 'GBP', settlement: `FPS: ${FPS} CHAPS: ${CHAPS}` },
  CHAPSFPS: { rails: ['FPS', 'CHAPS'], currency: 'GBP', settlement: `FPS: ${FPS} CHAPS: ${CHAPS}` },
  SortCode: { rails: ['FPS', 'CHAPS'], currency: 'GBP', settlement: `FPS: ${FPS} CHAPS: ${CHAPS}` },
  SWIFT: { rails: ['SWIFT'], currency: undefined, settlement: undefined },
  Swift: { rails: ['SWIFT'], currency: undefined, settlement: undefined },
  Pix: { rails: ['Pix'], currency: 'BRL', settlement: undefined },
  Spei: { rails: ['Spei'], currency: 'MXN', settlement: undefined },
  AfricanBankTransfer: { rails: ['AfricanBankTransfer'], currency: undefined, settlement: undefined },
  MobileMoney: { rails: ['MobileMoney'], currency: undefined, settlement: undefined },
  Crypto: { rails: ['Crypto'], currency: undefined, settlement: undefined },
  Wallet: { rails: ['Crypto'], currency: undefined, settlement: undefined },
};

const OTHER: RailFacts = { rails: ['Other'], currency: undefined, settlement: undefined };

/** The facts of a type; `Other` for one that is newer than this SDK, which must not be left out. */
export function railsOf(type: string): RailFacts {
  return lookup(RAILS, type) ?? OTHER;
}

const LABELS: Readonly<Record<string, string>> = {
  reference: 'Payment reference (required, exactly as shown)',
  memo: 'Memo (required, exactly as shown)',
  iban: 'IBAN',
  bic: 'BIC',
  sort_code: 'Sort code',
  routing_number: 'Routing number',
  account_number: 'Account number',
  account_name: 'Account holder',
  beneficiary_name: 'Account holder',
  recipient_name: 'Account holder',
  recipient_address: "Account holder's address",
  bank_name: 'Bank',
  bank_address: "Bank's address",
  clabe: 'CLABE',
  pix_key: 'Pix key',
  chain: 'Blockchain',
};

/** The name of a field in words. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return lookup(LABELS, name) ?? words.charAt(0).toUpperCase() + words.slice(1);
}
