// The tables of Iron's guide to onboarding a customer, each row with the named examples that show it.
import type { AbilityStatus, CustomerStatus } from '@org/iron-types';
import type { IDENTIFICATION_STATUSES } from './identification.ts';
import type { Named } from './types.ts';

export const CUSTOMER_STATUSES = [
  'IdentificationRequired',
  'SigningsRequired',
  'Active',
  'Suspended',
  'UserRequired',
] as const satisfies readonly Named<CustomerStatus>[];

export const ABILITY_STATUSES = [
  'Active',
  'Pending',
  'Unavailable',
  'Blocked',
  'Maintenance',
] as const satisfies readonly Named<AbilityStatus>[];

export interface StageRow {
  readonly stage: 'Submission' | 'Compliance Review' | 'Activation' | 'Complete';
  readonly customer: { readonly status: (typeof CUSTOMER_STATUSES)[number]; readonly example: string };
  /** `None` stands for a customer without identifications. */
  readonly identification: {
    readonly status: (typeof IDENTIFICATION_STATUSES)[number] | 'None';
    readonly example: string;
  };
}

export const STAGES: readonly StageRow[] = [
  row('Submission', 'IdentificationRequired', 'identification-required', 'None', 'submission-none'),
  row('Submission', 'IdentificationRequired', 'identification-pending', 'Pending', 'submission-pending'),
  row('Submission', 'IdentificationRequired', 'identification-expired', 'Expired', 'submission-expired'),
  row('Submission', 'IdentificationRequired', 'identification-declined', 'Declined', 'submission-declined'),
  row('Compliance Review', 'IdentificationRequired', 'identification-processed', 'Processed', 'compliance-processed'),
  row(
    'Compliance Review',
    'IdentificationRequired',
    'identification-pending-review',
    'PendingReview',
    'compliance-pending-review',
  ),
  row('Activation', 'SigningsRequired', 'signings-required', 'Approved', 'activation-approved'),
  row('Complete', 'Active', 'active', 'Approved', 'first-page'),
];

/** Status and with_edd; the guide's rows with "null / false" stand for two each. */
export const EDD: readonly (readonly [(typeof IDENTIFICATION_STATUSES)[number], boolean | null])[] = [
  ['Pending', null],
  ['Pending', false],
  ['Pending', true],
  ['PendingReview', null],
  ['PendingReview', false],
  ['PendingReview', true],
  ['Approved', null],
  ['Approved', false],
  ['Approved', true],
  ['Declined', null],
  ['Declined', false],
  ['Declined', true],
];

function row(
  stage: StageRow['stage'],
  customerStatus: StageRow['customer']['status'],
  customerExample: string,
  identificationStatus: StageRow['identification']['status'],
  identificationExample: string,
): StageRow {
  return {
    stage,
    customer: { status: customerStatus, example: customerExample },
    identification: { status: identificationStatus, example: identificationExample },
  };
}

/** `PendingReview` -> `pending-review`, as the names of examples are written. */
export function kebab(status: string): string {
  return status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
