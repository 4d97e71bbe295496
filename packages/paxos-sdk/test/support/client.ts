import type { ManualClock } from '@org/test-kit/clock';
import { createPaxosPathClient, type PaxosOptions, type PaxosPathClient } from '../../src/paths.ts';

export const CREDENTIALS = { clientId: 'client-1', clientSecret: 's3cret/+=&' };

/** A client against local servers, with a clock of its own and no jitter. */
export function testClient(
  api: { readonly url: string },
  tokens: { readonly url: string },
  clock: ManualClock,
  options: Partial<PaxosOptions> = {},
): PaxosPathClient {
  return createPaxosPathClient({ ...optionsOf(api, tokens, clock), ...options });
}

/** Options of a client against local servers. */
export function optionsOf(
  api: { readonly url: string },
  tokens: { readonly url: string },
  clock: ManualClock,
): PaxosOptions {
  return {
    ...CREDENTIALS,
    baseUrl: `${api.url}/v2`,
    tokenUrl: `${tokens.url}/oauth2/token`,
    scopes: ['funding:read_profile', 'identity:read_identity'],
    clock,
    random: () => 1,
  };
}
