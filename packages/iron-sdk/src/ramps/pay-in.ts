// What a payer needs to know to pay into an autoramp.
import type { Amount, Autoramp, Currency } from '@org/iron-types';
import { InvalidRequestError, StateError } from '@org/sdk-core';
import { objectsIn } from '@org/sdk-core/internal';
import { sameCurrency } from '../onboarding/convert.ts';
import { checkRecord } from '../onboarding/known.ts';
import { labelOf, type PayInRail, railsOf } from './rails.ts';

export interface PayInField {
  /** As Iron names it, such as `iban`; `reference` for the payment reference. */
  readonly name: string;
  /** In words, such as `IBAN`. */
  readonly label: string;
  readonly value: string;
}

/** One way to pay in. */
export interface PayInDetails {
  /** The networks that reach this account or address; `Other` for a type that is newer than this SDK. */
  readonly rails: readonly PayInRail[];
  /** `type` as Iron sent it. */
  readonly type: string;
  /** What to show, line by line. A payment reference comes first. */
  readonly fields: readonly PayInField[];
  /**
   * What every transfer has to carry, exactly as it stands here: the bank returns money that comes without it. Undefined
   * where nothing is needed. It is among the `fields` too.
   */
  readonly reference: string | undefined;
  /** What may be paid in here. Anything else is returned. */
  readonly accepts: readonly Currency[];
  /**
   * The only amounts that are taken, each until its quote ends; deposits of other amounts are returned, so an empty list
   * means all of them. Undefined where any amount is taken.
   */
  readonly amounts: readonly PayInAmount[] | undefined;
  /** How long a transfer usually takes, where Iron documents it. */
  readonly settlement: string | undefined;
}

export interface PayInAmount extends Amount {
  /** When the quote ends, ISO 8601. */
  readonly until: string;
}

export interface PayInOptions {
  /** Whether the autoramp was created with `pay_by_reference`: then details without a reference are refused. */
  readonly payByReference?: boolean | undefined;
  /** For which moment; default now. Quotes that have ended by then are left out. */
  readonly at?: Date | undefined;
}

/**
 * Returns what a payer needs to know: one entry for each way to pay in, none left out.
 *
 * The types of the contract (`SEPA`, `ACH`, …) and those of Iron's guides (`Iban`, `UsAccount`, `SortCode`, …) are both
 * read. Details are for payers only once the autoramp is `Approved`, because the account is not verified before.
 * Documented: types, fields, references, returns of what does not fit. Inferred: that `memo` and `reference_id` have to
 * be passed on like a reference.
 *
 * @param autoramp what `waitForAutoramp` or `getAutorampById` returned
 * @throws {StateError} if it is not `Approved`, has no way to pay in, or lacks the reference that it needs
 * @throws {InvalidRequestError} if it is not an autoramp, or `at` is not a date
 * @example
 * for (const { rails, fields } of payInDetails(autoramp)) show(rails.join(' or '), fields);
 * @see https://docs.iron.xyz/account
 * @see https://docs.iron.xyz/autoramp
 */
export function payInDetails(autoramp: Autoramp, options: PayInOptions = {}): PayInDetails[] {
  checkRecord('autoramp', autoramp, 'getAutorampById');
  const { payByReference = false, at = new Date() } = options;
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) throw new InvalidRequestError(`'at' must be a valid Date.`);
  if (autoramp.status !== 'Approved') {
    throw refused(autoramp, `is '${autoramp.status}'`, 'Wait for Approved before you show how to pay.');
  }
  // `deposit_account` is deprecated; records from before `deposit_rails` have nothing else.
  const { deposit_rails, deposit_account } = autoramp;
  const rails = objectsIn<object>(deposit_rails?.length || !deposit_account ? deposit_rails : [deposit_account]);
  if (rails.length === 0) throw refused(autoramp, 'has no way to pay in', 'Read it again.');
  const reference = textOf(autoramp.inbound_payment_reference);
  if (payByReference && !reference) {
    throw refused(autoramp, 'has no payment reference', 'Read it again: without a reference deposits are returned.');
  }
  return rails.map((rail) => detailsOf(rail as Rail, autoramp, reference, at));
}

type Rail = Readonly<Record<string, unknown>>;

/** What is about the rail itself, or becomes the reference. */
const NOT_A_FIELD = ['type', 'id', 'memo', 'reference_id'];

function detailsOf(rail: Rail, autoramp: Autoramp, ofAutoramp: string | undefined, at: Date): PayInDetails {
  const type = textOf(rail.type) ?? 'unknown';
  const { rails, currency, settlement } = railsOf(type);
  const isCrypto = rails.includes('Crypto');
  const ownReference = textOf(rail.memo) ?? textOf(rail.reference_id);
  const reference = isCrypto ? ownReference : (ofAutoramp ?? ownReference);
  // A bank's own memo stays beside the reference of the autoramp: both route the money.
  const second = ownReference && ownReference !== reference ? ownReference : undefined;
  const accepts = acceptedBy(rail, autoramp.source_currencies, isCrypto, currency);
  return {
    rails,
    type,
    fields: [
      ...(reference ? [{ name: 'reference', label: labelOf('reference'), value: reference }] : []),
      ...(second ? [{ name: 'memo', label: labelOf('memo'), value: second }] : []),
      ...fieldsIn(rail),
    ],
    reference,
    accepts,
    amounts: autoramp.source === 'Quote' ? amountsOf(autoramp, accepts, at) : undefined,
    settlement,
  };
}

function fieldsIn(rail: Rail): PayInField[] {
  return Object.entries(rail).flatMap(([name, value]): PayInField[] => {
    const text = textOf(value);
    return text && !NOT_A_FIELD.includes(name) ? [{ name, label: labelOf(name), value: text }] : [];
  });
}

function acceptedBy(
  rail: Rail,
  sources: readonly Currency[],
  isCrypto: boolean,
  code: string | undefined,
): readonly Currency[] {
  const all = objectsIn(sources);
  if (isCrypto) return all.filter((one) => one.type === 'Crypto' && one.blockchain === rail.chain);
  const fiat = all.filter((one) => one.type === 'Fiat');
  const own = rail.currency as { code?: unknown } | string | null | undefined;
  const wanted = (typeof own === 'string' ? own : own?.code) ?? code;
  const fitting = fiat.filter((one) => one.code === wanted);
  return fitting.length > 0 ? fitting : fiat;
}

function amountsOf({ quotes }: Autoramp, accepts: readonly Currency[], at: Date): PayInAmount[] {
  return objectsIn(quotes)
    .filter(({ valid_until }) => Date.parse(valid_until) > at.getTime())
    .filter(({ amount_in }) => accepts.some((one) => sameCurrency(one, amount_in.currency)))
    .map(({ amount_in, valid_until }) => ({ ...amount_in, until: valid_until }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

function refused({ id }: Autoramp, what: string, next: string): StateError {
  return new StateError(`Autoramp ${id} ${what}. ${next}`, { notSent: true, retryable: false });
}
