// The stage table of onboarding: both statuses in, what a page has to show out.
import type { CustomerStatus, IdentificationStatus } from '@org/iron-types';
import { type AnyStatus, checkStatus, type Known, row } from './known.ts';

/** Where a customer stands: a stage of the stepper, or one of the cases outside it. */
export type OnboardingStage =
  | 'Submission'
  | 'Compliance Review'
  | 'Activation'
  | 'Complete'
  | 'Suspended'
  | 'UserRequired'
  | 'Archived'
  | 'Unknown';

export interface Onboarding {
  readonly stage: OnboardingStage;
  /** What to show or do, in a sentence for the person who builds the page. */
  readonly show: string;
  /** True when nothing goes on until the customer does something. */
  readonly customerMustAct: boolean;
  /** True when the reviewers' comments belong on the page: `reviewComments` gives them. */
  readonly showComments: boolean;
}

type Row = readonly [stage: OnboardingStage, customerMustAct: boolean, show: string];
type Rows = Readonly<Record<Known<IdentificationStatus> | 'None', Row>>;

const UNKNOWN: Row = ['Unknown', false, 'This SDK does not know the status: show a neutral page, and update the SDK.'];

// The pairs outside the table. The customer's own status decides whether there is something to do.
const AGAIN = 'The two statuses do not fit together: read the customer and the newest identification again.';
const REOPENED: Row = ['Unknown', false, `${AGAIN} onboardingOf() reports a step-up, which has a url.`];
const CLOSED: Row = ['Unknown', false, `${AGAIN} If it stays so, start a new identification.`];
const TO_SIGN: Row = ['Unknown', true, `${AGAIN} There are documents to sign meanwhile: show them.`];
const ACTIVE: Row = ['Unknown', false, `${AGAIN} By its own status the customer is active.`];

/** Every pair of the contract's statuses, so that a new one does not compile until somebody has decided on it. */
const STAGES: Readonly<Record<Known<CustomerStatus>, Rows | Row>> = {
  IdentificationRequired: {
    None: ['Submission', true, 'Ask the customer to start KYC.'],
    Pending: ['Submission', true, 'Ask the customer to complete KYC, at the url of the identification.'],
    Expired: ['Submission', true, 'The last attempt has expired: ask the customer to start again.'],
    Declined: ['Submission', true, 'Show what the reviewers say, and ask the customer to try again.'],
    Processed: ['Compliance Review', false, 'Show that the documents wait for review; the customer has nothing to do.'],
    PendingReview: ['Compliance Review', false, 'Show that the review is under way; it usually takes 24 to 48 hours.'],
    Approved: REOPENED,
    Archived: CLOSED,
  },
  SigningsRequired: {
    None: TO_SIGN,
    Pending: TO_SIGN,
    Expired: TO_SIGN,
    Declined: TO_SIGN,
    Processed: TO_SIGN,
    PendingReview: TO_SIGN,
    Approved: ['Activation', true, 'KYC is approved: show the documents to sign, and record each consent.'],
    Archived: TO_SIGN,
  },
  Active: {
    None: ACTIVE,
    Pending: ACTIVE,
    Expired: ACTIVE,
    Declined: ACTIVE,
    Processed: ACTIVE,
    PendingReview: ACTIVE,
    Approved: ['Complete', false, 'Onboarding is over; the abilities tell which rails can be used.'],
    Archived: ACTIVE,
  },
  Suspended: ['Suspended', false, 'Iron has blocked the customer: offer no retry, point to support.'],
  UserRequired: [
    'UserRequired',
    false,
    "Create the customer's user in the partner area first: requires_user is enabled.",
  ],
  Archived: ['Archived', false, 'The customer is closed for good: there is nothing to onboard.'],
};

/** The statuses with which the reviewers' comments are shown. */
export function showsComments(identificationStatus: unknown): boolean {
  return identificationStatus === 'Pending' || identificationStatus === 'Declined';
}

/**
 * Says where a customer stands in onboarding, from the two statuses alone. Ask again after each change: a customer can
 * go back from `Complete`, for instance when terms are renewed or more data is needed.
 *
 * Any two strings give a result. Pairs that the documentation does not list, and statuses that are newer than this SDK,
 * are stage `Unknown`.
 *
 * @param customerStatus `status` of the customer
 * @param identificationStatus `status` of the newest identification, see `currentIdentification`; left out, `null` or
 *   `'None'` if there is none
 * @throws {InvalidRequestError} if a status is no string, or there is no customer status
 * @example
 * const { stage, show } = onboardingStage(customer.status, customer.identification_status);
 * @see https://docs.iron.xyz/onboarding
 */
export function onboardingStage(
  customerStatus: AnyStatus<CustomerStatus>,
  identificationStatus?: AnyStatus<IdentificationStatus | 'None'> | null,
): Onboarding {
  const identification = identificationStatus ?? 'None';
  checkStatus('customerStatus', customerStatus);
  checkStatus('identificationStatus', identification);
  const rows = row(STAGES, customerStatus);
  const found = rows && ('None' in rows ? row(rows, identification) : rows);
  const [stage, customerMustAct, show] = found ?? UNKNOWN;
  return { stage, show, customerMustAct, showComments: showsComments(identification) };
}
