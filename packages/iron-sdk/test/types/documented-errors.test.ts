import { testDocumentedErrors } from '@org/test-kit/documented-errors';

testDocumentedErrors(
  import.meta.url,
  '@org/iron-sdk',
  ['IdentificationInProgressError.identificationId', 'WaitTimeoutError.last', 'WebhookVerificationError.reason'],
  {
    IdentificationInProgressError: '@org/iron-sdk/onboarding',
    RampPreconditionError: '@org/iron-sdk/ramps',
    WalletUnavailableError: '@org/iron-sdk/ramps',
  },
);
