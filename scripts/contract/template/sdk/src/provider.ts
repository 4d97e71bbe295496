// What `pnpm new-provider` was told of the provider, as data. From here on it is edited by hand.
import type { Credentials } from './credentials.ts';

/** Only environments whose addresses a person named. */
export const baseUrls = {
  production: 'https://api.acme.example/v1',
  sandbox: 'https://sandbox.acme.example/v1',
} as const;

/** How each credential is sent, by the name of its security scheme in the contract. */
export const schemes = {
  KeyId: { in: 'header', name: 'X-Key-Id', variable: 'ACME_KEY_ID' },
  KeySecret: { in: 'header', name: 'X-Key-Secret', variable: 'ACME_KEY_SECRET' },
  Login: { in: 'header', name: 'Authorization', prefix: 'Basic ', variable: 'ACME_LOGIN' },
  QueryKey: { in: 'query', name: 'key', variable: 'ACME_QUERY_KEY' },
  Session: { in: 'cookie', name: 'session', variable: 'ACME_SESSION' },
  Token: { in: 'header', name: 'Authorization', prefix: 'Bearer ', variable: 'ACME_TOKEN' },
} as const;

/** What an operation takes that does not say so itself: all credentials of one of these lists. */
export const usual: readonly (readonly (keyof Credentials)[])[] = [['Login']];
