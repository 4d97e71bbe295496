// Iron's rules of onboarding as code, and the calls that belong to them: `@org/iron-sdk/onboarding`.

export { type SignAllOptions, signAllRequired } from '../workflows/sign-all-required.ts';
export {
  type IdentificationBody,
  IdentificationInProgressError,
  type StartIdentificationOptions,
  startIdentification,
} from '../workflows/start-identification.ts';
export { waitForCustomerStatus } from '../workflows/wait-for-customer-status.ts';
export { waitForIdentification } from '../workflows/wait-for-identification.ts';
export type { IronWaitOptions } from '../workflows/wait-options.ts';
export { type CommentStep, type ReviewComment, type ReviewComments, reviewComments } from './comments.ts';
export { type Conversion, type ConversionReadiness, readyToConvert } from './convert.ts';
export { currentIdentification } from './current-identification.ts';
export { describeStatus, type Statuses, type StatusKind } from './describe-status.ts';
export { type EddOptions, type EddState, eddState } from './edd.ts';
export {
  type CustomerAction,
  type CustomerOnboarding,
  type CustomerStage,
  type OnboardingRecords,
  onboardingOf,
  type TimeFrame,
} from './onboarding-of.ts';
export { type Direction, type Readiness, type Route, readyToTransact } from './ready.ts';
export { type Requirement, type RequirementsSummary, requirementsOf } from './requirements.ts';
export { type SpendingDirection, type SpendingLimit, spendingLimitOf } from './spending-limit.ts';
export { type Onboarding, type OnboardingStage, onboardingStage } from './stage.ts';
