import { ConfigurationError } from '@org/sdk-core';
import { type DeliveredHeaders, readHeader, sameSecret, verificationError } from '@org/sdk-core/webhooks';

/** The header and the value that were set for the webhook in Paxos's dashboard. */
export interface HeaderCredential {
  /** Such as `X-Api-Key`. */
  readonly header: string;
  /** The value, or several while it is being changed: each is good. */
  readonly value: string | readonly string[];
}

/**
 * How deliveries prove that they come from Paxos: by a header, or, where the webhook uses OAuth, by whatever this function
 * finds in the headers.
 */
export type PaxosEventAuthorization =
  | HeaderCredential
  | ((headers: DeliveredHeaders) => boolean | PromiseLike<boolean>);

/** Throws `ConfigurationError` for what could let everybody in. */
export function checkAuthorization(authorize: PaxosEventAuthorization | undefined): PaxosEventAuthorization {
  if (typeof authorize === 'function') return authorize;
  const { header, value } = authorize ?? {};
  if (typeof header !== 'string' || !/^[\w!#$%&'*+.^`|~-]+$/.test(header)) {
    throw new ConfigurationError(
      "Option 'authorize' must be { header, value } as set in Paxos's dashboard, or a function of the headers. Paxos signs nothing, so without it anybody could send events.",
    );
  }
  const values = [value].flat();
  if (values.length === 0 || values.some((one) => typeof one !== 'string' || !one.trim())) {
    throw new ConfigurationError(`Option 'authorize' has no value for header '${header}', or an empty one.`);
  }
  return authorize as HeaderCredential;
}

/** Throws `WebhookVerificationError` unless the headers carry the credential. The time it takes tells nothing about it. */
export async function checkCredential(headers: DeliveredHeaders, authorize: PaxosEventAuthorization): Promise<void> {
  if (typeof authorize === 'function') {
    if ((await authorize(headers)) === true) return;
    throw verificationError(
      'signature',
      "Option 'authorize' found no proof in the headers that this comes from Paxos.",
    );
  }
  const { header, value } = authorize;
  const given = readHeader(headers, header);
  if (given === undefined) {
    throw verificationError('headers', `Header '${header}' is missing. Set it for the webhook in Paxos's dashboard.`);
  }
  const matches = await Promise.all([value].flat().map((one) => sameSecret(given, one.trim())));
  if (!matches.includes(true)) {
    throw verificationError(
      'signature',
      `Header '${header}' has another value than the one set for the webhook in Paxos's dashboard.`,
    );
  }
}
