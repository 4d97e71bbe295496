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

type Known<Status> = Exclude<Status, { readonly __unlisted: true }>;

export interface Transition<Status extends string, On extends string = string> {
  /** Statuses that it starts from; `*` is any. */
  readonly from: readonly Status[] | '*';
  readonly to: Status;
  readonly on: On;
  readonly evidence: 'documented' | 'inferred';
  readonly source: string;
}

const onboarding = 'https://docs.iron.xyz/onboarding';
const contract = 'the contract: description of the operation';

export const customerTransitions = [
  {
    from: ['UserRequired'],
    to: 'IdentificationRequired',
    on: 'user created',
    evidence: 'documented',
    source: onboarding,
  },
  {
    from: ['IdentificationRequired'],
    to: 'SigningsRequired',
    on: 'approved, documents to sign',
    evidence: 'documented',
    source: onboarding,
  },
  {
    from: ['IdentificationRequired'],
    to: 'Active',
    on: 'approved, all signed',
    evidence: 'inferred',
    source: 'older order of the steps: signing before identification',
  },
  { from: ['SigningsRequired'], to: 'Active', on: 'last document signed', evidence: 'documented', source: onboarding },
  { from: ['Active'], to: 'SigningsRequired', on: 'new terms', evidence: 'documented', source: onboarding },
  {
    from: ['Active', 'SigningsRequired', 'IdentificationRequired'],
    to: 'IdentificationRequired',
    on: 'identification started',
    evidence: 'documented',
    source: 'createCustomerIdentificationV2: the newest record drives the customer',
  },
  {
    from: ['Active', 'SigningsRequired', 'IdentificationRequired'],
    to: 'IdentificationRequired',
    on: 'identification no longer counts',
    evidence: 'documented',
    source: 'archiveIdentification',
  },
  {
    from: ['Active'],
    to: 'IdentificationRequired',
    on: 'limit exceeded',
    evidence: 'documented',
    source: 'https://docs.iron.xyz/limits-and-minimum',
  },
  {
    from: ['UserRequired', 'IdentificationRequired', 'SigningsRequired', 'Active'],
    to: 'Suspended',
    on: 'suspended',
    evidence: 'documented',
    source: onboarding,
  },
  { from: '*', to: 'Archived', on: 'archived', evidence: 'documented', source: 'archiveCustomer' },
] as const satisfies readonly Transition<Known<CustomerStatus>>[];

export const identificationTransitions = [
  { from: ['Pending'], to: 'Processed', on: 'handed in', evidence: 'documented', source: onboarding },
  { from: ['Processed'], to: 'PendingReview', on: 'review begun', evidence: 'documented', source: onboarding },
  {
    from: ['Pending', 'Processed', 'PendingReview'],
    to: 'Approved',
    on: 'approved',
    evidence: 'documented',
    source: 'updateSandboxIdentificationStatus',
  },
  {
    from: ['Pending', 'Processed', 'PendingReview'],
    to: 'Declined',
    on: 'declined',
    evidence: 'documented',
    source: 'updateSandboxIdentificationStatus',
  },
  {
    from: ['Processed', 'PendingReview'],
    to: 'Pending',
    on: 'more information asked for',
    evidence: 'documented',
    source: onboarding,
  },
  { from: ['Pending'], to: 'Expired', on: 'inactivity', evidence: 'documented', source: onboarding },
  {
    from: '*',
    to: 'Archived',
    on: 'archived',
    evidence: 'documented',
    source: 'archiveIdentification, archiveCustomer',
  },
] as const satisfies readonly Transition<Known<IdentificationStatus>>[];

const autorampPage = 'https://docs.iron.xyz/autoramp-status';

export const autorampTransitions = [
  { from: ['Created'], to: 'Authorized', on: 'code confirmed', evidence: 'documented', source: autorampPage },
  {
    from: ['Authorized'],
    to: 'DepositAccountAdded',
    on: 'deposit account added',
    evidence: 'documented',
    source: autorampPage,
  },
  { from: ['DepositAccountAdded'], to: 'Approved', on: 'approved', evidence: 'documented', source: autorampPage },
  { from: ['DepositAccountAdded'], to: 'Rejected', on: 'rejected', evidence: 'documented', source: autorampPage },
  {
    from: ['Authorized', 'DepositAccountAdded', 'Approved'],
    to: 'EditPending',
    on: 'edit to confirm',
    evidence: 'documented',
    source: 'patchAutorampMarketById',
  },
  {
    from: ['EditPending'],
    to: 'Approved',
    on: 'code confirmed',
    evidence: 'inferred',
    source: 'the edit is in force; the status after it is not documented',
  },
  {
    from: ['Created', 'EditPending', 'Authorized', 'DepositAccountAdded', 'Approved'],
    to: 'Cancelled',
    on: 'cancelled',
    evidence: 'documented',
    source: 'cancelAutoramp',
  },
] as const satisfies readonly Transition<Known<AutorampStatus>>[];

const transactionPage = 'https://docs.iron.xyz/transaction-status';

export const transactionTransitions = [
  {
    from: ['FundsReviewInProgress'],
    to: 'ConversionInProgress',
    on: 'next step',
    evidence: 'documented',
    source: transactionPage,
  },
  {
    from: ['ConversionInProgress'],
    to: 'PayoutInProgress',
    on: 'next step',
    evidence: 'documented',
    source: transactionPage,
  },
  {
    from: ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress'],
    to: 'Completed',
    on: 'completed',
    evidence: 'documented',
    source: 'updateSandboxTransactionState',
  },
  {
    from: ['FundsReviewInProgress', 'ConversionInProgress', 'PayoutInProgress'],
    to: 'Failed',
    on: 'failed',
    evidence: 'documented',
    source: 'updateSandboxTransactionState',
  },
  {
    from: ['FundsReviewInProgress'],
    to: 'RejectedAml',
    on: 'refused by compliance',
    evidence: 'documented',
    source: transactionPage,
  },
  {
    from: ['FundsReviewInProgress'],
    to: 'RejectedFraud',
    on: 'suspected fraud',
    evidence: 'documented',
    source: transactionPage,
  },
  {
    from: ['FundsReviewInProgress'],
    to: 'RejectedMinAmount',
    on: 'amount too small',
    evidence: 'documented',
    source: transactionPage,
  },
  {
    from: ['FundsReviewInProgress'],
    to: 'Failed',
    on: 'returned to its sender',
    evidence: 'inferred',
    source: 'limits and quotes: the money goes back; the status of it is not documented',
  },
] as const satisfies readonly Transition<Known<AutorampTransactionStatus>>[];

export const fiatAddressTransitions = [
  {
    from: ['AuthorizationRequired'],
    to: 'RegistrationPending',
    on: 'code confirmed',
    evidence: 'inferred',
    source: 'authorization comes before registration',
  },
  {
    from: ['AuthorizationRequired'],
    to: 'AuthorizationFailed',
    on: 'code refused',
    evidence: 'inferred',
    source: 'AuthorizationFailed: the authorization did not succeed',
  },
  {
    from: ['AuthorizationFailed'],
    to: 'AuthorizationRequired',
    on: 'authorization retried',
    evidence: 'documented',
    source: 'retryFiatAddressAuth',
  },
] as const satisfies readonly Transition<Known<FiatAddressStatus>>[];

export const pixAddressTransitions = [
  {
    from: ['RegistrationPending'],
    to: 'Registered',
    on: 'registered',
    evidence: 'documented',
    source: 'getPixAddress',
  },
  {
    from: ['RegistrationPending'],
    to: 'RegistrationFailed',
    on: 'registration failed',
    evidence: 'documented',
    source: 'registerPixAddress',
  },
] as const satisfies readonly Transition<Known<PixAddressStatus>>[];

export const codeTransitions = [
  { from: ['Pending'], to: 'Confirmed', on: 'right code', evidence: 'documented', source: 'submitAuthenticationCode' },
  {
    from: ['Pending'],
    to: 'Rejected',
    on: 'last attempt failed',
    evidence: 'inferred',
    source: `${contract}: Rejected`,
  },
  { from: ['Pending'], to: 'Expired', on: 'time passed', evidence: 'documented', source: `${contract}: Expired` },
] as const satisfies readonly Transition<Known<AuthenticationCodeStatus>>[];

export const openBankingTransitions = [
  {
    from: ['Ready'],
    to: 'Completed',
    on: 'deposit arrived',
    evidence: 'inferred',
    source: 'getAutorampOpenBankingPayment: the money appears as a transaction with ob_payment_id',
  },
  {
    from: ['Ready'],
    to: 'Failed',
    on: 'link expired',
    evidence: 'inferred',
    source: 'getAutorampOpenBankingPayment: Completed or Failed',
  },
] as const satisfies readonly Transition<Known<AutorampOpenBankingPaymentStatus>>[];

/** Where `on` leads from a status; undefined where the table has no such transition. */
export function next<Table extends readonly Transition<string>[]>(
  table: Table,
  from: string,
  on: Table[number]['on'],
): Table[number]['to'] | undefined {
  return table.find((row) => row.on === on && (row.from === '*' || row.from.includes(from)))?.to;
}
