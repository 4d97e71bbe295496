// What the page of a customer shows, from all records of the customer.
import type { Customer, CustomerAbilities, Identification, TermsAndConditionsLink } from '@org/iron-types';
import { InvalidRequestError } from '@org/sdk-core';
import { type ReviewComments, reviewComments } from './comments.ts';
import { currentIdentification } from './current-identification.ts';
import { type EddState, eddState } from './edd.ts';
import { checkRecord, checkStatus, type WithStatus } from './known.ts';
import { canBeContinued, hasBegun, isOpen, mustBeRepeated } from './progress.ts';
import { hasOpenAbility } from './ready.ts';
import { type OnboardingStage, onboardingStage } from './stage.ts';

/** A stage of {@link onboardingStage}, or a step-up: an approved customer is asked for more, for instance by a limit. */
export type CustomerStage = OnboardingStage | 'StepUp';

/**
 * What happens next.
 *
 * - `start`: start an identification with `startIdentification`, and send the customer to its `url`
 * - `continue`: send the customer to `url`
 * - `restart`: the last identification is over; start another one
 * - `sign`: show the `documents`, then `signAllRequired`
 * - `wait`: nothing to do; Iron is at work
 * - `reload`: the records do not fit together, or are newer than this SDK: read them again
 * - `createUser`: create the customer's user in the partner area
 * - `contactSupport`: only Iron's support can help
 * - `none`: nothing is left to do
 */
export type CustomerAction =
  | 'start'
  | 'continue'
  | 'restart'
  | 'sign'
  | 'wait'
  | 'reload'
  | 'createUser'
  | 'contactSupport'
  | 'none';

/** How long something takes or may take, where Iron documents it. */
export interface TimeFrame {
  /** `limit`: after that, a paused transaction is rejected and its money returned. `typical`: reviews usually take that. */
  readonly kind: 'limit' | 'typical';
  readonly hours: number;
  /** The end of the limit, ISO 8601. Only with `pausedAt`, since no record says when the time began. */
  readonly until: string | undefined;
}

export interface CustomerOnboarding {
  readonly stage: CustomerStage;
  /** The step of a stepper: 1 submission, 2 review, 3 activation and after. Undefined outside of onboarding. */
  readonly step: 1 | 2 | 3 | undefined;
  readonly action: CustomerAction;
  /** True when nothing goes on until the customer does something. */
  readonly customerMustAct: boolean;
  /** What to show or do, in a sentence for the person who builds the page. */
  readonly show: string;
  /** Where to send the customer; only with the action `continue`. */
  readonly url: string | undefined;
  /** True when the customer has handed in before, and `url` asks for what is missing only. */
  readonly missing: boolean;
  /** What the reviewers want the customer to know. */
  readonly comments: ReviewComments;
  /** Enhanced due diligence; undefined without an identification. */
  readonly edd: EddState | undefined;
  readonly within: TimeFrame | undefined;
  /** What is to be signed, where `signings` was given and the action is `sign`. */
  readonly documents: readonly TermsAndConditionsLink[];
  /** Whether the customer is active and anything can be used. Undefined unless `abilities` was given. */
  readonly ready: boolean | undefined;
  /** The identification that counts. */
  readonly identification: Identification | undefined;
}

export interface OnboardingRecords {
  /** What `getCustomerRequiredSignings` returned. */
  readonly signings?: readonly TermsAndConditionsLink[] | undefined;
  /** What `getCustomerAbilities` returned. */
  readonly abilities?: CustomerAbilities | undefined;
  /** When a transaction of the customer was paused by a limit, for instance its `created_at`; then `within` has an end. */
  readonly pausedAt?: string | Date | undefined;
}

const HOUR = 3_600_000;
const STEPS: Readonly<Record<CustomerStage, CustomerOnboarding['step']>> = {
  Submission: 1,
  StepUp: 1,
  'Compliance Review': 2,
  Activation: 3,
  Complete: 3,
  Suspended: undefined,
  UserRequired: undefined,
  Archived: undefined,
  Unknown: undefined,
};

/**
 * Says what the page of a customer shows: stage, step, what is to be done, link, comments and time.
 *
 * The stages are those of Iron's onboarding guide, and two that its other guides describe: a step-up (`StepUp`), where a
 * limit sends an approved customer to `url`; and signing without an open identification, which customers meet who signed
 * up under an older order of the steps. The link of an identification that is over is never given, and one that the
 * customer has not begun is not a step-up. Documented: stages, comments, step-up, 24 and 48 hours. Inferred: that a step
 * with `retry` counts as missing once there is a comment or a result, or the record has changed.
 *
 * @param customer what `getCustomerById` returned
 * @param identifications all of the customer's, from every page of `getAllCustomerIdentifications`
 * @throws {InvalidRequestError} if a record is malformed
 * @example
 * const all = await iron.customer.getAllCustomerIdentifications({ path: { id } }).toArray();
 * const { step, action, url, comments } = onboardingOf(customer, all);
 * @see https://docs.iron.xyz/onboarding
 * @see https://docs.iron.xyz/limits-and-minimum
 */
export function onboardingOf(
  customer: WithStatus<Pick<Customer, 'status'>>,
  identifications: readonly Identification[],
  records: OnboardingRecords = {},
): CustomerOnboarding {
  checkRecord('customer', customer, 'getCustomerById');
  checkStatus('customer.status', customer.status);
  const { signings, abilities } = records;
  const identification = currentIdentification(identifications);
  const pausedAt = instantOf(records.pausedAt);
  const found = decide(customer.status, identification, signings);
  const { stage, action } = found;
  return {
    ...found,
    step: STEPS[stage],
    customerMustAct: ['start', 'continue', 'restart', 'sign'].includes(action),
    url: action === 'continue' ? (identification?.url ?? undefined) : undefined,
    missing: action === 'continue' && identification !== undefined && hasBegun(identification),
    comments: reviewComments(identification),
    edd: identification && eddState(identification),
    within: timeFrameOf(customer.status, stage, pausedAt),
    documents: action === 'sign' && signings ? signings : [],
    ready: abilities && customer.status === 'Active' && hasOpenAbility(abilities),
    identification,
  };
}

type Decision = Pick<CustomerOnboarding, 'stage' | 'action' | 'show'>;

function decide(
  status: string,
  identification: Identification | undefined,
  signings: OnboardingRecords['signings'],
): Decision {
  const { stage, show } = onboardingStage(status, identification?.status);
  if (status === 'IdentificationRequired') return { stage, ...submission(identification, show) };
  if (status === 'SigningsRequired') return activation(identification, signings, show, stage);
  const actions: Readonly<Record<string, CustomerAction>> = {
    Active: 'none',
    Archived: 'none',
    Suspended: 'contactSupport',
    UserRequired: 'createUser',
  };
  return { stage, action: (Object.hasOwn(actions, status) && actions[status]) || 'reload', show };
}

/** A customer who has to be identified: for the first time, again, or for more than before. */
function submission(one: Identification | undefined, show: string): Partial<Decision> & Omit<Decision, 'stage'> {
  if (!one) return { action: 'start', show };
  switch (one.status) {
    case 'Pending':
      if (!one.url) return { action: 'wait', show: 'The identification has no url yet: read it again.' };
      return { action: 'continue', show };
    case 'Declined':
      return { action: canBeContinued(one) ? 'continue' : 'restart', show };
    case 'Processed':
    case 'PendingReview':
      if (one.url && mustBeRepeated(one)) {
        return { action: 'continue', show: 'A part has to be handed in again: send the customer to the url.' };
      }
      return { action: 'wait', show };
    case 'Approved':
      if (!one.url) return { action: 'reload', show };
      return {
        stage: 'StepUp',
        action: 'continue',
        show: 'Iron needs more data, for instance because of a limit: send the customer to the url. A paused transaction is returned after 24 hours.',
      };
    case 'Expired':
    case 'Archived':
      return { action: 'restart', show };
    default:
      return { action: 'reload', show };
  }
}

function activation(
  one: Identification | undefined,
  signings: OnboardingRecords['signings'],
  show: string,
  stage: OnboardingStage,
): Decision {
  if (signings?.length === 0) {
    return { stage: 'Activation', action: 'wait', show: 'Every document is signed; the status follows.' };
  }
  if (one && isOpen(one)) return { stage, action: 'sign', show };
  return { stage: 'Activation', action: 'sign', show: 'Show the documents to sign, and record each consent.' };
}

function timeFrameOf(status: string, stage: CustomerStage, pausedAt: number | undefined): TimeFrame | undefined {
  const paused = status === 'IdentificationRequired' && pausedAt !== undefined;
  if (stage === 'StepUp' || paused) {
    const until = paused ? new Date(pausedAt + 24 * HOUR).toISOString() : undefined;
    return { kind: 'limit', hours: 24, until };
  }
  return stage === 'Compliance Review' ? { kind: 'typical', hours: 48, until: undefined } : undefined;
}

function instantOf(time: string | Date | undefined): number | undefined {
  if (time === undefined) return undefined;
  const ms = time instanceof Date ? time.getTime() : typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw new InvalidRequestError(`'pausedAt' must be an RFC 3339 date-time or a valid Date.`);
  return ms;
}
