// Several calls that belong together: waiting for a state, starting KYC, recording consents.
export type { JourneyOptions } from './options.ts';
export { type SignAllOptions, signAllRequired } from './sign-all-required.ts';
export {
  type IdentificationBody,
  type StartIdentificationOptions,
  startIdentification,
} from './start-identification.ts';
export { waitForAutoramp } from './wait-for-autoramp.ts';
export { waitForCustomerStatus } from './wait-for-customer-status.ts';
export { waitForIdentification } from './wait-for-identification.ts';
export { waitForTransaction } from './wait-for-transaction.ts';
