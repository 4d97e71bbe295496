// Iron's rules of onboarding as code: `@org/iron-sdk/onboarding`. Pure functions; nothing here sends anything.
export { type CommentStep, type ReviewComment, type ReviewComments, reviewComments } from './comments.ts';
export { currentIdentification } from './current-identification.ts';
export { describeStatus, type Statuses, type StatusKind } from './describe-status.ts';
export { type EddOptions, type EddState, eddState } from './edd.ts';
export { type MissingInformation, missingInformation } from './missing-information.ts';
export { type Direction, type Readiness, type Route, readyToTransact } from './ready.ts';
export { type Onboarding, type OnboardingStage, onboardingStage } from './stage.ts';
