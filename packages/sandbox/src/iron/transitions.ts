// The state machines of Iron as tables, to be read beside the documented ones. Every change of a status is looked up here.
import type {
  AuthenticationCodeStatus,
  AutorampOpenBankingPaymentStatus,
  AutorampStatus,
  AutorampTransactionStatus,
  CustomerStatus,
  FiatAddressStatus,
  IdentificationStatus,
  PixAddressStatus,
} from '@org/iron-types';

export interface Transition<Status extends string = string, Cause extends string = string> {
  /** Statuses that it starts from; `*` is any. */
  readonly from: readonly Status[] | '*';
  readonly to: Status;
  readonly on: Cause;
  readonly evidence: 'documented' | 'inferred';
  /** Page, or operation of the contract, that says so; for what is inferred, the reason. */
  readonly source: string;
}

export type Transitions<Status extends string, Cause extends string> = readonly Transition<
  Exclude<Status, { readonly __unlisted: true }>,
  Cause
>[];

const onboarding = 'https://docs.iron.xyz/onboarding';
const limits = 'https://docs.iron.xyz/limits-and-minimum';
const autorampPage = 'https://docs.iron.xyz/autoramp-status';
const transactionPage = 'https://docs.iron.xyz/transaction-status';

export type CustomerCause =
  | 'user created'
  | 'approved, documents to sign'
  | 'approved, all signed'
  | 'last document signed'
  | 'new terms'
  | 'identification started'
  | 'identification no longer counts'
  | 'limit exceeded'
  | 'suspended'
  | 'archived';

export const customerTransitions: Transitions<CustomerStatus, CustomerCause> = [
  documented(['UserRequired'], 'IdentificationRequired', 'user created', onboarding),
  documented(['IdentificationRequired'], 'SigningsRequired', 'approved, documents to sign', onboarding),
  inferred(
    ['IdentificationRequired'],
    'Active',
    'approved, all signed',
    'older order of the steps: signing before identification',
  ),
  documented(['SigningsRequired'], 'Active', 'last document signed', onboarding),
  documented(['Active'], 'SigningsRequired', 'new terms', onboarding),
  documented(
    ['Active', 'SigningsRequired', 'IdentificationRequired'],
    'IdentificationRequired',
    'identification started',
    'createCustomerIdentificationV2: the newest record drives the customer',
  ),
  documented(
    ['Active', 'SigningsRequired', 'IdentificationRequired'],
    'IdentificationRequired',
    'identification no longer counts',
    'archiveIdentification',
  ),
  documented(['Active'], 'IdentificationRequired', 'limit exceeded', limits),
  documented(
    ['UserRequired', 'IdentificationRequired', 'SigningsRequired', 'Active'],
    'Suspended',
    'suspended',
    onboarding,
  ),
  documented('*', 'Archived', 'archived', 'archiveCustomer'),
];

export type IdentificationCause =
  | 'handed in'
  | 'review begun'
  | 'approved'
  | 'declined'
  | 'more information asked for'
  | 'inactivity'
  | 'archived';

export const identificationTransitions: Transitions<IdentificationStatus, IdentificationCause> = [
  documented(['Pending'], 'Processed', 'handed in', onboarding),
  documented(['Processed'], 'PendingReview', 'review begun', onboarding),
  documented(['Pending', 'Processed', 'PendingReview'], 'Approved', 'approved', 'updateSandboxIdentificationStatus'),
  documented(['Pending', 'Processed', 'PendingReview'], 'Declined', 'declined', 'updateSandboxIdentificationStatus'),
  documented(['Processed', 'PendingReview'], 'Pending', 'more information asked for', onboarding),
  documented(['Pending'], 'Expired', 'inactivity', onboarding),
  documented('*', 'Archived', 'archived', 'archiveIdentification, archiveCustomer'),
];

export type AutorampCause =
  | 'code confirmed'
  | 'deposit account added'
  | 'approved'
  | 'rejected'
  | 'edit to confirm'
  | 'cancelled';

/** updateSandboxAutorampStatus replaces all of them: it moves an autoramp to any status, but not out of a final one. */
export const autorampTransitions: Transitions<AutorampStatus, AutorampCause> = [
  documented(['Created'], 'Authorized', 'code confirmed', autorampPage),
  documented(['Authorized'], 'DepositAccountAdded', 'deposit account added', autorampPage),
  documented(['DepositAccountAdded'], 'Approved', 'approved', autorampPage),
  documented(['DepositAccountAdded'], 'Rejected', 'rejected', autorampPage),
  documented(
    ['Authorized', 'DepositAccountAdded', 'Approved'],
    'EditPending',
    'edit to confirm',
    'patchAutorampMarketById',
  ),
  inferred(
    ['EditPending'],
    'Approved',
    'code confirmed',
    'the edit is in force; the status after it is not documented',
  ),
  documented(
    ['Created', 'EditPending', 'Authorized', 'DepositAccountAdded', 'Approved'],
    'Cancelled',
    'cancelled',
    'cancelAutoramp',
  ),
];

export type TransactionCause =
  | 'next step'
  | 'completed'
  | 'failed'
  | 'refused by compliance'
  | 'suspected fraud'
  | 'amount too small'
  | 'returned to its sender';

export const transactionTransitions: Transitions<AutorampTransactionStatus, TransactionCause> = [
  documented(['FundsReviewInProgress'], 'ConversionInProgress', 'next step', transactionPage),
  documented(['ConversionInProgress'], 'PayoutInProgress', 'next step', transactionPage),
  documented(
    ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress'],
    'Completed',
    'completed',
    'updateSandboxTransactionState',
  ),
  documented(
    ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress'],
    'Failed',
    'failed',
    'updateSandboxTransactionState',
  ),
  documented(['FundsReviewInProgress'], 'RejectedAml', 'refused by compliance', transactionPage),
  documented(['FundsReviewInProgress'], 'RejectedFraud', 'suspected fraud', transactionPage),
  documented(['FundsReviewInProgress'], 'RejectedMinAmount', 'amount too small', transactionPage),
  inferred(
    ['FundsReviewInProgress'],
    'Failed',
    'returned to its sender',
    'limits and quotes: the money goes back; the status of it is not documented',
  ),
];

export type FiatAddressCause = 'code confirmed' | 'code refused' | 'authorization retried';

/** No order of these is documented but by their names. updateSandboxFiatAddressVerificationStatus moves an account to any status. */
export const fiatAddressTransitions: Transitions<FiatAddressStatus, FiatAddressCause> = [
  inferred(
    ['AuthorizationRequired'],
    'RegistrationPending',
    'code confirmed',
    'authorization comes before registration',
  ),
  inferred(
    ['AuthorizationRequired'],
    'AuthorizationFailed',
    'code refused',
    'AuthorizationFailed: the authorization did not succeed',
  ),
  documented(['AuthorizationFailed'], 'AuthorizationRequired', 'authorization retried', 'retryFiatAddressAuth'),
];

export type PixAddressCause = 'registered' | 'registration failed';

export const pixAddressTransitions: Transitions<PixAddressStatus, PixAddressCause> = [
  documented(['RegistrationPending'], 'Registered', 'registered', 'getPixAddress'),
  documented(['RegistrationPending'], 'RegistrationFailed', 'registration failed', 'registerPixAddress'),
];

export type CodeCause = 'right code' | 'last attempt failed' | 'time passed';

export const codeTransitions: Transitions<AuthenticationCodeStatus, CodeCause> = [
  documented(['Pending'], 'Confirmed', 'right code', 'submitAuthenticationCode'),
  inferred(['Pending'], 'Rejected', 'last attempt failed', 'AuthenticationCodeStatus'),
  documented(['Pending'], 'Expired', 'time passed', 'AuthenticationCodeStatus'),
];

export type OpenBankingCause = 'deposit arrived' | 'link expired';

export const openBankingTransitions: Transitions<AutorampOpenBankingPaymentStatus, OpenBankingCause> = [
  inferred(
    ['Ready'],
    'Completed',
    'deposit arrived',
    'getAutorampOpenBankingPayment: the money appears as a transaction with ob_payment_id',
  ),
  inferred(['Ready'], 'Failed', 'link expired', 'getAutorampOpenBankingPayment: Completed or Failed'),
];

/** Where `on` leads from a status; undefined where the table has no such transition. */
export function next<Status extends string, Cause extends string>(
  table: readonly Transition<Status, Cause>[],
  from: string,
  on: NoInfer<Cause>,
): Status | undefined {
  return table.find((row) => row.on === on && (row.from === '*' || row.from.some((status) => status === from)))?.to;
}

function documented<Status extends string, Cause extends string>(
  from: readonly Status[] | '*',
  to: Status,
  on: Cause,
  source: string,
): Transition<Status, Cause> {
  return { from, to, on, evidence: 'documented', source };
}

function inferred<Status extends string, Cause extends string>(
  from: readonly Status[] | '*',
  to: Status,
  on: Cause,
  source: string,
): Transition<Status, Cause> {
  return { from, to, on, evidence: 'inferred', source };
}
