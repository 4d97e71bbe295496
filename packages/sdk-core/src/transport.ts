import { compose, type Layer, type Next } from './layer.ts';
import { attempt } from './layers/attempt.ts';
import { deadline } from './layers/deadline.ts';
import { type RetryConfig, retry } from './layers/retry.ts';

/** What the way from a built request to its answer is made of. */
export interface TransportConfig extends RetryConfig {
  /** Adds the credentials to each attempt. */
  readonly authorize?: Layer | undefined;
  /** Waits where the provider blocks whoever is too fast. */
  readonly rateLimit?: Layer | undefined;
  /** The user's own, innermost. */
  readonly layers?: readonly Layer[] | undefined;
}

/** The way through all layers. The answer that comes back has been read, and can be read again. */
export function createTransport(config: TransportConfig): Next {
  const { clock, authorize, rateLimit, layers = [] } = config;
  return compose(
    [deadline(clock), retry(config), rateLimit, authorize, attempt(clock), ...layers],
    (request, { fetch, abort }) =>
      fetch(request.url, { ...(request as RequestInit), redirect: 'manual', signal: abort as AbortSignal }),
  );
}
