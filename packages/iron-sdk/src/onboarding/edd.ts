// Enhanced due diligence: what `status` and `with_edd` of an identification mean together.
import type { Identification, IdentificationStatus } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { checkRecord, checkStatus, type Known, kindOf, row, type WithStatus } from './known.ts';

export interface EddState {
  /** Whether it applies; `NotRecorded` on identifications from before the field existed. */
  readonly edd: 'Applied' | 'NotApplied' | 'NotRecorded';
  /** How far the identification is; `Outside` for the statuses to which `with_edd` adds nothing. */
  readonly phase: 'InProgress' | 'Review' | 'Approved' | 'Declined' | 'Outside';
  /** Both in a sentence. */
  readonly meaning: string;
  /** Who asked for it; undefined where that is not known, or nobody did. */
  readonly triggeredBy: 'Partner' | 'Iron' | undefined;
}

export interface EddOptions {
  /**
   * Whether you asked for it when you started the identification: with `with_edd: true`, or an `edd_questionnaire`. The
   * record itself does not say, so that without this `triggeredBy` stays undefined.
   */
  readonly requested?: boolean | undefined;
}

type Row = readonly [phase: EddState['phase'], without: string, applied: string];

const OUTSIDE: Row = [
  'Outside',
  'No EDD state is defined for this status',
  'EDD applies, but not yet or no longer at work',
];

const STATES: Readonly<Record<Known<IdentificationStatus>, Row>> = {
  Pending: ['InProgress', 'Standard KYC is in progress', 'EDD is in progress'],
  PendingReview: ['Review', 'Standard KYC is in manual review', 'EDD is done at the provider and waits for compliance'],
  Approved: ['Approved', 'Approved by standard KYC', 'Approved through EDD'],
  Declined: ['Declined', 'Declined after standard KYC', 'Declined after EDD'],
  Processed: OUTSIDE,
  Expired: OUTSIDE,
  Archived: OUTSIDE,
};

/**
 * Says whether enhanced due diligence (EDD) applies to an identification, and how far it is. Only people go through it,
 * companies do not. Any status gives a result.
 *
 * @throws {InvalidRequestError} if it is no identification, or `with_edd` is neither a boolean nor null nor absent
 * @example
 * const { edd, meaning } = eddState(identification);
 * @see https://docs.iron.xyz/onboarding
 */
export function eddState(
  identification: WithStatus<Pick<Identification, 'status' | 'with_edd'>>,
  options: EddOptions = {},
): EddState {
  checkRecord('identification', identification, 'getAllCustomerIdentifications');
  const { status, with_edd: withEdd } = identification;
  checkStatus('identification.status', status);
  if (typeof withEdd !== 'boolean' && withEdd !== null && withEdd !== undefined) {
    throw new InvalidRequestError(
      `'identification.with_edd' must be a boolean, null or absent, not ${kindOf(withEdd)}.`,
    );
  }
  const [phase, without, applied] = row(STATES, status) ?? OUTSIDE;
  if (withEdd) return { edd: 'Applied', phase, meaning: `${applied}.`, triggeredBy: whoAsked(options.requested) };
  return withEdd === false
    ? { edd: 'NotApplied', phase, meaning: `${without}, without EDD.`, triggeredBy: undefined }
    : { edd: 'NotRecorded', phase, meaning: `${without}; from before EDD was recorded.`, triggeredBy: undefined };
}

function whoAsked(requested: boolean | undefined): EddState['triggeredBy'] {
  if (requested === undefined) return undefined;
  // Where the partner did not ask, Iron's own AML checks did.
  return requested ? 'Partner' : 'Iron';
}
